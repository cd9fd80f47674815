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
     * @param pool without dilation
     * @param countPadding whether padding counts as elements that are 0 (PyTorch's count_include_pad); what a window
     *     covers beyond the padding does not count
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

    /**
     * The sum of each window times a factor: one chain of additions from +0 over its elements in row order, then the
     * multiplication.
     *
     * @param pool without dilation
     * @param factor not 0
     * @param y written
     */
    void sum(Pool2dShape pool, float factor, Tensor x, Tensor y);

    /**
     * The gradient of {@link #sum}, as {@link #averageBackward} with the factor in the reciprocal's place.
     *
     * @param dx written
     */
    void sumBackward(Pool2dShape pool, float factor, Tensor dy, Tensor dx);

    /**
     * The mean of windows that cover the input whatever its extents: output row i is that of input rows {@code
     * floor(i*H/OH)} to {@code ceil((i+1)*H/OH)}, the last not included; columns likewise. The bits are {@link
     * #average}'s.
     *
     * @param y written; OH and OW at least 1
     */
    void adaptiveAverage(Tensor x, Tensor y);

    /**
     * The gradient of {@link #adaptiveAverage}, as {@link #averageBackward}.
     *
     * @param dx written
     */
    void adaptiveAverageBackward(Tensor dy, Tensor dx);

    /**
     * The largest element of each window of {@link #adaptiveAverage}, chosen as by {@link #max}.
     *
     * @param y written; OH and OW at least 1
     * @param indices written: where in its [H,W] plane the element stands, shape of y
     */
    void adaptiveMax(Tensor x, Tensor y, IntTensor indices);

    /**
     * The gradient of {@link #adaptiveMax}, as {@link #maxBackward}.
     *
     * @param dx written
     * @throws IndexOutOfBoundsException for an index outside its plane; dx is then undefined
     */
    void adaptiveMaxBackward(Tensor dy, IntTensor indices, Tensor dx);
}
