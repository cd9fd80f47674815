package dev.lanewise.init;

import dev.lanewise.tensor.Tensor;

/**
 * The identity matrix times a gain: PyTorch's eye_. Weights [O,I], which may differ: ones where output and input have the
 * same number, zeros elsewhere.
 *
 * @param gain what stands on the diagonal
 */
public record Identity(float gain) implements Initializer {
    /** Gain 1. */
    public Identity() {
        this(1f);
    }

    @Override
    public void fill(Tensor weights, long seed, long stream) {
        if (weights.shape().rank() != 2) {
            throw new IllegalArgumentException(
                    "initializer: weights of shape " + weights.shape() + ", expected rank 2: [O,I]");
        }
        weights.fill(0f);
        int columns = weights.dim(1);
        for (int i = 0; i < Math.min(weights.dim(0), columns); i++) {
            weights.array()[weights.offset() + i * columns + i] = gain;
        }
    }
}
