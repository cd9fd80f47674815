package dev.lanewise.loss;

import dev.lanewise.autograd.Var;
import dev.lanewise.kernel.LossKernels.Pair;
import dev.lanewise.op.Ops;
import dev.lanewise.op.loss.PairLoss;
import dev.lanewise.op.math.Exp;

/**
 * The divergence between normal distributions of independent components, given by means m and logarithms of variances s, in
 * nats by component: the regularising half of a variational autoencoder's loss (Kingma and Welling, 2014). All operands have
 * gradients.
 *
 * @param reduction of the divergences of components; {@link Reduction#BATCH_MEAN} is the divergence per sample
 */
public record GaussianKl(Reduction reduction) {
    private static final PairLoss OP = new PairLoss(Pair.GAUSSIAN_KL);

    /** The mean over samples of their divergence. */
    public GaussianKl() {
        this(Reduction.BATCH_MEAN);
    }

    /**
     * To the standard normal distribution: {@code (m^2 + exp(s) - 1 - s) / 2}.
     *
     * @param mean m, of any shape, samples outermost
     * @param logVariance s, of the same shape
     */
    public Var of(Var mean, Var logVariance) {
        if (!mean.shape().equals(logVariance.shape())) {
            throw new IllegalArgumentException("gaussianKl: logVariance has shape " + logVariance.shape()
                    + ", but mean has shape " + mean.shape() + " (contract mean:[*] logVariance:[*])");
        }
        return reduction.of("gaussianKl", OP.on(mean, logVariance));
    }

    /**
     * From the first to the second: {@code ((exp(s1) + (m1 - m2)^2) / exp(s2) - 1 + s2 - s1) / 2}. All of one shape.
     */
    public Var between(Var mean1, Var logVariance1, Var mean2, Var logVariance2) {
        // In units of the second distribution the first one is N((m1 - m2) / sigma2, exp(s1 - s2)).
        Var rate = new Exp().on(Ops.scale(-0.5f, logVariance2));
        Var mean = Ops.mul(Ops.sub(mean1, mean2), rate);
        return of(mean, Ops.sub(logVariance1, logVariance2));
    }
}
