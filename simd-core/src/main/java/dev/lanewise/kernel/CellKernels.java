package dev.lanewise.kernel;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;

/**
 * Recurrent cells, fused over their gates: what remains of one step after its two matrix products. G gates of H elements
 * lie one after another in a row, in PyTorch's order.
 *
 * <p>Backward methods take the gradient of a step's output h as the sum of two parts: {@code dy}, from the output
 * sequence, and {@code dh}, carried back from the step after it. They overwrite what they write; outputs must not overlap
 * inputs unless a method says otherwise. The elementary functions are those of {@link dev.lanewise.math}; every element
 * is computed by the formula as written, so that its bits depend on nothing but its operands. NaN in, NaN out.
 *
 * <p>Each method throws {@link IllegalArgumentException} if the shapes do not fit, before anything is written.
 */
public interface CellKernels {
    /** The function of a plain recurrent cell. */
    enum Function {
        /** {@code tanh(x)}. */
        TANH,
        /** {@code x < 0 ? 0 : x}. */
        RELU
    }

    /**
     * A plain cell (Elman, 1990): {@code h = f(a + b)}.
     *
     * @param a [N,H]: the product with the input, its bias included
     * @param hidden [N,H]: b, the product with hPrevious, its bias included
     * @param h [N,H], written; may be the same window as a
     */
    void rnn(Function function, Tensor a, Tensor hidden, Tensor h, Workspace work);

    /**
     * {@code da = (dy + dh) * f'}, with f' computed from h: {@code fma(-h, h, 1)} for tanh; for relu, where h is
     * positive the sum itself, elsewhere 0, NaN where h is NaN.
     *
     * @param h [N,H], what {@link #rnn} wrote
     * @param dy [N,H]
     * @param dh [N,H]
     * @param da [N,H], written
     */
    void rnnBackward(Function function, Tensor h, Tensor dy, Tensor dh, Tensor da, Workspace work);

    /**
     * Long short-term memory (Hochreiter and Schmidhuber, 1997) with the forget gate of Gers et al. (2000):
     *
     * <pre>
     * i = sigmoid(a_i + b_i)   f = sigmoid(a_f + b_f)   g = tanh(a_g + b_g)   o = sigmoid(a_o + b_o)
     * c = fma(i, g, f * cPrevious)                        h = o * tanh(c)</pre>
     *
     * @param gates [N,4H]: a, the product with the input, in the order i, f, g, o; overwritten with i, f, g, o
     * @param hidden [N,4H]: b, the product with hPrevious
     * @param cPrevious [N,H]
     * @param c [N,H], written
     * @param tanhC [N,H], written: tanh(c), for the backward
     * @param h [N,H], written
     */
    void lstm(Tensor gates, Tensor hidden, Tensor cPrevious, Tensor c, Tensor tanhC, Tensor h, Workspace work);

    /**
     * The gradient of {@link #lstm}:
     *
     * <pre>
     * s    = dy + dh
     * dcs  = fma(s * o, fma(-tanhC, tanhC, 1), dc)
     * da_i = dcs * g * (i * (1 - i))          da_f = dcs * cPrevious * (f * (1 - f))
     * da_g = dcs * i * fma(-g, g, 1)          da_o = s * tanhC * (o * (1 - o))
     * dcPrevious = dcs * f</pre>
     *
     * @param gates [N,4H], what the forward left
     * @param dy [N,H]
     * @param dh [N,H]
     * @param dc [N,H], the gradient of c that the step after it carries back
     * @param da [N,4H], written
     * @param dcPrevious [N,H], written
     */
    void lstmBackward(
            Tensor gates,
            Tensor cPrevious,
            Tensor tanhC,
            Tensor dy,
            Tensor dh,
            Tensor dc,
            Tensor da,
            Tensor dcPrevious,
            Workspace work);

    /**
     * Gated recurrent unit (Cho et al., 2014) that resets after the product, as PyTorch and cuDNN do:
     *
     * <pre>
     * r = sigmoid(a_r + b_r)   z = sigmoid(a_z + b_z)   n = tanh(fma(r, b_n, a_n))
     * h = fma(z, hPrevious, (1 - z) * n)</pre>
     *
     * @param gates [N,3H]: a, the product with the input, in the order r, z, n; overwritten with r, z, n
     * @param hidden [N,3H]: b, the product with hPrevious
     * @param hPrevious [N,H]
     * @param bn [N,H], written: b_n, for the backward
     * @param h [N,H], written
     */
    void gru(Tensor gates, Tensor hidden, Tensor hPrevious, Tensor bn, Tensor h, Workspace work);

    /**
     * The gradient of {@link #gru}:
     *
     * <pre>
     * s    = dy + dh
     * da_n = s * (1 - z) * fma(-n, n, 1)            db_n = da_n * r
     * da_r = db_r = da_n * b_n * (r * (1 - r))
     * da_z = db_z = s * (hPrevious - n) * (z * (1 - z))
     * dhPrevious = s * z</pre>
     *
     * @param gates [N,3H], what the forward left
     * @param bn [N,H], what the forward left
     * @param dy [N,H]
     * @param dh [N,H]
     * @param da [N,3H], written: the gradient of the product with the input
     * @param db [N,3H], written: the gradient of the product with hPrevious
     * @param dhPrevious [N,H], written: the part that does not go through that product
     */
    void gruBackward(
            Tensor gates,
            Tensor bn,
            Tensor hPrevious,
            Tensor dy,
            Tensor dh,
            Tensor da,
            Tensor db,
            Tensor dhPrevious,
            Workspace work);

    /**
     * Undoes a step for samples that have ended: {@code state[n] = previous[n]} where {@code t >= lengths[n]}.
     *
     * @param lengths [N]
     * @param t the step
     * @param previous [N,D]; null for zeros
     * @param state [N,D], overwritten in the rows that have ended
     */
    void hold(IntTensor lengths, int t, Tensor previous, Tensor state);

    /**
     * {@code y[t,n] = t < lengths[n] ? x[t,n] : 0}, whatever x holds there.
     *
     * @param lengths [N]
     * @param x [T,N,D]
     * @param y [T,N,D], written; may be the same window as x
     */
    void mask(IntTensor lengths, Tensor x, Tensor y);
}
