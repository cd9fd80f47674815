package dev.lanewise.kernel;

import dev.lanewise.tensor.Tensor;

/**
 * Counter-based random numbers: element i of a tensor depends on (seed, stream, i) alone, so that any element can be
 * computed by itself, in any order, by any thread. The words are {@link dev.lanewise.math.Threefry}'s.
 *
 * @see dev.lanewise.math.Threefry
 */
public interface RandomKernels {
    /** Uniform on [low, high): {@code fma(u, high - low, low)} with u a multiple of 2^-24 in [0, 1); low below high. */
    void uniform(long seed, long stream, float low, float high, Tensor y);

    /** Normal with the given mean and standard deviation (Box and Muller, 1958, in double, rounded once). */
    void normal(long seed, long stream, float mean, float deviation, Tensor y);

    /** {@code scale} with the given probability, else 0. Probability in [0, 1]. */
    void bernoulli(long seed, long stream, float probability, float scale, Tensor y);
}
