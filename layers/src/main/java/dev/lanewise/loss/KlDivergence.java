package dev.lanewise.loss;

import dev.lanewise.autograd.Var;
import dev.lanewise.kernel.LossKernels.Pair;
import dev.lanewise.op.loss.PairLoss;

/**
 * The divergence of Kullback and Leibler (1951) from x to the target: {@code t (log(t) - x)} by element, x the logarithm of
 * a probability, in nats. Summed over a distribution it is at least 0. Both operands have gradients.
 *
 * @param reduction of the losses of elements; {@link Reduction#BATCH_MEAN} is the divergence per sample
 * @param logTarget true: the target is given by its logarithms
 */
public record KlDivergence(Reduction reduction, boolean logTarget) {
    /** The mean over samples, of target probabilities. */
    public KlDivergence() {
        this(Reduction.BATCH_MEAN, false);
    }

    /**
     * The loss.
     *
     * @param x of any shape, log-probabilities
     * @param target of the same shape, probabilities or their logarithms
     */
    public Var of(Var x, Var target) {
        Pair loss = logTarget ? Pair.KL_DIVERGENCE_LOG_TARGET : Pair.KL_DIVERGENCE;
        return reduction.of("klDivergence", new PairLoss(loss).on(x, target));
    }
}
