package dev.lanewise.kernel;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;

/**
 * 2-d pooling. Shapes: x:[N,C,H,W] y:[N,C,OH,OW], H and W at least 1; dx and dy have the shapes of x and y. Each method
 * throws {@link IllegalArgumentException} if the shapes do not fit, before anything is written; outputs overlap
 * nothing.
 */
public interface PoolKernels {
    /**
     * The largest element of each window, padding left out; the first of equal ones (+0 and -0 are equal) in row order
     * wins, the first NaN wins over all.
     *
     * @param y written
     * @param indices written: where in its [H,W] plane the element stands, shape of y
     */
    void max(Pool2dShape pool, Tensor x, Tensor y, IntTensor indices);

    /**
     * The gradient of {@link #max}: dx is +0, then every element of dy is added, in order, to the place in its plane
     * that its index names.
     *
     * @param dx written
     * @throws IndexOutOfBoundsException for an index outside its plane; dx is then undefined
     */
    void maxBackward(Pool2dShape pool, Tensor dy, IntTensor indices, Tensor dx);

    /**
     * The mean of each window: one chain of additions from +0 over its elements in row order, then multiplied by the
     * float reciprocal of their number.
     *
     * @param countPadding whether padding counts as elements that are 0 (PyTorch's count_include_pad)
     * @param y written
     */
    void average(Pool2dShape pool, boolean countPadding, Tensor x, Tensor y);

    /**
     * The gradient of {@link #average}: dx is +0, then windows are visited in order, and each adds its share, dy times
     * the reciprocal, to its elements.
     *
     * @param dx written
     */
    void averageBackward(Pool2dShape pool, boolean countPadding, Tensor dy, Tensor dx);
}
