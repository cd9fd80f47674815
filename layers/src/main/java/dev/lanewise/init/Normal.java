package dev.lanewise.init;

import dev.lanewise.runtime.Backend;
import dev.lanewise.tensor.Tensor;

/**
 * Normal with the given mean and standard deviation.
 *
 * @param mean the mean
 * @param deviation the standard deviation, at least 0
 */
public record Normal(float mean, float deviation) implements Initializer {
    @Override
    public void fill(Tensor weights, long seed, long stream) {
        Backend.kernels().random().normal(seed, stream, mean, deviation, weights);
    }
}
