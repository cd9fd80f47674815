package dev.lanewise.kernel;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;

/**
 * Softmax over the innermost axis. Shapes: x, y, dy, dx [R,D] (any number of leading axes, none included).
 *
 * <p>The bits: m is the row's largest element, a zero being +0; {@code e = exp(x - m)} of {@link
 * dev.lanewise.math.Exp}; sums are {@link RowSums}' 64 lanes; softmax is {@code e * (1 / sum)}, log-softmax is {@code
 * (x - m) - log(sum)} with {@code log(sum) = (float) StrictMath.log((double) sum)}.
 *
 * <p>Each method throws {@link IllegalArgumentException} if the shapes do not fit, before anything is written. An
 * output may be the same window as an input, but for {@link #logSoftmax}.
 */
public interface SoftmaxKernels {
    /** {@code y = softmax(x)}. A row with a NaN or +inf is NaN, as is a row of -inf. */
    void softmax(Tensor x, Tensor y);

    /**
     * {@code dx = y * (dy - s)} with s the row's {@link ReduceKernels#dot} of y and dy; y the output of {@link
     * #softmax}.
     */
    void softmaxBackward(Tensor y, Tensor dy, Tensor dx);

    /**
     * {@code y = x - log(sum(exp(x)))}, computed without overflow. A row with a NaN or +inf is NaN, as is a row of
     * -inf.
     *
     * @param y written; must not overlap x, since it holds the exponentials in between
     */
    void logSoftmax(Tensor x, Tensor y);

    /** {@code dx = fma(-exp(y), sum(dy), dy)}, y the output of {@link #logSoftmax}. */
    void logSoftmaxBackward(Tensor y, Tensor dy, Tensor dx);

    /**
     * Softmax and cross-entropy in one: {@code loss[r] = log(sum(exp(x[r]))) - x[r, label[r]]}, as {@code log(sum) -
     * (x[r, label[r]] - m)}.
     *
     * @param labels [R], each in [0, D)
     * @param loss [R], written
     * @param probabilities [R,D], written: softmax(x), what the backward needs
     * @throws IndexOutOfBoundsException for a label outside [0, D), before anything is written
     */
    void crossEntropy(Tensor x, IntTensor labels, Tensor loss, Tensor probabilities);

    /**
     * {@code dx[r] = scale * (probabilities[r] - onehot(label[r]))}.
     *
     * @param labels [R], each in [0, D)
     * @throws IndexOutOfBoundsException for a label outside [0, D), before anything is written
     */
    void crossEntropyBackward(Tensor probabilities, IntTensor labels, float scale, Tensor dx);
}
