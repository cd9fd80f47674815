package dev.lanewise.op.math;

import dev.lanewise.kernel.Function;

/**
 * {@code y = ln(1 + e^(beta x)) / beta}; x where {@code beta x > threshold} (Dugas et al., 2000), without overflow. Any
 * shape; the output has the shape of x.
 *
 * @param beta the sharpness; not 0
 * @param threshold from where on it is the identity
 */
public record Softplus(float beta, float threshold) implements ElementMap {
    /**
     * Checks its options.
     *
     * @throws IllegalArgumentException naming what does not fit
     */
    public Softplus {
        if (!(Float.isFinite(beta) && beta != 0f && !Float.isNaN(threshold))) {
            throw new IllegalArgumentException("softplus: beta " + beta + " and threshold " + threshold
                    + ", expected beta finite and not 0, a threshold");
        }
    }

    @Override
    public Function function() {
        return Function.SOFTPLUS;
    }

    @Override
    public float first() {
        return beta;
    }

    @Override
    public float second() {
        return threshold;
    }
}
