package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.LayoutKernels;
import dev.lanewise.kernel.LayoutShapes;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;

/** Copies without the Vector API. */
public class ScalarLayout implements LayoutKernels {
    private static final int GRAIN = 1 << 15;

    /** Elements of a square that is transposed while it is in the first-level cache. */
    private static final int TILE = 16;

    /** Rows that one thread adds to, one behind the other: processors fetch ahead, and would take the next from another. */
    private static final int TOGETHER = 4;

    /** A stateless instance. */
    public ScalarLayout() {}

    @Override
    public void permute(int[] axes, Tensor x, Tensor y) {
        LayoutShapes.permute(axes, x, y);
        if (x.size() == 0) {
            return;
        }
        PermutePlan plan = PermutePlan.of(axes, x.shape());
        // A band is a few rows of a matrix of the result: one large matrix is shared by the threads, too.
        int bands = Math.ceilDiv(plan.rows(), TILE);
        int grain = Math.max(1, GRAIN / (Math.min(TILE, plan.rows()) * plan.columns()));
        if (Parallel.inline(plan.outer() * bands, grain)) {
            permute(plan, x, y, 0, plan.outer() * bands);
        } else {
            Parallel.run(plan.outer() * bands, grain, (from, to, worker) -> permute(plan, x, y, from, to));
        }
    }

    /** Some bands of all matrices. */
    private static void permute(PermutePlan plan, Tensor x, Tensor y, int from, int to) {
        int bands = Math.ceilDiv(plan.rows(), TILE);
        for (int band = from; band < to; band++) {
            int run = band / bands;
            int row = band % bands * TILE;
            int rows = Math.min(TILE, plan.rows() - row);
            int xi = x.offset() + plan.offset(run) + row * plan.rowStride();
            int yi = y.offset() + run * plan.size() + row * plan.columns();
            if (plan.stride() == 1) {
                copyRows(plan, rows, x.array(), xi, y.array(), yi);
            } else {
                transpose(plan, rows, x.array(), xi, y.array(), yi);
            }
        }
    }

    private static void copyRows(PermutePlan plan, int rows, float[] x, int xi, float[] y, int yi) {
        int columns = plan.columns();
        for (int r = 0; r < rows; r++) {
            System.arraycopy(x, xi + r * plan.rowStride(), y, yi + r * columns, columns);
        }
    }

    /** y[r,c] = x[r * rowStride + c * stride] for a few rows, in squares. */
    private static void transpose(PermutePlan plan, int rows, float[] x, int xi, float[] y, int yi) {
        int columns = plan.columns();
        for (int c0 = 0; c0 < columns; c0 += TILE) {
            int c1 = Math.min(columns, c0 + TILE);
            for (int r = 0; r < rows; r++) {
                for (int c = c0; c < c1; c++) {
                    y[yi + r * columns + c] = x[xi + r * plan.rowStride() + c * plan.stride()];
                }
            }
        }
    }

    @Override
    public void block(Tensor x, int xFrom, Tensor y, int yFrom, int length, boolean add) {
        LayoutShapes.block(x, xFrom, y, yFrom, length);
        int grain = Math.max(1, GRAIN / Math.max(1, length * x.dim(2)));
        if (Parallel.inline(x.dim(0), grain)) {
            block(x, xFrom, y, yFrom, length, add, 0, x.dim(0));
        } else {
            Parallel.run(x.dim(0), grain, (from, to, worker) -> block(x, xFrom, y, yFrom, length, add, from, to));
        }
    }

    private void block(Tensor x, int xFrom, Tensor y, int yFrom, int length, boolean add, int from, int to) {
        int inner = x.dim(2);
        int n = length * inner;
        for (int a = from; a < to; a++) {
            int xi = x.offset() + (a * x.dim(1) + xFrom) * inner;
            int yi = y.offset() + (a * y.dim(1) + yFrom) * inner;
            if (add) {
                add(x.array(), xi, y.array(), yi, n);
            } else {
                System.arraycopy(x.array(), xi, y.array(), yi, n);
            }
        }
    }

    /** {@code y += x} for n elements. */
    protected void add(float[] x, int xi, float[] y, int yi, int n) {
        for (int i = 0; i < n; i++) {
            y[yi + i] += x[xi + i];
        }
    }

    @Override
    public void flip(Tensor x, Tensor y) {
        LayoutShapes.flip(x, y);
        int runs = x.dim(0) * x.dim(1);
        int grain = Math.max(1, GRAIN / Math.max(1, x.dim(2)));
        if (Parallel.inline(runs, grain)) {
            flip(x, y, 0, runs);
        } else {
            Parallel.run(runs, grain, (from, to, worker) -> flip(x, y, from, to));
        }
    }

    private static void flip(Tensor x, Tensor y, int from, int to) {
        int d = x.dim(1);
        int inner = x.dim(2);
        for (int run = from; run < to; run++) {
            int a = run / d;
            int source = a * d + (d - 1 - run % d);
            System.arraycopy(x.array(), x.offset() + source * inner, y.array(), y.offset() + run * inner, inner);
        }
    }

    @Override
    public void gatherRows(Tensor x, IntTensor rows, Tensor y) {
        LayoutShapes.rows("gatherRows", x, rows, y);
        int grain = Math.max(1, GRAIN / Math.max(1, x.dim(1)));
        if (Parallel.inline(rows.size(), grain)) {
            gatherRows(x, rows, y, 0, rows.size());
        } else {
            Parallel.run(rows.size(), grain, (from, to, worker) -> gatherRows(x, rows, y, from, to));
        }
    }

    private static void gatherRows(Tensor x, IntTensor rows, Tensor y, int from, int to) {
        int d = x.dim(1);
        for (int r = from; r < to; r++) {
            int row = x.offset() + rows.array()[rows.offset() + r] * d;
            System.arraycopy(x.array(), row, y.array(), y.offset() + r * d, d);
        }
    }

    @Override
    public void scatterAddRows(Tensor x, IntTensor rows, Tensor y) {
        LayoutShapes.rows("scatterAddRows", y, rows, x);
        int parts = x.size() <= GRAIN ? 1 : Parallel.available();
        if (parts == 1) {
            scatterAddRows(x, rows, y, 0, 1);
        } else {
            Parallel.run(parts, 1, (from, to, worker) -> scatterAddRows(x, rows, y, from, parts));
        }
    }

    /**
     * All that goes to the rows of one of some parts: so a row is added to by one thread, in order. Parts take turns, as the
     * first rows of a vocabulary are those that are used most.
     */
    private void scatterAddRows(Tensor x, IntTensor rows, Tensor y, int part, int parts) {
        int d = x.dim(1);
        int together = Math.clamp(y.dim(0) / (TOGETHER * parts), 1, TOGETHER);
        for (int r = 0; r < rows.size(); r++) {
            int row = rows.array()[rows.offset() + r];
            if (row / together % parts == part) {
                add(x.array(), x.offset() + r * d, y.array(), y.offset() + row * d, d);
            }
        }
    }
}
