package dev.lanewise.init;

import dev.lanewise.tensor.Tensor;

/**
 * Xavier initialisation (Glorot and Bengio, 2010): variance {@code 2 / (fan in + fan out)}, which keeps the variance of activations and gradients through tanh-like layers.
 *
 * @param distribution what the values are drawn from
 */
public record Xavier(Distribution distribution) implements Initializer {
    @Override
    public void fill(Tensor weights, long seed, long stream) {
        double variance = 2.0 / (Fans.in(weights.shape()) + Fans.out(weights.shape()));
        if (distribution == Distribution.NORMAL) {
            new Normal(0f, (float) Math.sqrt(variance)).fill(weights, seed, stream);
        } else {
            float bound = (float) Math.sqrt(3 * variance);
            new Uniform(-bound, bound).fill(weights, seed, stream);
        }
    }
}
