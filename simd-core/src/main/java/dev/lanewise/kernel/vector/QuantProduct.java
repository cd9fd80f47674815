package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.L;

import dev.lanewise.kernel.GemmKernels.Activation;
import dev.lanewise.kernel.PackedMatrix;
import dev.lanewise.kernel.QuantMatrix;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.kernel.scalar.ScalarQuant;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;

/**
 * One product with narrow weights, kept in a workspace; the body of its own parallel loop. A few rows run one by one over
 * the weights as they are ({@link QuantRowLoops}); more share blocks that are widened ({@link QuantPanelLoops}) and
 * multiplied as a packed matrix is.
 */
final class QuantProduct implements Parallel.Body {
    private static final int PANEL = QuantMatrix.PANEL;
    private static final int WIDE = PackedMatrix.PANEL;

    // Up to here widening costs more than it saves.
    private static final int FEW = 4;

    // A widened block, [DEPTH][PANELS * PANEL], stays in the second-level cache; the depth is a multiple of the columns
    // that share a scale.
    private static final int DEPTH = 256;
    private static final int PANELS = 4;

    private static final int Y = 4;
    private static final int B = 5;

    private final MatrixProduct[] products = new MatrixProduct[Parallel.MAX_THREADS];
    private QuantMatrix w;
    private Tensor x;
    private Tensor bias;
    private Tensor y;
    private Workspace work;

    QuantProduct() {}

    void set(QuantMatrix weights, Tensor ofX, Tensor ofBias, Tensor ofY) {
        w = weights;
        x = ofX;
        bias = ofBias;
        y = ofY;
    }

    void run(Workspace workspace) {
        work = workspace;
        int panels = Math.ceilDiv(w.rows(), PANEL);
        int grain = ScalarQuant.grain(w, x.dim(0));
        if (x.dim(0) > FEW) {
            grain = Math.max(grain, PANELS);
        }
        Parallel.run(panels, grain, this);
    }

    void clear() {
        w = null;
        x = null;
        bias = null;
        y = null;
        work = null;
    }

    @Override
    public void run(int from, int to, int worker) {
        if (x.dim(0) > FEW) {
            for (int p = from; p < to; p += PANELS) {
                wide(p, Math.min(p + PANELS, to), worker);
            }
            return;
        }
        float[] out = work.floats(worker, Y, PANEL);
        for (int p = from; p < to; p++) {
            for (int m = 0; m < x.dim(0); m++) {
                row(p, m, out);
            }
        }
    }

    /** One row of x times one panel. */
    private void row(int panel, int m, float[] out) {
        int count = Math.min(PANEL, w.rows() - panel * PANEL);
        for (int j = 0; j < count; j += 4 * L) {
            strip(panel, j, x.array(), x.offset() + m * w.columns(), out);
        }
        if (bias != null) {
            for (int j = 0; j < count; j++) {
                out[j] += bias.array()[bias.offset() + panel * PANEL + j];
            }
        }
        System.arraycopy(out, 0, y.array(), y.offset() + m * w.rows() + panel * PANEL, count);
    }

    /** One row of x times four registers of a panel, from its row j. */
    private void strip(int panel, int j, float[] a, int aAt, float[] out) {
        int k = w.columns();
        int[] words = w.words();
        int at = panel * w.depth() * PANEL + j;
        int last = at + (w.depth() - 1) * PANEL;
        int rest = k % w.format().perWord();
        switch (w.format()) {
            case BF16 -> {
                QuantRowLoops.bf16(words, at, a, aAt, k, out, j);
                if (rest > 0) {
                    QuantRowLoops.bf16Rest(words, last, a[aAt + k - 1], out, j);
                }
            }
            case FP16 -> {
                QuantRowLoops.fp16(words, at, a, aAt, k, out, j);
                if (rest > 0) {
                    QuantRowLoops.fp16Rest(words, last, a[aAt + k - 1], out, j);
                }
            }
            case Q8_0 -> {
                int d = panel * w.blocks() * PANEL + j;
                QuantRowLoops.q8(words, at, w.scales(), d, a, aAt, k, out, j);
                if (rest > 0) {
                    int lastScale = d + (w.blocks() - 1) * PANEL;
                    QuantRowLoops.q8Rest(words, last, w.scales(), lastScale, a, aAt + k - rest, rest, out, j);
                }
            }
        }
    }

    /** All rows of x times panels, block by block of the depth: a chain goes on from what the block before left in y. */
    private void wide(int from, int to, int worker) {
        MatrixProduct p = products[worker];
        if (p == null) {
            p = products[worker] = new MatrixProduct();
        }
        int n = w.rows();
        int k = w.columns();
        int first = from * PANEL;
        int columns = Math.min(to * PANEL, n) - first;
        float[] panels = work.floats(worker, B, DEPTH * PANELS * PANEL);
        int block = 0;
        do {
            int depth = Math.min(DEPTH, k - block);
            for (int j = 0; j < columns; j += 2 * L) {
                widen(first + j, block, depth, panels, j / WIDE * WIDE * depth + j % WIDE);
            }
            p.size(x.dim(0), columns, depth);
            p.left(false, 1f, x.array(), x.offset() + block, k);
            p.right(panels);
            p.result(block == 0 ? 0f : 1f, null, Activation.NONE, y.array(), y.offset() + first, n);
            p.run(work, worker, false);
            block += depth;
        } while (block < k);
        for (int m = 0; bias != null && m < x.dim(0); m++) {
            int row = y.offset() + m * n + first;
            for (int j = 0; j < columns; j++) {
                y.array()[row + j] += bias.array()[bias.offset() + first + j];
            }
        }
    }

    private void widen(int j, int block, int depth, float[] to, int toAt) {
        int panel = j / PANEL;
        int at = (panel * w.depth() + block / w.format().perWord()) * PANEL + j % PANEL;
        switch (w.format()) {
            case BF16 -> QuantPanelLoops.bf16(w.words(), at, depth, to, toAt);
            case FP16 -> QuantPanelLoops.fp16(w.words(), at, depth, to, toAt);
            case Q8_0 -> {
                int d = (panel * w.blocks() + block / QuantMatrix.BLOCK) * PANEL + j % PANEL;
                QuantPanelLoops.q8(w.words(), at, w.scales(), d, depth, to, toAt);
            }
        }
    }
}
