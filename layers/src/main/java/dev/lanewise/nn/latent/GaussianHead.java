package dev.lanewise.nn.latent;

import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.nn.Layer;
import dev.lanewise.nn.Linear;

/**
 * The mean and log-variance of a latent vector, each a linear function of features (Kingma and Welling, 2014): h:[*,I] to
 * two of [*,Z].
 *
 * @param mean of I inputs and Z outputs
 * @param logvar of I inputs and Z outputs
 */
public record GaussianHead(Linear mean, Linear logvar) implements Layer {
    /** Checks that both have the same shape. */
    public GaussianHead {
        if (!mean.weight().shape().equals(logvar.weight().shape())) {
            throw new IllegalArgumentException("gaussianHead: logvar has weight of shape "
                    + logvar.weight().shape() + ", but mean has "
                    + mean.weight().shape());
        }
    }

    /** A layer with the initial values of {@link Linear}. */
    public static GaussianHead of(int inputs, int latent, Draws draws) {
        return new GaussianHead(Linear.of(inputs, latent, draws), Linear.of(inputs, latent, draws));
    }

    /** The Gaussian of features h. */
    public Gaussian forward(Var h) {
        return new Gaussian(mean.forward(h), logvar.forward(h));
    }
}
