package dev.lanewise.nn.latent;

import dev.lanewise.autograd.Mode;
import dev.lanewise.autograd.Var;
import dev.lanewise.op.random.GaussianSample;

/**
 * A Gaussian with independent elements, on a tape.
 *
 * @param mean [*]
 * @param logVariance [*], the natural logarithm of the variance
 */
public record Gaussian(Var mean, Var logVariance) {
    /** Checks the shapes. */
    public Gaussian {
        if (!mean.shape().equals(logVariance.shape())) {
            throw new IllegalArgumentException(
                    "gaussian: logVariance has shape " + logVariance.shape() + ", but mean has shape " + mean.shape());
        }
    }

    /**
     * A draw, {@code mean + exp(logVariance / 2) * eps} (Kingma and Welling, 2014), through which gradients flow. It
     * depends on the tape's seed, the step and the place on the tape alone.
     */
    public Var sample() {
        return new GaussianSample().on(mean, logVariance);
    }

    /** A draw on a tape in training mode, the mean in evaluation. */
    public Var sampleInTraining() {
        return mean.tape().mode() == Mode.TRAIN ? sample() : mean;
    }
}
