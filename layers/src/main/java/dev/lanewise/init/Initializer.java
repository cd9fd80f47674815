package dev.lanewise.init;

import dev.lanewise.tensor.Tensor;

/** A rule for initial values. */
public interface Initializer {
    /**
     * Fills a tensor. The values depend on rule, shape, seed and stream alone.
     *
     * @param weights written; an axis of outputs first, then inputs, then the kernel's extents
     */
    void fill(Tensor weights, long seed, long stream);
}
