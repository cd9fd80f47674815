package dev.lanewise.kernel;

import dev.lanewise.tensor.Tensor;

/**
 * Optimiser updates, one pass over the parameter and its state, and what goes with them: clipping and averaging. All
 * tensors of a call have the same size, else {@link IllegalArgumentException} is thrown before anything is written; no
 * two of them overlap.
 *
 * <p>In all formulas {@code d = fma(decay, p, g)}, decay being the factor of an L2 term. Gradient ascent needs no method
 * of its own: every update is odd in d, so it is descent with the rate and the decay negated (first moments and
 * velocities then have the opposite sign).
 */
public interface UpdateKernels {
    /**
     * Stochastic gradient descent (PyTorch's form; Sutskever et al., 2013, for the momentum).
     *
     * <pre>
     * v = fma(momentum, v, intake * d)             if momentum is not 0; the first step too, from v = 0
     * d = nesterov ? fma(momentum, v, d) : v       if momentum is not 0
     * p = fma(-lr, d, p)</pre>
     *
     * @param p updated
     * @param g the gradient, read
     * @param velocity updated; if momentum is 0 it is left alone and may be null
     * @param step the step's constants
     */
    void sgd(Tensor p, Tensor g, Tensor velocity, SgdStep step);

    /**
     * The constants of one step of SGD.
     *
     * @param intake the factor of d in the velocity: 1 - dampening, and 1 in the first step
     * @param decay the L2 factor added to the gradient
     */
    record SgdStep(float lr, float momentum, float intake, boolean nesterov, float decay) {}

    /**
     * Adam (Kingma and Ba, 2015), with decay added to the gradient (L2) or applied to the weights (AdamW, Loshchilov
     * and Hutter, 2019).
     *
     * <pre>
     * m = fma(beta1, m, (1 - beta1) * d)                v = fma(beta2, v, (1 - beta2) * (d * d))
     * p = fma(-stepSize, m / fma(sqrt(v), rootScale, epsilon), p * shrink)    with shrink 1 if not decoupled</pre>
     *
     * @param p updated
     * @param g the gradient, read
     * @param m first moment, updated
     * @param v second moment, updated
     * @param step the step's constants
     */
    void adam(Tensor p, Tensor g, Tensor m, Tensor v, AdamStep step);

    /**
     * AMSGrad (Reddi, Kale and Kumar, 2018): {@link #adam} whose step is divided by the largest second moment so far.
     *
     * <pre>
     * m, v as in adam                                   largest = max(largest, v), NaN if one of them is
     * p = fma(-stepSize, m / fma(sqrt(largest), rootScale, epsilon), p * shrink)</pre>
     *
     * @param largest the largest second moment, updated
     */
    void amsgrad(Tensor p, Tensor g, Tensor m, Tensor v, Tensor largest, AdamStep step);

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

    /**
     * NAdam (Dozat, 2016): Adam with Nesterov's look ahead.
     *
     * <pre>
     * m, v as in adam                                   root = fma(sqrt(v), rootScale, epsilon)
     * p = fma(-gradientStep, d / root, fma(-momentStep, m / root, p * shrink))</pre>
     *
     * @param m first moment, updated
     * @param v second moment, updated
     */
    void nadam(Tensor p, Tensor g, Tensor m, Tensor v, NadamStep step);

    /**
     * The constants of one NAdam step.
     *
     * @param gradientStep the rate of the gradient itself: lr * (1 - mu_t) / (1 - mu_1 ... mu_t)
     * @param momentStep the rate of the first moment: lr * mu_(t+1) / (1 - mu_1 ... mu_(t+1))
     * @param rootScale 1 / sqrt(1 - beta2^t)
     * @param shrink 1 - lr * decay if decoupled, else 1
     * @param decay the L2 factor added to the gradient; 0 if decoupled
     */
    record NadamStep(
            float beta1,
            float beta2,
            float epsilon,
            float gradientStep,
            float momentStep,
            float rootScale,
            float shrink,
            float decay) {}

    /**
     * Adamax (Kingma and Ba, 2015, section 7.1): Adam with the infinity norm.
     *
     * <pre>
     * m = fma(beta1, m, (1 - beta1) * d)                u = max(beta2 * u, |d| + epsilon), NaN if one of them is
     * p = fma(-stepSize, m / u, p)</pre>
     *
     * @param m first moment, updated
     * @param u the decayed largest absolute value, updated
     * @param step its stepSize is lr / (1 - beta1^t); rootScale and shrink are not read
     */
    void adamax(Tensor p, Tensor g, Tensor m, Tensor u, AdamStep step);

    /**
     * Adagrad (Duchi, Hazan and Singer, 2011).
     *
     * <pre>
     * sum = fma(d, d, sum)                              p = fma(-stepSize, d / (sqrt(sum) + epsilon), p)</pre>
     *
     * @param sum the sum of squares, updated
     */
    void adagrad(Tensor p, Tensor g, Tensor sum, float stepSize, float epsilon, float decay);

    /**
     * Adadelta (Zeiler, 2012).
     *
     * <pre>
     * square = fma(rho, square, rest * (d * d))
     * x = sqrt(delta + epsilon) / sqrt(square + epsilon) * d
     * delta = fma(rho, delta, rest * (x * x))           p = fma(-lr, x, p)</pre>
     *
     * @param square mean of the squared gradients, updated
     * @param delta mean of the squared updates, updated
     */
    void adadelta(Tensor p, Tensor g, Tensor square, Tensor delta, AdadeltaStep step);

    /**
     * The constants of one Adadelta step.
     *
     * @param rest 1 - rho
     */
    record AdadeltaStep(float lr, float rho, float rest, float epsilon, float decay) {}

    /**
     * RMSProp (Tieleman and Hinton, 2012), centred as in Graves (2013).
     *
     * <pre>
     * square = fma(alpha, square, rest * (d * d))
     * mean = fma(alpha, mean, rest * d)                 if centred
     * root = sqrt(centred ? max(0, fma(-mean, mean, square)) : square) + epsilon
     * velocity = fma(momentum, velocity, d / root)      if momentum is not 0
     * p = fma(-lr, momentum is 0 ? d / root : velocity, p)</pre>
     *
     * <p>The maximum keeps rounding from making a variance of 0 negative; a NaN passes it.
     *
     * @param square mean of the squared gradients, updated
     * @param mean mean of the gradients, updated; null if not centred
     * @param velocity updated; if momentum is 0 it is left alone and may be null
     */
    void rmsProp(Tensor p, Tensor g, Tensor square, Tensor mean, Tensor velocity, RmsPropStep step);

    /**
     * The constants of one RMSProp step.
     *
     * @param rest 1 - alpha
     */
    record RmsPropStep(float lr, float alpha, float rest, float epsilon, float momentum, float decay) {}

    /**
     * Moves an average towards the weights: {@code average = fma(weight, p - average, average)}.
     *
     * @param average updated
     * @param p read
     */
    void average(Tensor average, Tensor p, float weight);

    /** {@code g = max(-limit, min(limit, g))}; NaN stays. */
    void clamp(Tensor g, float limit);

    /**
     * The sum over i of {@code |g[i]|^order}, in double; the largest {@code |g[i]|} if the order is infinite (NaN if
     * there is one). Chunks of 32768 elements are summed in 16 lanes each, the lanes of a chunk and then the chunks are
     * added in order.
     *
     * @param order above 0
     */
    double powerSum(Tensor g, double order);
}
