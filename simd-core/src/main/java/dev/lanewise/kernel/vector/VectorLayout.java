package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.L;

import dev.lanewise.kernel.LayoutShapes;
import dev.lanewise.kernel.scalar.PermutePlan;
import dev.lanewise.kernel.scalar.ScalarLayout;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;

/**
 * Transpositions of squares of L x L elements; the last square of a row or column of squares moves back and repeats what it
 * overlaps; and sums of rows. What copies whole rows, and narrow matrices, are the scalar set's.
 */
final class VectorLayout extends ScalarLayout {
    private static final int GRAIN = 1 << 15;

    private static final ThreadLocal<float[]> SQUARE = ThreadLocal.withInitial(() -> new float[L * L]);

    @Override
    public void permute(int[] axes, Tensor x, Tensor y) {
        LayoutShapes.permute(axes, x, y);
        PermutePlan plan = PermutePlan.of(axes, x.shape());
        if (plan.stride() == 1 || plan.rowStride() != 1 || plan.rows() < L || plan.columns() < L) {
            super.permute(axes, x, y);
            return;
        }
        // A band is L rows of a matrix of the result: one large matrix is shared by the threads, too.
        int bands = Math.ceilDiv(plan.rows(), L);
        int grain = Math.max(1, GRAIN / (L * plan.columns()));
        if (Parallel.inline(plan.outer() * bands, grain)) {
            permute(plan, x, y, 0, plan.outer() * bands);
        } else {
            Parallel.run(plan.outer() * bands, grain, (from, to, worker) -> permute(plan, x, y, from, to));
        }
    }

    /** Some bands of all matrices. */
    private static void permute(PermutePlan plan, Tensor x, Tensor y, int from, int to) {
        float[] square = SQUARE.get();
        int bands = Math.ceilDiv(plan.rows(), L);
        for (int band = from; band < to; band++) {
            int run = band / bands;
            int row = Math.min(band % bands * L, plan.rows() - L);
            int xi = x.offset() + plan.offset(run) + row;
            int yi = y.offset() + run * plan.size() + row * plan.columns();
            for (int c = 0; c < plan.columns(); c += L) {
                int column = Math.min(c, plan.columns() - L);
                int at = xi + column * plan.stride();
                Transposition.run(x.array(), at, plan.stride(), square, y.array(), yi + column, plan.columns());
            }
        }
    }

    @Override
    protected void add(float[] x, int xi, float[] y, int yi, int n) {
        int whole = F.loopBound(n);
        ArithmeticLoops.add(1f, y, yi, x, xi, y, yi, whole);
        super.add(x, xi + whole, y, yi + whole, n - whole);
    }
}
