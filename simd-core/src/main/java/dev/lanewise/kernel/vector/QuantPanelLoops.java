package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.I;
import static dev.lanewise.kernel.vector.Lanes.L;
import static dev.lanewise.kernel.vector.QuantRowLoops.highByte;
import static dev.lanewise.kernel.vector.QuantRowLoops.highHalf;

import dev.lanewise.kernel.PackedMatrix;
import dev.lanewise.kernel.QuantMatrix;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Widens two registers' width of a panel of narrow weights to rows of the panels of a {@link PackedMatrix}. All words are
 * unpacked, so there is room for the columns of the last one.
 */
final class QuantPanelLoops {
    private static final int PANEL = QuantMatrix.PANEL;
    private static final int BLOCK = QuantMatrix.BLOCK;
    private static final int WIDE = PackedMatrix.PANEL;

    private QuantPanelLoops() {}

    // One register at a time, its two conversions in line: of more, C2 boxes what it does not inline.
    static void bf16(int[] words, int at, int k, float[] to, int toAt) {
        for (int i = 0, w = at, t = toAt; i < k; i += 2, w += PANEL, t += 2 * WIDE) {
            for (int j = 0; j < 2 * L; j += L) {
                IntVector word = IntVector.fromArray(I, words, w + j);
                word.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats().intoArray(to, t + j);
                word.and(0xffff0000).reinterpretAsFloats().intoArray(to, t + WIDE + j);
            }
        }
    }

    static void fp16(int[] words, int at, int k, float[] to, int toAt) {
        for (int i = 0, w = at, t = toAt; i < k; i += 2, w += PANEL, t += 2 * WIDE) {
            for (int j = 0; j < 2 * L; j += L) {
                IntVector word = IntVector.fromArray(I, words, w + j);
                highHalf(word.lanewise(VectorOperators.LSHL, 16)).intoArray(to, t + j);
                highHalf(word).intoArray(to, t + WIDE + j);
            }
        }
    }

    /** The first column is the first of a block. */
    static void q8(int[] words, int at, float[] scales, int dAt, int k, float[] to, int toAt) {
        int w = at;
        int t = toAt;
        for (int block = 0, d = dAt; block < k; block += BLOCK, d += PANEL) {
            FloatVector d0 = FloatVector.fromArray(F, scales, d);
            FloatVector d1 = FloatVector.fromArray(F, scales, d + L);
            int end = Math.min(block + BLOCK, k);
            for (int i = block; i < end; i += 4, w += PANEL) {
                IntVector w0 = IntVector.fromArray(I, words, w);
                IntVector w1 = IntVector.fromArray(I, words, w + L);
                for (int left = 24; left >= 0; left -= 8, t += WIDE) {
                    highByte(w0.lanewise(VectorOperators.LSHL, left)).mul(d0).intoArray(to, t);
                    highByte(w1.lanewise(VectorOperators.LSHL, left)).mul(d1).intoArray(to, t + L);
                }
            }
        }
    }
}
