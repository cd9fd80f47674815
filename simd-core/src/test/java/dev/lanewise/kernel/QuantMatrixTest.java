package dev.lanewise.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.kernel.QuantMatrix.Format;
import dev.lanewise.tensor.Tensor;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QuantMatrixTest {
    private static float one(Format format, float w) {
        return QuantMatrix.of(format, Tensor.of(new float[] {w}, 1, 1)).get(0, 0);
    }

    /** Of the bf16 numbers beside w the nearer one; of two equally near, the one whose last bit is 0. */
    private static float nearestBf16(float w) {
        int down = Float.floatToRawIntBits(w) & 0xffff0000;
        float low = Float.intBitsToFloat(down);
        float high = Float.intBitsToFloat(down + 0x10000);
        int order = distance(w, low).compareTo(distance(w, high));
        return order < 0 || (order == 0 && (down & 0x10000) == 0) ? low : high;
    }

    private static BigDecimal distance(float a, float b) {
        return new BigDecimal(a).subtract(new BigDecimal(b)).abs();
    }

    @Property
    void bf16_isTheNearest(@ForAll int bits) {
        float w = Float.intBitsToFloat(bits);
        if (Math.abs(w) < 3e38f) {
            assertEquals(nearestBf16(w), one(Format.BF16, w));
        }
    }

    @Test
    void bf16_tiesGoToEven() {
        assertEquals(1f, one(Format.BF16, 1f + 0x1p-8f));
        assertEquals(1f + 0x1p-6f, one(Format.BF16, 1f + 0x3p-8f));
        assertEquals(1f + 0x1p-7f, one(Format.BF16, 1f + 0x1p-8f + 0x1p-20f));
    }

    @Test
    void fp16_tiesGoToEven() {
        assertEquals(1f, one(Format.FP16, 1f + 0x1p-11f));
        assertEquals(1f + 0x1p-9f, one(Format.FP16, 1f + 0x3p-11f));
        assertEquals(0x1p-24f, one(Format.FP16, 0x1.8p-25f));
        assertEquals(0f, one(Format.FP16, 0x1p-25f));
        assertEquals(65504f, one(Format.FP16, 65519f));
    }

    @Test
    void q8_ofFloats_isTheNearestMultipleOfTheScale() {
        SplittableRandom random = new SplittableRandom(3);
        for (int k : new int[] {1, 31, 32, 33, 100}) {
            float[] w = new float[3 * k];
            for (int i = 0; i < w.length; i++) {
                w[i] = (float) (random.nextDouble(-1, 1) * Math.scalb(1.0, random.nextInt(-6, 6)));
            }
            QuantMatrix q = QuantMatrix.of(Format.Q8_0, Tensor.of(w, 3, k));
            for (int n = 0; n < 3; n++) {
                for (int i = 0; i < k; i++) {
                    int block = i / 32 * 32;
                    float largest = 0f;
                    for (int j = block; j < Math.min(block + 32, k); j++) {
                        largest = Math.max(largest, Math.abs(w[n * k + j]));
                    }
                    double d = Float.float16ToFloat(Float.floatToFloat16(largest / 127f));
                    double exact = w[n * k + i];
                    // + 0: a byte has no -0.
                    assertEquals(d * Math.rint(exact / d) + 0.0, q.get(n, i));
                    assertTrue(Math.abs(exact - q.get(n, i)) <= d / 2);
                }
            }
        }
    }

    @Test
    void q8_tiesGoToEven_andZerosStay() {
        // The scale is 1: the largest magnitude is 127.
        Tensor w = Tensor.of(new float[] {127f, 0.5f, 1.5f, -2.5f, -3.5f, 0f}, 1, 6);
        QuantMatrix q = QuantMatrix.of(Format.Q8_0, w);
        float[] expected = {127f, 0f, 2f, -2f, -4f, 0f};
        Bits.assertSame(expected, q.toTensor().toArray(), "ties");
        assertEquals(0f, one(Format.Q8_0, 0f));
    }

    @Test
    void q8_subnormalScale_keepsTheBytesInRange() {
        // The scale would be 0x1.4p-24 and is rounded down to 0x1p-24; or to 0.
        assertEquals(127 * 0x1p-24f, one(Format.Q8_0, 127 * 0x1.4p-24f));
        assertEquals(0f, one(Format.Q8_0, 127 * 0x1p-26f));
    }

    @Test
    void q8_ofBytes_isScaleTimesByte() {
        int rows = 3;
        int columns = 64;
        SplittableRandom random = new SplittableRandom(4);
        ByteBuffer bytes = ByteBuffer.allocate(5 + rows * 2 * 34).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(5);
        float[] expected = new float[rows * columns];
        for (int block = 0; block < rows * 2; block++) {
            short d = Float.floatToFloat16((float) random.nextDouble(-1, 1));
            bytes.putShort(d);
            for (int i = 0; i < 32; i++) {
                byte q = (byte) random.nextInt(-128, 128);
                bytes.put(q);
                expected[block * 32 + i] = Float.float16ToFloat(d) * q;
            }
        }
        QuantMatrix q = QuantMatrix.read(Format.Q8_0, bytes.array(), 5, rows, columns);
        Bits.assertSame(expected, q.toTensor().toArray(), "q8");
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> QuantMatrix.read(Format.Q8_0, bytes.array(), 6, rows, columns))
                .getMessage();
        assertEquals("quant: [3, 64] of Q8_0 has 204 bytes, but from 6 there are 203", message);
    }

    @ParameterizedTest
    @EnumSource(
            value = Format.class,
            names = {"BF16", "FP16"})
    void halvesOfBytes_areWhatTheyWere(Format format) {
        int rows = 67;
        int columns = 5;
        QuantMatrix q =
                QuantMatrix.of(format, Guarded.random(5, 3f, rows, columns).tensor());
        ByteBuffer bytes = ByteBuffer.allocate(rows * columns * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (float w : q.toTensor().toArray()) {
            bytes.putShort(
                    format == Format.FP16 ? Float.floatToFloat16(w) : (short) (Float.floatToRawIntBits(w) >>> 16));
        }
        QuantMatrix read = QuantMatrix.read(format, bytes.array(), 0, rows, columns);
        Bits.assertSame(q.toTensor(), read.toTensor(), format.name());
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void weightsThatAreNotFinite_areRefused(Format format) {
        for (float bad :
                new float[] {Float.NaN, Float.intBitsToFloat(0x7fffffff), Float.NEGATIVE_INFINITY, 3.4028e38f}) {
            Tensor w = Tensor.of(new float[] {1f, 2f, bad, 4f}, 2, 2);
            String message = assertThrows(IllegalArgumentException.class, () -> QuantMatrix.of(format, w))
                    .getMessage();
            assertTrue(
                    message.startsWith("quant: ")
                            && message.contains("at [1, 0] is")
                            && message.contains(format.name()),
                    message);
        }
    }

    @Test
    void scaleThatIsNotFinite_isRefused() {
        byte[] bytes = new byte[34];
        bytes[1] = 0x7c;
        String message = assertThrows(
                        IllegalArgumentException.class, () -> QuantMatrix.read(Format.Q8_0, bytes, 0, 1, 32))
                .getMessage();
        assertEquals("quant: scale at [0, 0] is Infinity in Q8_0, expected a finite number", message);
    }

    @Test
    void shapesThatDoNotFit_areRefused() {
        assertThrows(IllegalArgumentException.class, () -> QuantMatrix.of(Format.BF16, Tensor.zeros(3)));
        String blocks = assertThrows(
                        IllegalArgumentException.class, () -> QuantMatrix.read(Format.Q8_0, new byte[99], 0, 1, 33))
                .getMessage();
        assertEquals("quant: [1, 33], expected extents of at least 0, the second a multiple of 32", blocks);
        String large = assertThrows(
                        IllegalArgumentException.class,
                        () -> QuantMatrix.read(Format.BF16, new byte[0], 0, 1 << 30, 1 << 10))
                .getMessage();
        assertTrue(large.contains("2199023255552 bytes"), large);
    }

    @Test
    void bytes_areAboutThoseOfTheFormat() {
        Tensor w = Tensor.zeros(128, 64);
        assertEquals(128 * 64 * 2, QuantMatrix.of(Format.BF16, w).bytes());
        assertEquals(128 * 64 * 36 / 32, QuantMatrix.of(Format.Q8_0, w).bytes());
    }
}
