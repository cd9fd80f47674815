package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.I;
import static dev.lanewise.kernel.vector.Lanes.L;

import dev.lanewise.kernel.QuantMatrix;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * One row times four registers' width of a panel of narrow weights: four chains, in locals. A word has the next columns of
 * one row of weights, so shifts within a lane unpack it.
 */
final class QuantRowLoops {
    private static final int PANEL = QuantMatrix.PANEL;
    private static final int BLOCK = QuantMatrix.BLOCK;

    private QuantRowLoops() {}

    /**
     * Products of one strip, the whole words of k; {@link #bf16Rest} has the rest.
     *
     * @param words from at, the first word of the strip
     * @param x k values from xAt
     * @param y written: 4 L values from yAt
     */
    static void bf16(int[] words, int at, float[] x, int xAt, int k, float[] y, int yAt) {
        FloatVector y0 = FloatVector.zero(F);
        FloatVector y1 = FloatVector.zero(F);
        FloatVector y2 = FloatVector.zero(F);
        FloatVector y3 = FloatVector.zero(F);
        int w = at;
        int i = xAt;
        for (; i + 2 <= xAt + k; i += 2, w += PANEL) {
            IntVector w0 = IntVector.fromArray(I, words, w);
            IntVector w1 = IntVector.fromArray(I, words, w + L);
            IntVector w2 = IntVector.fromArray(I, words, w + 2 * L);
            IntVector w3 = IntVector.fromArray(I, words, w + 3 * L);
            FloatVector a = FloatVector.broadcast(F, x[i]);
            y0 = lowBf16(w0).fma(a, y0);
            y1 = lowBf16(w1).fma(a, y1);
            y2 = lowBf16(w2).fma(a, y2);
            y3 = lowBf16(w3).fma(a, y3);
            a = FloatVector.broadcast(F, x[i + 1]);
            y0 = highBf16(w0).fma(a, y0);
            y1 = highBf16(w1).fma(a, y1);
            y2 = highBf16(w2).fma(a, y2);
            y3 = highBf16(w3).fma(a, y3);
        }
        y0.intoArray(y, yAt);
        y1.intoArray(y, yAt + L);
        y2.intoArray(y, yAt + 2 * L);
        y3.intoArray(y, yAt + 3 * L);
    }

    /** Goes on with the chains of {@link #bf16}: the one column of the last word; plain, so that nothing can box. */
    static void bf16Rest(int[] words, int at, float x, float[] y, int yAt) {
        for (int j = 0; j < 4 * L; j++) {
            y[yAt + j] = Math.fma(Float.intBitsToFloat(words[at + j] << 16), x, y[yAt + j]);
        }
    }

    /** {@link #bf16} of binary16, the whole words of k; {@link #fp16Rest} has the rest. */
    static void fp16(int[] words, int at, float[] x, int xAt, int k, float[] y, int yAt) {
        FloatVector y0 = FloatVector.zero(F);
        FloatVector y1 = FloatVector.zero(F);
        FloatVector y2 = FloatVector.zero(F);
        FloatVector y3 = FloatVector.zero(F);
        int w = at;
        int i = xAt;
        for (; i + 2 <= xAt + k; i += 2, w += PANEL) {
            IntVector w0 = IntVector.fromArray(I, words, w);
            IntVector w1 = IntVector.fromArray(I, words, w + L);
            IntVector w2 = IntVector.fromArray(I, words, w + 2 * L);
            IntVector w3 = IntVector.fromArray(I, words, w + 3 * L);
            for (int part = 0; part < 2; part++) {
                FloatVector a = FloatVector.broadcast(F, x[i + part]);
                int left = 16 - 16 * part;
                y0 = highHalf(w0.lanewise(VectorOperators.LSHL, left)).fma(a, y0);
                y1 = highHalf(w1.lanewise(VectorOperators.LSHL, left)).fma(a, y1);
                y2 = highHalf(w2.lanewise(VectorOperators.LSHL, left)).fma(a, y2);
                y3 = highHalf(w3.lanewise(VectorOperators.LSHL, left)).fma(a, y3);
            }
        }
        y0.intoArray(y, yAt);
        y1.intoArray(y, yAt + L);
        y2.intoArray(y, yAt + 2 * L);
        y3.intoArray(y, yAt + 3 * L);
    }

    /** Goes on with the chains of {@link #fp16}: the one column of the last word; plain, so that nothing can box. */
    static void fp16Rest(int[] words, int at, float x, float[] y, int yAt) {
        for (int j = 0; j < 4 * L; j++) {
            float w = Float.intBitsToFloat((words[at + j] << 16 >> 3) & 0x8fffe000) * QuantMatrix.FP16_UNBIAS;
            y[yAt + j] = Math.fma(w, x, y[yAt + j]);
        }
    }

    /**
     * {@link #bf16} of bytes with scales, the whole words of k; {@link #q8Rest} has the rest.
     *
     * @param scales from dAt, the first scale of the strip
     */
    static void q8(int[] words, int at, float[] scales, int dAt, float[] x, int xAt, int k, float[] y, int yAt) {
        FloatVector y0 = FloatVector.zero(F);
        FloatVector y1 = FloatVector.zero(F);
        FloatVector y2 = FloatVector.zero(F);
        FloatVector y3 = FloatVector.zero(F);
        int w = at;
        int d = dAt;
        int whole = xAt + (k & -4);
        for (int block = xAt; block < whole; block += BLOCK, d += PANEL) {
            FloatVector d0 = FloatVector.fromArray(F, scales, d);
            FloatVector d1 = FloatVector.fromArray(F, scales, d + L);
            FloatVector d2 = FloatVector.fromArray(F, scales, d + 2 * L);
            FloatVector d3 = FloatVector.fromArray(F, scales, d + 3 * L);
            int end = Math.min(block + BLOCK, whole);
            for (int i = block; i < end; i += 4, w += PANEL) {
                IntVector w0 = IntVector.fromArray(I, words, w);
                IntVector w1 = IntVector.fromArray(I, words, w + L);
                IntVector w2 = IntVector.fromArray(I, words, w + 2 * L);
                IntVector w3 = IntVector.fromArray(I, words, w + 3 * L);
                // A loop, because sixteen conversions in one method are more than C2 inlines.
                for (int part = 0; part < 4; part++) {
                    FloatVector a = FloatVector.broadcast(F, x[i + part]);
                    int left = 24 - 8 * part;
                    y0 = highByte(w0.lanewise(VectorOperators.LSHL, left))
                            .mul(d0)
                            .fma(a, y0);
                    y1 = highByte(w1.lanewise(VectorOperators.LSHL, left))
                            .mul(d1)
                            .fma(a, y1);
                    y2 = highByte(w2.lanewise(VectorOperators.LSHL, left))
                            .mul(d2)
                            .fma(a, y2);
                    y3 = highByte(w3.lanewise(VectorOperators.LSHL, left))
                            .mul(d3)
                            .fma(a, y3);
                }
            }
        }
        y0.intoArray(y, yAt);
        y1.intoArray(y, yAt + L);
        y2.intoArray(y, yAt + 2 * L);
        y3.intoArray(y, yAt + 3 * L);
    }

    /** Goes on with the chains of {@link #q8}: the columns of the last word, fewer than four; plain likewise. */
    static void q8Rest(int[] words, int at, float[] scales, int dAt, float[] x, int xAt, int k, float[] y, int yAt) {
        for (int part = 0; part < k; part++) {
            for (int j = 0; j < 4 * L; j++) {
                float w = (words[at + j] << 24 - 8 * part >> 24) * scales[dAt + j];
                y[yAt + j] = Math.fma(w, x[xAt + part], y[yAt + j]);
            }
        }
    }

    static FloatVector lowBf16(IntVector w) {
        return w.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
    }

    static FloatVector highBf16(IntVector w) {
        return w.and(0xffff0000).reinterpretAsFloats();
    }

    /** The binary16 in the upper half of each lane. */
    static FloatVector highHalf(IntVector w) {
        // The sign bit stays, three copies of it are masked, exponent and mantissa follow: only the bias is wrong.
        return w.lanewise(VectorOperators.ASHR, 3)
                .and(0x8fffe000)
                .reinterpretAsFloats()
                .mul(QuantMatrix.FP16_UNBIAS);
    }

    /** The highest byte of each lane. */
    static FloatVector highByte(IntVector w) {
        return (FloatVector) w.lanewise(VectorOperators.ASHR, 24).convert(VectorOperators.I2F, 0);
    }
}
