package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.QuantMatrix;
import dev.lanewise.kernel.QuantShapes;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;

/** Products with narrow weights without the Vector API: a panel is widened to rows of floats, then multiplied. */
public final class ScalarQuant extends QuantSteps {
    private static final int PANEL = QuantMatrix.PANEL;

    // Multiply-adds of a chunk.
    private static final long GRAIN = 1 << 16;

    private static final int X = 4;
    private static final int Y = 5;
    private static final int SCALES = 6;

    /** A stateless instance. */
    public ScalarQuant() {}

    @Override
    public void linear(QuantMatrix w, Tensor x, Tensor bias, Tensor y, Workspace work) {
        QuantShapes.check("quant linear", w, "x", x, bias, "y", y);
        int panels = Math.ceilDiv(w.rows(), PANEL);
        int grain = grain(w, x.dim(0));
        if (Parallel.inline(panels, grain)) {
            panels(w, x, bias, y, work, 0, panels, 0);
        } else {
            Parallel.run(panels, grain, (from, to, worker) -> panels(w, x, bias, y, work, from, to, worker));
        }
    }

    /** Panels of a chunk. */
    public static int grain(QuantMatrix w, int m) {
        return Math.clamp(GRAIN / Math.max(1, (long) PANEL * w.columns() * m), 1, 1 << 16);
    }

    private static void panels(
            QuantMatrix w, Tensor x, Tensor bias, Tensor y, Workspace work, int from, int to, int worker) {
        int depth = w.columns();
        float[] a = work.floats(worker, X, depth);
        float[] row = work.floats(worker, Y, PANEL);
        float[][] rows = work.rows(worker, 1, depth, PANEL);
        for (int p = from; p < to; p++) {
            int count = Math.min(PANEL, w.rows() - p * PANEL);
            widen(w, p, rows, work.ints(worker, 0, PANEL), work.floats(worker, SCALES, PANEL));
            for (int m = 0; m < x.dim(0); m++) {
                System.arraycopy(x.array(), x.offset() + m * depth, a, 0, depth);
                RowProduct.start(0f, row, 0, row, PANEL);
                RowProduct.accumulate(a, rows, depth, row, PANEL);
                if (bias != null) {
                    RowProduct.add(bias.array(), bias.offset() + p * PANEL, row, count);
                }
                System.arraycopy(row, 0, y.array(), y.offset() + m * w.rows() + p * PANEL, count);
            }
        }
    }

    /** Column after column of a panel: {@code rows[k][j]} is the weight at k of its row j. */
    private static void widen(QuantMatrix w, int panel, float[][] rows, int[] word, float[] d) {
        int perWord = w.format().perWord();
        for (int k = 0; k < w.columns(); k++) {
            int part = k % perWord;
            if (part == 0) {
                System.arraycopy(w.words(), (panel * w.depth() + k / perWord) * PANEL, word, 0, PANEL);
            }
            if (w.blocks() > 0 && k % QuantMatrix.BLOCK == 0) {
                System.arraycopy(w.scales(), (panel * w.blocks() + k / QuantMatrix.BLOCK) * PANEL, d, 0, PANEL);
            }
            switch (w.format()) {
                case BF16 -> bf16(word, 16 - 16 * part, rows[k]);
                case FP16 -> fp16(word, 16 - 16 * part, rows[k]);
                case Q8_0 -> q8(word, 24 - 8 * part, d, rows[k]);
            }
        }
    }

    private static void bf16(int[] word, int left, float[] row) {
        for (int j = 0; j < PANEL; j++) {
            row[j] = Float.intBitsToFloat((word[j] << left) & 0xffff0000);
        }
    }

    private static void fp16(int[] word, int left, float[] row) {
        for (int j = 0; j < PANEL; j++) {
            // The sign bit stays, three copies of it are masked, exponent and mantissa follow: only the bias is wrong.
            row[j] = Float.intBitsToFloat((word[j] << left >> 3) & 0x8fffe000) * QuantMatrix.FP16_UNBIAS;
        }
    }

    private static void q8(int[] word, int left, float[] d, float[] row) {
        for (int j = 0; j < PANEL; j++) {
            row[j] = (word[j] << left >> 24) * d[j];
        }
    }
}
