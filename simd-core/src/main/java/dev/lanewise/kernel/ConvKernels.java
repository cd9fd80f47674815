package dev.lanewise.kernel;

import dev.lanewise.tensor.Tensor;

/**
 * 2-d convolution (cross-correlation, as in every deep-learning library) with its two backward kernels.
 *
 * <pre>y[n,o,i,j] = sum over c, kh, kw of w[o,c,kh,kw] * x[n, c, i*strideH + kh*dilationH - padTop, ...] + bias[o]</pre>
 *
 * <p>The bits: an output is one chain of fused multiply-adds over (c, kh, kw) ascending that starts at +0, padding taps
 * are multiplied zeros, the bias comes after. Where {@link Winograd#tile} says so (3x3 taps, stride 1, many channels),
 * {@link #forward} and {@link #backwardData} have the bits that {@link Winograd} defines instead; {@code
 * -Dlanewise.conv.winograd=off} keeps the chain for all shapes. Shapes: x:[N,C,H,W] w:[O,C/groups,KH,KW] bias:[O]
 * y:[N,O,OH,OW].
 */
public interface ConvKernels {
    /**
     * The forward pass.
     *
     * @param bias [O] or null
     * @param y written; must not overlap x
     * @throws IllegalArgumentException if the shapes do not fit, before anything is written
     */
    void forward(Conv2dShape conv, Tensor x, Tensor w, Tensor bias, Tensor y, Workspace work);

    /**
     * The gradient of the input. An element is one chain over (o, kh, kw) ascending of the taps that reach it; rows of dy
     * outside the image are multiplied zeros.
     *
     * @param dx written; must not overlap dy
     */
    void backwardData(Conv2dShape conv, Tensor w, Tensor dy, Tensor dx, Workspace work);

    /**
     * The gradients of weights and bias. The images are cut into {@link #grains} consecutive parts; in each part an
     * element of dw is one chain over (n, oh, ow) ascending, an element of db one chain of additions; the parts are then
     * added in order, starting from the part 0.
     *
     * @param dw written
     * @param db [O], written; or null
     */
    void backwardWeights(Conv2dShape conv, Tensor x, Tensor dy, Tensor dw, Tensor db, Workspace work);

    /**
     * Into how many parts {@link #backwardWeights} cuts a batch; part g is images [g*N/G, (g+1)*N/G).
     *
     * @param batch N
     * @param weights the size of w: large weights have fewer parts, so that the partial sums stay within 16 MB
     */
    static int grains(int batch, int weights) {
        return Math.clamp(Math.min(batch, (1 << 22) / Math.max(1, weights)), 1, 16);
    }
}
