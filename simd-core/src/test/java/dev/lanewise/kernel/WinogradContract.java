package dev.lanewise.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link ConvKernels} promises where {@link Winograd} applies; every implementation inherits it. */
public abstract class WinogradContract {
    private final ConvKernels kernels;
    private final Workspace work = Scratch.dirty();
    private final int threads = Parallel.threads();

    protected WinogradContract(ConvKernels kernels) {
        this.kernels = kernels;
    }

    @AfterEach
    void restoreThreads() {
        Parallel.threads(threads);
    }

    /** A 3x3 convolution: n images, c channels to o, padding on four sides. */
    private record Problem(int n, int c, int h, int w, int o, int top, int bottom, int left, int right) {
        Conv2dShape conv() {
            return new Conv2dShape(1, 1, top, bottom, left, right, 1, 1, 1);
        }

        int[] x() {
            return new int[] {n, c, h, w};
        }

        int[] y() {
            return new int[] {n, o, conv().outH(h, 3), conv().outW(w, 3)};
        }
    }

    static List<Problem> problems() {
        return List.of(
                new Problem(1, 32, 12, 12, 32, 1, 1, 1, 1),
                new Problem(2, 24, 14, 14, 48, 1, 1, 1, 1),
                new Problem(3, 33, 13, 15, 35, 1, 1, 1, 1),
                new Problem(2, 70, 18, 14, 21, 0, 0, 0, 0),
                new Problem(1, 20, 10, 67, 20, 2, 1, 0, 2),
                new Problem(5, 21, 13, 12, 70, 0, 2, 2, 1),
                new Problem(1, 16, 10, 150, 40, 1, 0, 1, 0),
                new Problem(2, 40, 30, 34, 48, 1, 1, 1, 1),
                // One tile more than whole vectors have lanes, and channels that do not fill a vector beside each
                // other;
                // so many channels that they are added in blocks.
                new Problem(1, 33, 28, 26, 35, 1, 1, 1, 1),
                new Problem(1, 254, 12, 42, 40, 1, 1, 1, 1),
                new Problem(1, 256, 7, 7, 256, 1, 1, 1, 1),
                new Problem(3, 258, 5, 9, 260, 1, 1, 1, 1),
                new Problem(2, 257, 9, 8, 273, 2, 1, 0, 2),
                new Problem(1, 256, 5, 27, 256, 1, 1, 1, 1),
                new Problem(0, 32, 12, 12, 32, 1, 1, 1, 1));
    }

    private void check(Problem p, Guarded x, Guarded w, Guarded dy) {
        int[] in = x.tensor().shape().toArray();
        int[] out = dy.tensor().shape().toArray();
        int size = Winograd.tile(p.conv(), 3, 3, p.c, p.o, out[2], out[3]);
        int sizeBack = Winograd.tile(p.conv(), 3, 3, p.o, p.c, in[2], in[3]);
        assertTrue(size > 0, "forward applies");
        assertTrue(sizeBack > 0, "backward applies");
        Guarded bias = Guarded.random(4, 2f, p.o);
        for (Tensor b : new Tensor[] {null, bias.tensor()}) {
            Guarded y = Guarded.dirty(out);
            Tensor expected = NaiveWinograd.forward(size, p.conv(), x.tensor(), w.tensor(), b);
            kernels.forward(p.conv(), x.tensor(), w.tensor(), b, y.tensor(), work);
            Bits.assertSame(expected, y.tensor(), p + ": y");
            y.assertIntact();
        }
        Guarded dx = Guarded.dirty(in);
        kernels.backwardData(p.conv(), w.tensor(), dy.tensor(), dx.tensor(), work);
        Tensor expected = NaiveWinograd.backwardData(sizeBack, p.conv(), w.tensor(), dy.tensor());
        Bits.assertSame(expected, dx.tensor(), p + ": dx");
        dx.assertIntact();
        x.assertIntact();
        w.assertIntact();
        dy.assertIntact();
    }

    private void check(Problem p) {
        check(p, Guarded.random(1, 2f, p.x()), Guarded.random(2, 2f, p.o, p.c, 3, 3), Guarded.random(3, 2f, p.y()));
    }

    @ParameterizedTest
    @MethodSource("problems")
    void passes_equalTheDefinition(Problem p) {
        check(p);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void threads_doNotChangeTheBits(int count) {
        Parallel.threads(count);
        // One group, few groups, and many.
        check(new Problem(1, 32, 14, 14, 64, 1, 1, 1, 1));
        check(new Problem(1, 64, 56, 56, 32, 1, 1, 1, 1));
        // Tiles of a thread's own, and some left: parts of rows, and of images.
        check(new Problem(1, 24, 64, 64, 72, 1, 1, 1, 1));
        check(new Problem(3, 20, 18, 30, 50, 1, 1, 1, 1));
        check(new Problem(17, 80, 16, 16, 20, 1, 1, 1, 1));
        check(new Problem(2, 256, 7, 7, 256, 1, 1, 1, 1));
        // A tile more than whole vectors, channels shared.
        check(new Problem(1, 70, 28, 28, 39, 1, 1, 1, 1));
        // Position by position: filters that do not stay in the cache; one group, and two.
        check(new Problem(9, 96, 14, 14, 80, 1, 1, 1, 1));
        check(new Problem(20, 96, 16, 16, 72, 1, 1, 1, 1));
        check(new Problem(1, 510, 12, 42, 24, 1, 1, 1, 1));
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f, Float.MIN_VALUE, 3e38f})
    void specialValues_giveTheSameBits(float special) {
        for (int place : new int[] {0, 117, 700}) {
            Problem p = new Problem(2, 31, 11, 14, 34, 1, 1, 1, 1);
            Guarded x = Guarded.random(1, 2f, p.x());
            Guarded w = Guarded.random(2, 2f, p.o, p.c, 3, 3);
            Guarded dy = Guarded.random(3, 2f, p.y());
            set(x, place, special);
            set(dy, place, special);
            check(p, x, w, dy);
            set(w, place, special);
            check(p, x, w, dy);
        }
    }

    private static void set(Guarded g, int place, float value) {
        Tensor t = g.tensor();
        t.array()[t.offset() + place] = value;
    }

    @ParameterizedTest
    @CsvSource({"20, 20, 28", "64, 32, 20", "256, 18, 14", "512, 17, 12", "256, 256, 8", "512, 256, 5"})
    void error_isWithinTheBound(int c, int o, int side) {
        Problem p = new Problem(1, c, side, side, o, 1, 1, 1, 1);
        for (int seed = 0; seed < 3; seed++) {
            Tensor x = Guarded.random(10 + seed, 1f, p.x()).tensor();
            Tensor w = Guarded.random(20 + seed, 1f, p.o, p.c, 3, 3).tensor();
            if (seed == 2) {
                // What adds up without cancelling, and stands on the same side of a rounding again and again.
                fill(x, 1f / 3);
                fill(w, 0.7f);
            }
            Tensor y = Tensor.zeros(p.y());
            kernels.forward(p.conv(), x, w, null, y, work);
            double worst = 0;
            for (int i = 0; i < y.size(); i++) {
                worst = Math.max(worst, error(p, x, w, y, i));
            }
            double bound =
                    seed == 2 ? Winograd.bound(Winograd.tile(p.conv(), 3, 3, c, o, side, side), c) : Winograd.USUAL;
            assertTrue(worst <= bound, "error " + worst + " of " + p + ", seed " + seed);
        }
    }

    private static void fill(Tensor t, float value) {
        java.util.Arrays.fill(t.array(), t.offset(), t.offset() + t.size(), value);
    }

    /** In the measure of {@link Winograd#bound}; all |x| are at most 1. */
    private static double error(Problem p, Tensor x, Tensor w, Tensor y, int flat) {
        int pixels = y.dim(2) * y.dim(3);
        int o = flat / pixels;
        int i = flat % pixels / y.dim(3);
        int j = flat % y.dim(3);
        double exact = 0;
        double size = 0;
        double largest = 0;
        for (int k = 0; k < p.c * 9; k++) {
            int h = i + k % 9 / 3 - p.top;
            int v = j + k % 3 - p.left;
            boolean inside = h >= 0 && h < p.h && v >= 0 && v < p.w;
            double weight = w.array()[w.offset() + o * p.c * 9 + k];
            exact += inside ? weight * x.get(0, k / 9, h, v) : 0;
            size += Math.abs(weight);
        }
        for (int k = 0; k < x.size(); k += 101) {
            largest = Math.max(largest, Math.abs(x.array()[x.offset() + k]));
        }
        return Math.abs(y.array()[flat] - exact) / (largest * size);
    }

    @Test
    void rule_goesByShapesAlone() {
        Conv2dShape same = Conv2dShape.of(1, 1);
        assertEquals(4, Winograd.tile(same, 3, 3, 64, 64, 56, 56));
        assertEquals(4, Winograd.tile(same, 3, 3, 256, 256, 14, 14));
        assertEquals(0, Winograd.tile(same, 3, 5, 64, 64, 56, 56), "taps");
        assertEquals(0, Winograd.tile(same.withStride(1, 2), 3, 3, 64, 64, 56, 56), "stride");
        assertEquals(0, Winograd.tile(same.withDilation(2, 1), 3, 3, 64, 64, 56, 56), "dilation");
        assertEquals(0, Winograd.tile(same.withGroups(2), 3, 3, 64, 64, 56, 56), "groups");
        assertEquals(0, Winograd.tile(Conv2dShape.of(1, 3), 3, 3, 64, 64, 56, 56), "padding");
        assertEquals(0, Winograd.tile(same, 3, 3, 3, 64, 224, 224), "channels");
        assertEquals(0, Winograd.tile(same, 3, 3, 64, 3, 224, 224), "outputs");
        assertEquals(4, Winograd.tile(same, 3, 3, 20, 20, 20, 20), "channels enough");
        assertEquals(0, Winograd.tile(same, 3, 3, 20, 19, 20, 20), "channels for the transforms");
        assertEquals(4, Winograd.tile(same, 3, 3, 32, 32, 19, 21), "channels enough for few pixels");
        assertEquals(0, Winograd.tile(same, 3, 3, 32, 31, 19, 21), "channels for few pixels");
        assertEquals(2, Winograd.tile(same, 3, 3, 256, 256, 10, 14), "small");
        assertEquals(0, Winograd.tile(same, 3, 3, 64, 64, 10, 14), "small, few channels");
        assertEquals(2, Winograd.tile(same, 3, 3, 512, 512, 7, 7), "small");
        assertEquals(0, Winograd.tile(same, 3, 3, 512, 512, 4, 7), "pixels");
        assertEquals(0, Winograd.tile(same, 3, 3, 512, 512, 6, 100), "narrow");
        assertEquals(0, Winograd.tile(same, 3, 3, 1 << 15, 1 << 15, 56, 56), "filters beyond an array");
    }

    @Test
    void property_isOnOrOff() {
        assertTrue(Winograd.allowed("on"));
        assertFalse(Winograd.allowed("off"));
        assertEquals(
                "lanewise.conv.winograd=no, expected on or off",
                assertThrows(IllegalArgumentException.class, () -> Winograd.allowed("no"))
                        .getMessage());
    }
}
