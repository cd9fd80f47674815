package dev.lanewise.kernel;

import dev.lanewise.tensor.Tensor;

/**
 * Padding by mode, windows along an axis, interpolation. Outputs overlap nothing. NaN in, NaN out. Each method throws
 * {@link IllegalArgumentException} if the shapes do not fit, before anything is written.
 */
public interface ResampleKernels {
    /**
     * Pads the innermost axes. Each element of y is a copy of the element of x that {@link PadMode#source} names for its
     * axes, or the padding's value: that of the shape, or {@code sum(plane) * (1 / size)} of the padded axes' elements,
     * the sum in the order of {@link RowSums}.
     *
     * @param y of the shape {@link PadShape#padded}, written
     */
    void pad(PadShape pad, Tensor x, Tensor y, Workspace work);

    /**
     * The gradient of {@link #pad}: dx is +0, then every element of dy, in order, is added to its source. With the mean,
     * what has no source is one chain of additions from +0 instead, and {@code chain * (1 / size)} is added to every
     * element of the plane at the end.
     *
     * @param dx written
     */
    void padBackward(PadShape pad, Tensor dy, Tensor dx, Workspace work);

    /**
     * Windows along an axis, side by side: {@code y[n,o,c,k,d] = x[n,c, o*stride - before + k*dilation, d]}, +0 where that
     * is outside x. x:[N,C,L,D] y:[N,O,C,K,D].
     *
     * @param y written
     */
    void unfold(int stride, int before, int dilation, Tensor x, Tensor y);

    /**
     * The gradient of {@link #unfold}: dx is +0, then the elements of dy are added to their sources, o and then k
     * ascending.
     *
     * @param dx written
     */
    void unfoldBackward(int stride, int before, int dilation, Tensor dy, Tensor dx);

    /**
     * Resamples height and width: first down, then across, each by the formula of {@link Interpolation} with one rounding
     * per operation; an element of weight 0 is not read. x:[N,C,H,W] y:[N,C,OH,OW].
     *
     * @param y written
     */
    void interpolate(Interpolation how, Tensor x, Tensor y, Workspace work);

    /**
     * The gradient of {@link #interpolate}: dx is +0; then row by row of dy the shares of columns, and of these rows the
     * shares of rows, are added in order.
     *
     * @param dx written
     */
    void interpolateBackward(Interpolation how, Tensor dy, Tensor dx, Workspace work);
}
