package dev.lanewise.init;

import dev.lanewise.tensor.Tensor;

/**
 * LeCun initialisation (LeCun, Bottou, Orr and Müller, 1998): variance {@code 1 / fan in}, which keeps the variance of
 * what a linear layer passes on; also what self-normalising networks ask for (Klambauer et al., 2017).
 *
 * @param distribution what the values are drawn from: normal, or uniform in {@code +-sqrt(3 / fan in)}
 */
public record LeCun(Distribution distribution) implements Initializer {
    @Override
    public void fill(Tensor weights, long seed, long stream) {
        double variance = 1.0 / Fans.in(weights.shape());
        if (distribution == Distribution.NORMAL) {
            new Normal(0f, (float) Math.sqrt(variance)).fill(weights, seed, stream);
        } else {
            float bound = (float) Math.sqrt(3 * variance);
            new Uniform(-bound, bound).fill(weights, seed, stream);
        }
    }
}
