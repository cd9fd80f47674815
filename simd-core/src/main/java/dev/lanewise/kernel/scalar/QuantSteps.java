package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.QuantKernels;
import dev.lanewise.kernel.QuantMatrix;
import dev.lanewise.kernel.QuantShapes;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;

/** Products with narrow weights: what both sets share, the gradient of the input. */
public abstract class QuantSteps implements QuantKernels {
    private static final int PANEL = QuantMatrix.PANEL;

    // Columns that one chunk of the gradient has: their weights of one panel stay in the second-level cache.
    private static final int PIECE = 128;

    /** Scratch slots of {@link Workspace#floats}; those of subclasses begin at 4. */
    private static final int DY = 0;

    private static final int DX = 1;

    /** A stateless instance. */
    protected QuantSteps() {}

    @Override
    public final void linearBackward(QuantMatrix w, Tensor dy, Tensor dx, Workspace work) {
        QuantShapes.check("quant linear backward", w, "dx", dx, null, "dy", dy);
        if (Parallel.inline(w.columns(), PIECE)) {
            for (int k = 0; k < w.columns(); k += PIECE) {
                backward(w, dy, dx, work, k, Math.min(k + PIECE, w.columns()), 0);
            }
        } else {
            Parallel.run(w.columns(), PIECE, (from, to, worker) -> backward(w, dy, dx, work, from, to, worker));
        }
    }

    /** Columns [from, to) of the gradient, panel by panel: a chain goes on from what the panel before it left. */
    private static void backward(QuantMatrix w, Tensor dy, Tensor dx, Workspace work, int from, int to, int worker) {
        int width = to - from;
        float[] a = work.floats(worker, DY, PANEL);
        float[] row = work.floats(worker, DX, PIECE);
        float[][] rows = work.rows(worker, 0, PANEL, PIECE);
        int panels = Math.max(1, Math.ceilDiv(w.rows(), PANEL));
        for (int p = 0; p < panels; p++) {
            int count = Math.min(PANEL, w.rows() - p * PANEL);
            for (int j = 0; j < count; j++) {
                for (int i = 0; i < width; i++) {
                    rows[j][i] = w.get(p * PANEL + j, from + i);
                }
            }
            for (int m = 0; m < dy.dim(0); m++) {
                int at = dx.offset() + m * w.columns() + from;
                System.arraycopy(dy.array(), dy.offset() + m * w.rows() + p * PANEL, a, 0, count);
                RowProduct.start(p == 0 ? 0f : 1f, dx.array(), at, row, width);
                RowProduct.accumulate(a, rows, count, row, width);
                System.arraycopy(row, 0, dx.array(), at, width);
            }
        }
    }
}
