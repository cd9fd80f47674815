package dev.lanewise.init;

import dev.lanewise.tensor.Tensor;

/**
 * Every element the same.
 *
 * @param value the element
 */
public record Constant(float value) implements Initializer {
    @Override
    public void fill(Tensor weights, long seed, long stream) {
        weights.fill(value);
    }
}
