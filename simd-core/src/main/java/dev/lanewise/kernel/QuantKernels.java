package dev.lanewise.kernel;

import dev.lanewise.tensor.Tensor;

/**
 * Products with weights in fewer bits, which are widened to floats on the way: what is saved is memory and the time to read
 * it. Activations are floats.
 *
 * <p>The bits are those of {@link GemmKernels} with {@link QuantMatrix#toTensor} for weights, since a weight of any
 * format, {@code d q} too, is a float without rounding: each output is one chain of fused multiply-adds from +0, in
 * ascending order. So the only error against the original weights is that of the format, and an output depends neither on
 * the other rows nor on M, width or threads. NaN and the infinities are those of the chain.
 *
 * <p>Each method throws {@link IllegalArgumentException} if the shapes do not fit, before anything is written.
 */
public interface QuantKernels {
    /**
     * {@code y = x w^T + bias}, k ascending; the bias is added after the chain.
     *
     * @param w [N,K]
     * @param x [M,K]
     * @param bias [N], added to every row; null for none
     * @param y [M,N], written; must not overlap x or bias
     */
    void linear(QuantMatrix w, Tensor x, Tensor bias, Tensor y, Workspace work);

    /**
     * The gradient of x: {@code dx = dy w}, n ascending.
     *
     * @param w [N,K]
     * @param dy [M,N]
     * @param dx [M,K], written; must not overlap dy
     */
    void linearBackward(QuantMatrix w, Tensor dy, Tensor dx, Workspace work);
}
