package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.L;

import dev.lanewise.kernel.LayoutShapes;
import dev.lanewise.kernel.scalar.PermutePlan;
import dev.lanewise.kernel.scalar.ScalarLayout;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;

/**
 * Transpositions by squares of L x L elements; the last square of a row or column of squares moves back and repeats what it
 * overlaps; and sums of rows. What copies whole rows, and narrow matrices, are the scalar set's.
 */
final class VectorLayout extends ScalarLayout {
    private static final int GRAIN = 1 << 15;

    private static final int BAND = 128;

    private static final int LEAST_BAND = 16;

    private static final int LARGEST_BAND = 1024;

    /** So many matrices are enough for all threads. */
    private static final int MANY = 8;

    /** Half a page: rows so long lie in few places of a cache. */
    private static final int ALIASED = 512;

    /** Columns from which on a square more is cheaper than stores that straddle cache lines. */
    private static final int LONG = 256;

    @Override
    public void permute(int[] axes, Tensor x, Tensor y) {
        LayoutShapes.permute(axes, x, y);
        PermutePlan plan = PermutePlan.of(axes, x.shape());
        if (plan.stride() == 1 || plan.rowStride() != 1 || plan.rows() < L || plan.columns() < L) {
            super.permute(axes, x, y);
            return;
        }
        // A band is some rows of a matrix of the result: one large matrix is shared by the threads, too.
        int band = band(plan);
        int bands = bands(plan, band);
        int grain = Math.max(1, GRAIN / (Math.min(band, plan.rows()) * plan.columns()));
        if (Parallel.inline(plan.outer() * bands, grain)) {
            permute(plan, band, x, y, 0, plan.outer() * bands);
        } else {
            Parallel.run(plan.outer() * bands, grain, (from, to, worker) -> permute(plan, band, x, y, from, to));
        }
    }

    /**
     * Rows of a band. The longer, the better: rows of x are read in one piece. But where rows of y are a power of two apart,
     * their places in the cache are the same few.
     */
    private static int band(PermutePlan plan) {
        if (plan.columns() % ALIASED == 0) {
            return LEAST_BAND;
        }
        return plan.outer() >= MANY || Parallel.threads() == 1 ? LARGEST_BAND : BAND;
    }

    /** The last band has the rows that are left, too: squares of two bands, which move back, would meet in two threads. */
    private static int bands(PermutePlan plan, int band) {
        return Math.max(1, plan.rows() / band);
    }

    /** Some bands of all matrices. */
    private static void permute(PermutePlan plan, int length, Tensor x, Tensor y, int from, int to) {
        int bands = bands(plan, length);
        for (int band = from; band < to; band++) {
            int run = band / bands;
            int first = band % bands * length;
            int rows = band % bands == bands - 1 ? plan.rows() - first : length;
            int xi = x.offset() + plan.offset(run) + first;
            int yi = y.offset() + run * plan.size() + first * plan.columns();
            transpose(x.array(), xi, plan.stride(), rows, y.array(), yi, plan.columns());
        }
    }

    /** {@code y[r * columns + c] = x[c * stride + r]}; from the second vector of long rows on, stores begin at cache lines. */
    private static void transpose(float[] x, int xi, int stride, int rows, float[] y, int yi, int columns) {
        int head = columns % 16 == 0 && columns >= LONG ? RowLoops.head(yi) & L - 1 : 0;
        Panels.squares(x, xi, stride, rows, y, yi, columns);
        for (int c = head == 0 ? L : head; c < columns; c += L) {
            int column = Math.min(c, columns - L);
            Panels.squares(x, xi + column * stride, stride, rows, y, yi + column, columns);
        }
    }

    @Override
    protected void add(float[] x, int xi, float[] y, int yi, int n) {
        int whole = F.loopBound(n);
        ArithmeticLoops.add(1f, y, yi, x, xi, y, yi, whole);
        super.add(x, xi + whole, y, yi + whole, n - whole);
    }
}
