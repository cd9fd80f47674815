package dev.lanewise.init;

import dev.lanewise.runtime.Backend;
import dev.lanewise.tensor.Tensor;

/**
 * Uniform on [low, high).
 *
 * @param low the smallest value
 * @param high above the largest
 */
public record Uniform(float low, float high) implements Initializer {
    /** Uniform in +-1/sqrt(fanIn), PyTorch's default for linear and convolution layers. */
    public static Uniform fanIn(int fanIn) {
        float bound = (float) (1 / Math.sqrt(fanIn));
        return new Uniform(-bound, bound);
    }

    @Override
    public void fill(Tensor weights, long seed, long stream) {
        Backend.kernels().random().uniform(seed, stream, low, high, weights);
    }
}
