package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.I;
import static dev.lanewise.kernel.vector.Lanes.L;
import static dev.lanewise.kernel.vector.QuantRowLoops.bf16High;
import static dev.lanewise.kernel.vector.QuantRowLoops.bf16Low;
import static dev.lanewise.kernel.vector.QuantRowLoops.byte0;
import static dev.lanewise.kernel.vector.QuantRowLoops.byte1;
import static dev.lanewise.kernel.vector.QuantRowLoops.byte2;
import static dev.lanewise.kernel.vector.QuantRowLoops.byte3;
import static dev.lanewise.kernel.vector.QuantRowLoops.fp16High;
import static dev.lanewise.kernel.vector.QuantRowLoops.fp16Low;

import dev.lanewise.kernel.QuantMatrix;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * Widens two registers' width of a panel of narrow weights to what a register tile reads: {@code [k][2 L]}. All words are
 * unpacked, so there is room for the columns of the last one.
 */
final class QuantPanelLoops {
    private static final int PANEL = QuantMatrix.PANEL;
    private static final int BLOCK = QuantMatrix.BLOCK;

    private QuantPanelLoops() {}

    static void bf16(int[] words, int at, int k, float[] to) {
        for (int i = 0, w = at, t = 0; i < k; i += 2, w += PANEL, t += 4 * L) {
            IntVector w0 = IntVector.fromArray(I, words, w);
            IntVector w1 = IntVector.fromArray(I, words, w + L);
            bf16Low(w0).intoArray(to, t);
            bf16Low(w1).intoArray(to, t + L);
            bf16High(w0).intoArray(to, t + 2 * L);
            bf16High(w1).intoArray(to, t + 3 * L);
        }
    }

    static void fp16(int[] words, int at, int k, float[] to) {
        for (int i = 0, w = at, t = 0; i < k; i += 2, w += PANEL, t += 4 * L) {
            IntVector w0 = IntVector.fromArray(I, words, w);
            IntVector w1 = IntVector.fromArray(I, words, w + L);
            fp16Low(w0).intoArray(to, t);
            fp16Low(w1).intoArray(to, t + L);
            fp16High(w0).intoArray(to, t + 2 * L);
            fp16High(w1).intoArray(to, t + 3 * L);
        }
    }

    /** The first column is the first of a block. */
    static void q8(int[] words, int at, float[] scales, int dAt, int k, float[] to) {
        int w = at;
        int t = 0;
        for (int block = 0, d = dAt; block < k; block += BLOCK, d += PANEL) {
            FloatVector d0 = FloatVector.fromArray(F, scales, d);
            FloatVector d1 = FloatVector.fromArray(F, scales, d + L);
            int end = Math.min(block + BLOCK, k);
            for (int i = block; i < end; i += 4, w += PANEL, t += 8 * L) {
                IntVector w0 = IntVector.fromArray(I, words, w);
                IntVector w1 = IntVector.fromArray(I, words, w + L);
                byte0(w0).mul(d0).intoArray(to, t);
                byte0(w1).mul(d1).intoArray(to, t + L);
                byte1(w0).mul(d0).intoArray(to, t + 2 * L);
                byte1(w1).mul(d1).intoArray(to, t + 3 * L);
                byte2(w0).mul(d0).intoArray(to, t + 4 * L);
                byte2(w1).mul(d1).intoArray(to, t + 5 * L);
                byte3(w0).mul(d0).intoArray(to, t + 6 * L);
                byte3(w1).mul(d1).intoArray(to, t + 7 * L);
            }
        }
    }
}
