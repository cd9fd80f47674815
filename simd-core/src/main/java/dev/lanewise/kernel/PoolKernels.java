package dev.lanewise.kernel;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;

/**
 * 2-d pooling. Shapes: x:[N,C,H,W] y:[N,C,OH,OW], H and W at least 1; dx and dy have the shapes of x and y. Each method
 * throws {@link IllegalArgumentException} if the shapes do not fit, before anything is written; outputs overlap
 * nothing.
 *
 * <p><b>The order of sums.</b> A window's sum is that of its columns' sums, padding left out. A column's sum is a chain
 * of additions from +0, downwards. Up to {@value #CHAIN} columns are added in a chain from +0, from the left; more in the
 * order of {@link RowSums}. If there is one output and its window is the plane, the plane is summed as one row, in the
 * order of {@link RowSums}. Backward, each output row makes one row of an image's width: element c is a chain from +0 of
 * the shares of the windows that hold column c, from the left. dx is +0, then output rows are visited downwards, and each
 * adds its row to all rows of its windows.
 */
public interface PoolKernels {
    /** Columns of a window that are added in one chain. */
    int CHAIN = 32;

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
     * The mean of each window: its sum, multiplied by the float reciprocal of the number of its elements.
     *
     * @param pool without dilation
     * @param countPadding whether padding counts as elements that are 0 (PyTorch's count_include_pad); what a window
     *     covers beyond the padding does not count
     * @param y written
     */
    void average(Pool2dShape pool, boolean countPadding, Tensor x, Tensor y);

    /**
     * The gradient of {@link #average}: a window's share is dy times the reciprocal.
     *
     * @param dx written
     */
    void averageBackward(Pool2dShape pool, boolean countPadding, Tensor dy, Tensor dx);

    /**
     * The sum of each window times a factor.
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
