package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.LayoutKernels;
import dev.lanewise.kernel.LayoutShapes;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;

/** Copies without the Vector API. */
public final class ScalarLayout implements LayoutKernels {
    private static final int GRAIN = 1 << 15;

    /** Elements of a square that is transposed while it is in the first-level cache. */
    private static final int TILE = 16;

    /** A stateless instance. */
    public ScalarLayout() {}

    @Override
    public void permute(int[] axes, Tensor x, Tensor y) {
        LayoutShapes.permute(axes, x, y);
        PermutePlan plan = PermutePlan.of(axes, x.shape());
        int grain = Math.max(1, GRAIN / Math.max(1, plan.size()));
        if (Parallel.inline(plan.outer(), grain)) {
            permute(plan, x, y, 0, plan.outer());
        } else {
            Parallel.run(plan.outer(), grain, (from, to, worker) -> permute(plan, x, y, from, to));
        }
    }

    private static void permute(PermutePlan plan, Tensor x, Tensor y, int from, int to) {
        for (int run = from; run < to; run++) {
            int xi = x.offset() + plan.offset(run);
            int yi = y.offset() + run * plan.size();
            if (plan.stride() == 1) {
                copyRows(plan, x.array(), xi, y.array(), yi);
            } else {
                transpose(plan, x.array(), xi, y.array(), yi);
            }
        }
    }

    private static void copyRows(PermutePlan plan, float[] x, int xi, float[] y, int yi) {
        int columns = plan.columns();
        for (int r = 0; r < plan.rows(); r++) {
            System.arraycopy(x, xi + r * plan.rowStride(), y, yi + r * columns, columns);
        }
    }

    /** y[r,c] = x[r * rowStride + c * stride]. */
    private static void transpose(PermutePlan plan, float[] x, int xi, float[] y, int yi) {
        int rows = plan.rows();
        int columns = plan.columns();
        for (int r0 = 0; r0 < rows; r0 += TILE) {
            int r1 = Math.min(rows, r0 + TILE);
            for (int c0 = 0; c0 < columns; c0 += TILE) {
                int c1 = Math.min(columns, c0 + TILE);
                for (int r = r0; r < r1; r++) {
                    for (int c = c0; c < c1; c++) {
                        y[yi + r * columns + c] = x[xi + r * plan.rowStride() + c * plan.stride()];
                    }
                }
            }
        }
    }

    @Override
    public void block(Tensor x, int xFrom, Tensor y, int yFrom, int length, boolean add) {
        LayoutShapes.block(x, xFrom, y, yFrom, length);
        int rows = x.dim(0);
        int inner = x.dim(2);
        int n = length * inner;
        for (int a = 0; a < rows; a++) {
            int xi = x.offset() + (a * x.dim(1) + xFrom) * inner;
            int yi = y.offset() + (a * y.dim(1) + yFrom) * inner;
            if (add) {
                add(x.array(), xi, y.array(), yi, n);
            } else {
                System.arraycopy(x.array(), xi, y.array(), yi, n);
            }
        }
    }

    private static void add(float[] x, int xi, float[] y, int yi, int n) {
        for (int i = 0; i < n; i++) {
            y[yi + i] += x[xi + i];
        }
    }

    @Override
    public void flip(Tensor x, Tensor y) {
        LayoutShapes.flip(x, y);
        int d = x.dim(1);
        int inner = x.dim(2);
        for (int run = 0; run < x.dim(0) * d; run++) {
            int a = run / d;
            int from = a * d + (d - 1 - run % d);
            System.arraycopy(x.array(), x.offset() + from * inner, y.array(), y.offset() + run * inner, inner);
        }
    }

    @Override
    public void gatherRows(Tensor x, IntTensor rows, Tensor y) {
        LayoutShapes.rows("gatherRows", x, rows, y);
        int d = x.dim(1);
        for (int r = 0; r < rows.size(); r++) {
            int from = x.offset() + rows.array()[rows.offset() + r] * d;
            System.arraycopy(x.array(), from, y.array(), y.offset() + r * d, d);
        }
    }

    @Override
    public void scatterAddRows(Tensor x, IntTensor rows, Tensor y) {
        LayoutShapes.rows("scatterAddRows", y, rows, x);
        int d = x.dim(1);
        for (int r = 0; r < rows.size(); r++) {
            int to = y.offset() + rows.array()[rows.offset() + r] * d;
            add(x.array(), x.offset() + r * d, y.array(), to, d);
        }
    }
}
