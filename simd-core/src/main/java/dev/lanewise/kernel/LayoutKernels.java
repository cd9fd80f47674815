package dev.lanewise.kernel;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;

/**
 * Copies that move elements and compute nothing. Outputs overlap nothing. Each method throws {@link
 * IllegalArgumentException} if the shapes do not fit, before anything is written.
 */
public interface LayoutKernels {
    /**
     * Transposes axes: axis i of y is axis {@code axes[i]} of x.
     *
     * @param axes a permutation of the axes of x
     */
    void permute(int[] axes, Tensor x, Tensor y);

    /**
     * Copies a block of one axis: {@code y[a, yFrom + d, b] = x[a, xFrom + d, b]} for d from 0 to length.
     *
     * @param x [A,D,B]
     * @param y [A,E,B], written in the block only
     * @param add true to add to y instead
     */
    void block(Tensor x, int xFrom, Tensor y, int yFrom, int length, boolean add);

    /** Reverses an axis: {@code y[a, d, b] = x[a, D-1-d, b]}; x, y: [A,D,B]. */
    void flip(Tensor x, Tensor y);

    /**
     * {@code y[r] = x[rows[r]]}; x:[V,D] rows:[R] y:[R,D].
     *
     * @throws IndexOutOfBoundsException for a row outside [0, V), before anything is written
     */
    void gatherRows(Tensor x, IntTensor rows, Tensor y);

    /**
     * {@code y[rows[r]] += x[r]}, r ascending; x:[R,D] rows:[R] y:[V,D], accumulated into.
     *
     * @throws IndexOutOfBoundsException for a row outside [0, V), before anything is written
     */
    void scatterAddRows(Tensor x, IntTensor rows, Tensor y);
}
