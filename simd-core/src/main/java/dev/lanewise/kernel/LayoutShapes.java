package dev.lanewise.kernel;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;

/** The checks of {@link LayoutKernels}. They allocate only when they fail. */
public final class LayoutShapes {
    private LayoutShapes() {}

    /**
     * The shape of a permutation.
     *
     * @throws IllegalArgumentException unless axes is a permutation of the axes of x
     */
    public static Shape permuted(int[] axes, Shape x) {
        boolean[] seen = new boolean[x.rank()];
        int[] extents = new int[x.rank()];
        boolean fits = axes.length == x.rank();
        for (int i = 0; fits && i < axes.length; i++) {
            fits = axes[i] >= 0 && axes[i] < x.rank() && !seen[axes[i]];
            if (fits) {
                seen[axes[i]] = true;
                extents[i] = x.dim(axes[i]);
            }
        }
        if (!fits) {
            throw new IllegalArgumentException("permute: axes " + Arrays.toString(axes)
                    + " are not a permutation of the axes of x, which has shape " + x);
        }
        return Shape.of(extents);
    }

    /** Checks {@link LayoutKernels#permute}. */
    public static void permute(int[] axes, Tensor x, Tensor y) {
        if (!permutes(axes, x.shape(), y.shape())) {
            equal("permute", "y", y.shape(), permuted(axes, x.shape()));
        }
    }

    private static boolean permutes(int[] axes, Shape x, Shape y) {
        int rank = x.rank();
        boolean fits = axes.length == rank && y.rank() == rank;
        for (int i = 0; fits && i < rank; i++) {
            fits = axes[i] >= 0 && axes[i] < rank && y.dim(i) == x.dim(axes[i]);
            for (int j = 0; fits && j < i; j++) {
                fits = axes[j] != axes[i];
            }
        }
        return fits;
    }

    /** Checks {@link LayoutKernels#block}. */
    public static void block(Tensor x, int xFrom, Tensor y, int yFrom, int length) {
        boolean fits = x.shape().rank() == 3 && y.shape().rank() == 3 && x.dim(0) == y.dim(0) && x.dim(2) == y.dim(2);
        if (!fits || length < 0 || xFrom < 0 || yFrom < 0 || xFrom > x.dim(1) - length || yFrom > y.dim(1) - length) {
            throw new IllegalArgumentException("block: x has shape " + x.shape() + ", y has shape " + y.shape()
                    + ", expected x:[A,D,B] y:[A,E,B] with " + length + " elements from " + xFrom + " and from "
                    + yFrom);
        }
    }

    /** Checks {@link LayoutKernels#flip}. */
    public static void flip(Tensor x, Tensor y) {
        if (x.shape().rank() != 3) {
            throw new IllegalArgumentException("flip: x has shape " + x.shape() + ", expected x:[A,D,B]");
        }
        equal("flip", "y", y.shape(), x.shape());
    }

    /** Checks {@link LayoutKernels#gatherRows}: table [V,D], one row of it for every row of picked [R,D]. */
    public static void rows(String name, Tensor table, IntTensor rows, Tensor picked) {
        if (table.shape().rank() != 2 || rows.shape().rank() != 1) {
            throw new IllegalArgumentException(name + ": the table has shape " + table.shape() + ", rows has shape "
                    + rows.shape() + ", expected table:[V,D] rows:[R]");
        }
        boolean fits = picked.shape().rank() == 2 && picked.dim(0) == rows.size() && picked.dim(1) == table.dim(1);
        if (!fits) {
            equal(name, "picked", picked.shape(), Shape.of(rows.size(), table.dim(1)));
        }
        for (int r = 0; r < rows.size(); r++) {
            int row = rows.get(r);
            if (row < 0 || row >= table.dim(0)) {
                throw new IndexOutOfBoundsException(
                        name + ": row " + row + " at " + r + " of a table of shape " + table.shape());
            }
        }
    }

    private static void equal(String name, String operand, Shape given, Shape expected) {
        if (!given.equals(expected)) {
            throw new IllegalArgumentException(
                    name + ": " + operand + " has shape " + given + ", expected " + expected);
        }
    }
}
