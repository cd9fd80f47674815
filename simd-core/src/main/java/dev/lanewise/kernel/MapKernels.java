package dev.lanewise.kernel;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;

/**
 * Functions of one element: activations and elementary functions, and choices between elements. All tensors of floats
 * of a call have the same size unless said otherwise; an output may be the same window as an input. NaN in, NaN out.
 * Each method throws {@link IllegalArgumentException} if the shapes do not fit, before anything is written.
 */
public interface MapKernels {
    /**
     * {@code y = f(x)}.
     *
     * @param a the first option of the function, 0 if it has none
     * @param b the second option of the function, 0 if it has none
     */
    void apply(Function f, float a, float b, Tensor x, Tensor y);

    /** {@code dx = dy * f'(x)}, x the input of {@link #apply}; at a kink as {@link Function} says. */
    void backward(Function f, float a, float b, Tensor x, Tensor dy, Tensor dx);

    /**
     * {@code y[n,c,s] = x > 0 ? x : w[c] * x}.
     *
     * @param x [N,C,S]
     * @param w [C]
     */
    void prelu(Tensor x, Tensor w, Tensor y);

    /** {@code dx[n,c,s] = x > 0 ? dy : w[c] * dy}, a NaN in x gives NaN; x, dy, dx: [N,C,S] w:[C]. */
    void preluBackward(Tensor x, Tensor w, Tensor dy, Tensor dx);

    /**
     * {@code y = mask != 0 ? value : x}.
     *
     * @param x of the shape of y
     * @param mask broadcast to the shape of y as in NumPy
     */
    void maskedFill(Tensor x, IntTensor mask, float value, Tensor y);

    /**
     * {@code y = mask != 0 ? a : b}.
     *
     * @param mask broadcast to the shape of y as in NumPy
     */
    void where(IntTensor mask, Tensor a, Tensor b, Tensor y);

    /**
     * {@code da = a > b ? dy : a = b ? dy / 2 : 0}, NaN if a or b is: the gradient of a maximum to its first operand.
     */
    void winner(Tensor a, Tensor b, Tensor dy, Tensor da);
}
