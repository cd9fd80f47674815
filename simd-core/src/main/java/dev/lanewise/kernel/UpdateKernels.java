package dev.lanewise.kernel;

import dev.lanewise.tensor.Tensor;

/**
 * Optimiser updates, one pass over the parameter and its state. All tensors of a call have the same size, else {@link
 * IllegalArgumentException} is thrown before anything is written; no two of them overlap.
 */
public interface UpdateKernels {
    /**
     * Stochastic gradient descent (PyTorch's form; Sutskever et al., 2013, for the momentum).
     *
     * <pre>
     * d = fma(decay, p, g)
     * v = fma(momentum, v, d)                      if momentum is not 0; the first step too, from v = 0
     * d = nesterov ? fma(momentum, v, d) : v       if momentum is not 0
     * p = fma(-lr, d, p)</pre>
     *
     * @param p updated
     * @param g the gradient, read
     * @param velocity updated; if momentum is 0 it is left alone and may be null
     */
    void sgd(Tensor p, Tensor g, Tensor velocity, float lr, float momentum, boolean nesterov, float decay);

    /**
     * Adam (Kingma and Ba, 2015), with decay added to the gradient (L2) or applied to the weights (AdamW, Loshchilov
     * and Hutter, 2019).
     *
     * <pre>
     * g = fma(decay, p, g)                              with decay 0 if decoupled
     * m = fma(beta1, m, (1 - beta1) * g)                v = fma(beta2, v, (1 - beta2) * (g * g))
     * p = fma(-stepSize, m / fma(sqrt(v), rootScale, epsilon), p * shrink)    with shrink 1 if not decoupled</pre>
     *
     * <p>The g here is a number on the way, the tensor g is only read.
     *
     * @param p updated
     * @param m first moment, updated
     * @param v second moment, updated
     * @param step the step's constants
     */
    void adam(Tensor p, Tensor g, Tensor m, Tensor v, AdamStep step);

    /**
     * The constants of one Adam step, with the bias corrections of step t folded in.
     *
     * @param stepSize lr / (1 - beta1^t)
     * @param rootScale 1 / sqrt(1 - beta2^t)
     * @param shrink 1 - lr * decay if decoupled, else 1
     * @param decay the L2 factor added to the gradient; 0 if decoupled
     */
    record AdamStep(
            float beta1, float beta2, float epsilon, float stepSize, float rootScale, float shrink, float decay) {}
}
