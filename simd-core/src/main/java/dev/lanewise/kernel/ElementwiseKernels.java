package dev.lanewise.kernel;

import dev.lanewise.tensor.Tensor;

/**
 * Functions of one element at a time. All tensors of a call have the same size unless said otherwise; the output may be
 * the same window as an input. NaN in, NaN out. The elementary functions are those of {@link dev.lanewise.math}, bit for
 * bit.
 */
public interface ElementwiseKernels {
    /** {@code y = a + b}. */
    void add(Tensor a, Tensor b, Tensor y);

    /** {@code y = a - b}. */
    void sub(Tensor a, Tensor b, Tensor y);

    /** {@code y = a * b}. */
    void mul(Tensor a, Tensor b, Tensor y);

    /** {@code y = alpha * x}. */
    void scale(float alpha, Tensor x, Tensor y);

    /** {@code y = fma(alpha, x, y)}: y is accumulated into. */
    void axpy(float alpha, Tensor x, Tensor y);

    /** {@code y[r,d] = x[r,d] + bias[d]}: the bias is repeated along the innermost axis; x and y have a multiple of its size. */
    void bias(Tensor x, Tensor bias, Tensor y);

    /** {@code y = x < 0 ? 0 : x}. */
    void relu(Tensor x, Tensor y);

    /** {@code dx = y > 0 ? dy : 0}, y the output of {@link #relu}; a NaN in y gives NaN. */
    void reluBackward(Tensor y, Tensor dy, Tensor dx);

    /** {@code y = 1 / (1 + exp(-x))}. */
    void sigmoid(Tensor x, Tensor y);

    /** {@code dx = dy * (y * (1 - y))}, y the output of {@link #sigmoid}. */
    void sigmoidBackward(Tensor y, Tensor dy, Tensor dx);

    /** {@code y = tanh(x)}. */
    void tanh(Tensor x, Tensor y);

    /** {@code dx = dy * (1 - y * y)} with 1 - y * y as fma(-y, y, 1), y the output of {@link #tanh}. */
    void tanhBackward(Tensor y, Tensor dy, Tensor dx);

    /** {@code y = exp(x)}. */
    void exp(Tensor x, Tensor y);

    /** {@code y = x * Phi(x)}, Phi the normal distribution function: the exact GELU (Hendrycks and Gimpel, 2016). */
    void gelu(Tensor x, Tensor y);

    /** {@code dx = dy * (Phi(x) + x * phi(x))}, x the input of {@link #gelu}. */
    void geluBackward(Tensor x, Tensor dy, Tensor dx);
}
