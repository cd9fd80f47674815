package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.ReduceKernels;
import dev.lanewise.kernel.RowShapes;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;

/**
 * Sums and dot products of all elements, in rows of {@link ReduceKernels#SUMMED} that threads share: what both sets share. A
 * set brings its own sum of a row.
 */
public class LongSums {
    /** Rows of a chunk. */
    private static final int GRAIN = 2;

    private static final ThreadLocal<float[]> SUMS = ThreadLocal.withInitial(() -> new float[64]);

    /** A stateless instance, without the Vector API. */
    public LongSums() {}

    /** {@link ReduceKernels#sum}. */
    public final float sum(Tensor x) {
        return total(x, null);
    }

    /** {@link ReduceKernels#dot}. */
    public final float dot(Tensor a, Tensor b) {
        RowShapes.sameSize("dot", a, b);
        return total(a, b);
    }

    /** The sum of the elements of a or, where there is a b, of their products with those of b. */
    private float total(Tensor a, Tensor b) {
        int rows = Math.max(1, Math.ceilDiv(a.size(), ReduceKernels.SUMMED));
        if (Parallel.inline(rows, GRAIN)) {
            float total = row(a, b, 0);
            for (int r = 1; r < rows; r++) {
                total += row(a, b, r);
            }
            return total;
        }
        float[] sums = sums(rows);
        Parallel.run(rows, GRAIN, (from, to, worker) -> {
            for (int r = from; r < to; r++) {
                sums[r] = row(a, b, r);
            }
        });
        float total = sums[0];
        for (int r = 1; r < rows; r++) {
            total += sums[r];
        }
        return total;
    }

    private float row(Tensor a, Tensor b, int r) {
        int at = r * ReduceKernels.SUMMED;
        int n = Math.min(ReduceKernels.SUMMED, a.size() - at);
        return b == null
                ? sum(a.array(), a.offset() + at, n)
                : dot(a.array(), a.offset() + at, b.array(), b.offset() + at, n);
    }

    /** The sum of a row. */
    protected float sum(float[] x, int at, int n) {
        return ScalarReduce.sum(x, at, n, ScalarReduce.lanes());
    }

    /** The dot product of two rows. */
    protected float dot(float[] a, int aAt, float[] b, int bAt, int n) {
        return ScalarReduce.dot(a, aAt, b, bAt, n, ScalarReduce.lanes());
    }

    /** This thread's scratch for so many sums. */
    private static float[] sums(int rows) {
        float[] sums = SUMS.get();
        if (sums.length < rows) {
            sums = new float[rows];
            SUMS.set(sums);
        }
        return sums;
    }
}
