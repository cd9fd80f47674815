package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.L;

import dev.lanewise.kernel.QuantMatrix;
import dev.lanewise.kernel.QuantShapes;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.kernel.scalar.QuantSteps;
import dev.lanewise.kernel.scalar.ScalarQuant;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;
import java.util.Arrays;

/**
 * Products with narrow weights on vectors, with the bits of {@link ScalarQuant}. A few rows run one by one over the weights
 * as they are ({@link QuantRowLoops}); more share a panel that is widened block by block of the depth
 * ({@link QuantPanelLoops}) and multiplied by the register tile of {@link VectorGemm}.
 */
final class VectorQuant extends QuantSteps {
    private static final int PANEL = QuantMatrix.PANEL;
    private static final int ROWS = VectorGemm.ROWS;
    private static final int COLUMNS = VectorGemm.COLUMNS;

    // A multiple of the blocks that share a scale; the widened block, [DEPTH][COLUMNS], stays in the first-level cache.
    private static final int DEPTH = 256;

    // Up to here widening costs more than it saves.
    private static final int FEW = 4;

    // The rows that one widening serves: their part of y, [BLOCK_ROWS][COLUMNS], is small beside the block.
    private static final int BLOCK_ROWS = 10 * ROWS;

    private static final int Y = 4;
    private static final int B = 5;
    private static final int A = 6;
    private static final int BIAS = 7;

    @Override
    public void linear(QuantMatrix w, Tensor x, Tensor bias, Tensor y, Workspace work) {
        QuantShapes.check("quant linear", w, "x", x, bias, "y", y);
        int m = x.dim(0);
        int panels = Math.ceilDiv(w.rows(), PANEL);
        int grain = ScalarQuant.grain(w, m);
        float[] packed = m > FEW ? pack(x, work) : null;
        if (Parallel.inline(panels, grain)) {
            panels(w, x, packed, bias, y, work, 0, panels, 0);
        } else {
            Parallel.run(panels, grain, (from, to, worker) -> panels(w, x, packed, bias, y, work, from, to, worker));
        }
    }

    /** x in panels of the register tile, block by block of the depth. */
    private static float[] pack(Tensor x, Workspace work) {
        int m = x.dim(0);
        int k = x.dim(1);
        int height = Math.ceilDiv(m, ROWS) * ROWS;
        float[] packed = work.floats(0, A, Math.multiplyExact(height, k));
        for (int block = 0; block < k; block += DEPTH) {
            int depth = Math.min(DEPTH, k - block);
            for (int i = 0; i < m; i += ROWS) {
                int rows = Math.min(ROWS, m - i);
                int to = block * height + i * depth;
                Panels.rows(x.array(), x.offset() + i * k + block, k, depth, rows, packed, to, ROWS);
            }
        }
        return packed;
    }

    private static void panels(
            QuantMatrix w,
            Tensor x,
            float[] packed,
            Tensor bias,
            Tensor y,
            Workspace work,
            int from,
            int to,
            int worker) {
        for (int p = from; p < to; p++) {
            if (packed == null) {
                for (int m = 0; m < x.dim(0); m++) {
                    row(w, p, x, m, bias, y, work.floats(worker, Y, PANEL));
                }
            } else {
                for (int j = p * PANEL; j < Math.min((p + 1) * PANEL, w.rows()); j += COLUMNS) {
                    columns(w, j, x.dim(0), packed, bias, y, work, worker);
                }
            }
        }
    }

    /** One row of x times one panel. */
    private static void row(QuantMatrix w, int panel, Tensor x, int m, Tensor bias, Tensor y, float[] out) {
        int k = w.columns();
        int count = Math.min(PANEL, w.rows() - panel * PANEL);
        for (int j = 0; j < count; j += 4 * L) {
            strip(w, panel, j, x.array(), x.offset() + m * k, out);
        }
        if (bias != null) {
            for (int j = 0; j < count; j++) {
                out[j] += bias.array()[bias.offset() + panel * PANEL + j];
            }
        }
        System.arraycopy(out, 0, y.array(), y.offset() + m * w.rows() + panel * PANEL, count);
    }

    /** One row of x times four registers of a panel, from its row j. */
    private static void strip(QuantMatrix w, int panel, int j, float[] x, int xAt, float[] out) {
        int k = w.columns();
        int[] words = w.words();
        int at = panel * w.depth() * PANEL + j;
        int last = at + (w.depth() - 1) * PANEL;
        int rest = k % w.format().perWord();
        switch (w.format()) {
            case BF16 -> QuantRowLoops.bf16(words, at, x, xAt, k, out, j);
            case FP16 -> {
                QuantRowLoops.fp16(words, at, x, xAt, k, out, j);
                if (rest > 0) {
                    QuantRowLoops.fp16Rest(words, last, x[xAt + k - 1], out, j);
                }
            }
            case Q8_0 -> {
                int d = panel * w.blocks() * PANEL + j;
                QuantRowLoops.q8(words, at, w.scales(), d, x, xAt, k, out, j);
                if (rest > 0) {
                    int lastScale = d + (w.blocks() - 1) * PANEL;
                    QuantRowLoops.q8Rest(words, last, w.scales(), lastScale, x, xAt + k - rest, rest, out, j);
                }
            }
        }
    }

    /** All rows of x times the rows [j, j + COLUMNS) of w. */
    private static void columns(
            QuantMatrix w, int j, int m, float[] packed, Tensor bias, Tensor y, Workspace work, int worker) {
        int n = w.rows();
        int k = w.columns();
        int width = Math.min(COLUMNS, n - j);
        int height = Math.ceilDiv(m, ROWS) * ROWS;
        float[] added = bias == null ? null : work.floats(worker, BIAS, COLUMNS);
        if (added != null) {
            System.arraycopy(bias.array(), bias.offset() + j, added, 0, width);
            Arrays.fill(added, width, COLUMNS, 0f);
        }
        float[] wide = work.floats(worker, B, DEPTH * COLUMNS);
        float[] out = work.floats(worker, Y, BLOCK_ROWS * COLUMNS);
        for (int first = 0; first < m; first += BLOCK_ROWS) {
            int rows = Math.min(BLOCK_ROWS, m - first);
            int block = 0;
            do {
                int depth = Math.min(DEPTH, k - block);
                widen(w, j, block, depth, wide);
                float[] last = block + depth == k ? added : null;
                for (int i = 0; i < rows; i += ROWS) {
                    int a = block * height + (first + i) * depth;
                    int tall = Math.min(ROWS, rows - i);
                    VectorGemm.tile(
                            depth, packed, a, wide, 0, out, i * COLUMNS, COLUMNS, tall, block > 0, last, 0);
                }
                block += depth;
            } while (block < k);
            for (int i = 0; i < rows; i++) {
                System.arraycopy(out, i * COLUMNS, y.array(), y.offset() + (first + i) * n + j, width);
            }
        }
    }

    private static void widen(QuantMatrix w, int j, int block, int depth, float[] to) {
        int panel = j / PANEL;
        int at = (panel * w.depth() + block / w.format().perWord()) * PANEL + j % PANEL;
        switch (w.format()) {
            case BF16 -> QuantPanelLoops.bf16(w.words(), at, depth, to);
            case FP16 -> QuantPanelLoops.fp16(w.words(), at, depth, to);
            case Q8_0 -> {
                int d = (panel * w.blocks() + block / QuantMatrix.BLOCK) * PANEL + j % PANEL;
                QuantPanelLoops.q8(w.words(), at, w.scales(), d, depth, to);
            }
        }
    }
}
