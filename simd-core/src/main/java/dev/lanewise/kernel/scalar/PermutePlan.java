package dev.lanewise.kernel.scalar;

import dev.lanewise.tensor.Shape;
import java.util.Arrays;

/**
 * A permutation of axes as copies of matrices: the last two axes of the result are a matrix whose rows and columns lie at
 * fixed strides in the source, the others an odometer.
 */
final class PermutePlan {
    private final int[] extents;
    private final int[] strides;
    private final int outer;
    private final int rows;
    private final int columns;
    private final int rowStride;
    private final int stride;

    private PermutePlan(int[] extents, int[] strides, int outerAxes) {
        int rank = extents.length;
        this.extents = Arrays.copyOf(extents, outerAxes);
        this.strides = strides;
        int runs = 1;
        for (int extent : this.extents) {
            runs *= extent;
        }
        outer = runs;
        columns = rank == 0 ? 1 : extents[rank - 1];
        stride = rank == 0 ? 1 : strides[rank - 1];
        boolean matrix = outerAxes == rank - 2;
        rows = matrix ? extents[rank - 2] : 1;
        rowStride = matrix ? strides[rank - 2] : 0;
    }

    /** The plan of {@code y = permute(x)}: neighbours that stay neighbours are one axis. */
    static PermutePlan of(int[] axes, Shape x) {
        int[] all = new int[x.rank()];
        int step = 1;
        for (int i = x.rank() - 1; i >= 0; i--) {
            all[i] = step;
            step *= x.dim(i);
        }
        int[] extents = new int[axes.length];
        int[] strides = new int[axes.length];
        int used = 0;
        for (int i = 0; i < axes.length; i++) {
            int extent = x.dim(axes[i]);
            boolean joined = i > 0 && axes[i] == axes[i - 1] + 1;
            if (joined) {
                extents[used - 1] *= extent;
                strides[used - 1] = all[axes[i]];
            } else {
                extents[used] = extent;
                strides[used++] = all[axes[i]];
            }
        }
        extents = Arrays.copyOf(extents, used);
        boolean contiguous = used > 0 && strides[used - 1] == 1;
        return new PermutePlan(extents, strides, Math.max(0, used - (contiguous ? 1 : 2)));
    }

    /** The number of matrices. */
    int outer() {
        return outer;
    }

    /** Elements of a matrix. */
    int size() {
        return rows * columns;
    }

    int rows() {
        return rows;
    }

    int columns() {
        return columns;
    }

    int rowStride() {
        return rowStride;
    }

    int stride() {
        return stride;
    }

    /** Where the matrix begins in x. */
    int offset(int run) {
        int rest = run;
        int offset = 0;
        for (int i = extents.length - 1; i >= 0; i--) {
            offset += rest % extents[i] * strides[i];
            rest /= extents[i];
        }
        return offset;
    }
}
