package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.L;

import dev.lanewise.kernel.LayoutKernels;
import dev.lanewise.kernel.LayoutShapes;
import dev.lanewise.kernel.scalar.PermutePlan;
import dev.lanewise.kernel.scalar.ScalarLayout;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;

/**
 * Transpositions of squares of L x L elements; the last square of a row or column of squares moves back and repeats what it
 * overlaps. What copies whole rows, and narrow matrices, are the scalar set's.
 */
final class VectorLayout implements LayoutKernels {
    private static final int GRAIN = 1 << 15;

    private static final ThreadLocal<float[]> SQUARE = ThreadLocal.withInitial(() -> new float[L * L]);

    private final LayoutKernels scalar = new ScalarLayout();

    @Override
    public void permute(int[] axes, Tensor x, Tensor y) {
        LayoutShapes.permute(axes, x, y);
        PermutePlan plan = PermutePlan.of(axes, x.shape());
        if (plan.stride() == 1 || plan.rowStride() != 1 || plan.rows() < L || plan.columns() < L) {
            scalar.permute(axes, x, y);
            return;
        }
        int grain = Math.max(1, GRAIN / Math.max(1, plan.size()));
        if (Parallel.inline(plan.outer(), grain)) {
            permute(plan, x, y, 0, plan.outer());
        } else {
            Parallel.run(plan.outer(), grain, (from, to, worker) -> permute(plan, x, y, from, to));
        }
    }

    private static void permute(PermutePlan plan, Tensor x, Tensor y, int from, int to) {
        float[] square = SQUARE.get();
        for (int run = from; run < to; run++) {
            int xi = x.offset() + plan.offset(run);
            int yi = y.offset() + run * plan.size();
            for (int r = 0; r < plan.rows(); r += L) {
                int row = Math.min(r, plan.rows() - L);
                for (int c = 0; c < plan.columns(); c += L) {
                    int column = Math.min(c, plan.columns() - L);
                    int at = xi + column * plan.stride() + row;
                    Transposition.run(
                            x.array(),
                            at,
                            plan.stride(),
                            square,
                            y.array(),
                            yi + row * plan.columns() + column,
                            plan.columns());
                }
            }
        }
    }

    @Override
    public void block(Tensor x, int xFrom, Tensor y, int yFrom, int length, boolean add) {
        scalar.block(x, xFrom, y, yFrom, length, add);
    }

    @Override
    public void flip(Tensor x, Tensor y) {
        scalar.flip(x, y);
    }

    @Override
    public void gatherRows(Tensor x, IntTensor rows, Tensor y) {
        scalar.gatherRows(x, rows, y);
    }

    @Override
    public void scatterAddRows(Tensor x, IntTensor rows, Tensor y) {
        scalar.scatterAddRows(x, rows, y);
    }
}
