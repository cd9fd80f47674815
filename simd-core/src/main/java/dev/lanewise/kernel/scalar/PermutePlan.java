package dev.lanewise.kernel.scalar;

import dev.lanewise.tensor.Shape;

/**
 * A permutation of axes as copies of matrices: the last two axes of the result are a matrix whose rows and columns lie at
 * fixed strides in the source, the others an odometer. A thread has one plan, which it describes anew for every call, so
 * that no call allocates.
 */
public final class PermutePlan {
    private static final ThreadLocal<PermutePlan> MINE = ThreadLocal.withInitial(PermutePlan::new);

    // Longer where a shape had more axes than this one.
    private int[] extents = new int[8];
    private int[] strides = new int[8];
    private int outerAxes;
    private int outer;
    private int rows;
    private int columns;
    private int rowStride;
    private int stride;

    private PermutePlan() {}

    /** The plan of {@code y = permute(x)}, valid until this thread asks for the next. */
    public static PermutePlan of(int[] axes, Shape x) {
        PermutePlan plan = MINE.get();
        if (plan.extents.length < axes.length) {
            plan.extents = new int[axes.length];
            plan.strides = new int[axes.length];
        }
        plan.describe(plan.join(axes, x));
        return plan;
    }

    /** Neighbours that stay neighbours become one axis; the number of axes that are left. */
    private int join(int[] axes, Shape x) {
        int used = 0;
        for (int i = 0; i < axes.length; i++) {
            int extent = x.dim(axes[i]);
            int step = x.span(axes[i] + 1, x.rank());
            if (i > 0 && axes[i] == axes[i - 1] + 1) {
                extents[used - 1] *= extent;
                strides[used - 1] = step;
            } else {
                extents[used] = extent;
                strides[used++] = step;
            }
        }
        return used;
    }

    private void describe(int rank) {
        outerAxes = Math.max(0, rank - 2);
        outer = 1;
        for (int i = 0; i < outerAxes; i++) {
            outer *= extents[i];
        }
        columns = rank == 0 ? 1 : extents[rank - 1];
        stride = rank == 0 ? 1 : strides[rank - 1];
        boolean matrix = outerAxes == rank - 2;
        rows = matrix ? extents[rank - 2] : 1;
        rowStride = matrix ? strides[rank - 2] : 0;
    }

    /** The number of matrices. */
    public int outer() {
        return outer;
    }

    /** Elements of a matrix. */
    public int size() {
        return rows * columns;
    }

    /** Rows of a matrix of the result. */
    public int rows() {
        return rows;
    }

    /** Columns of a matrix of the result. */
    public int columns() {
        return columns;
    }

    /** From a row to the next in x. */
    public int rowStride() {
        return rowStride;
    }

    /** From a column to the next in x. */
    public int stride() {
        return stride;
    }

    /** Where the matrix begins in x. */
    public int offset(int run) {
        int rest = run;
        int offset = 0;
        for (int i = outerAxes - 1; i >= 0; i--) {
            offset += rest % extents[i] * strides[i];
            rest /= extents[i];
        }
        return offset;
    }
}
