package dev.lanewise.op.math;

import dev.lanewise.kernel.Function;

/**
 * {@code y = min(max(x, low), high)}. The gradient passes where {@code low <= x <= high}, the ends included. Any shape;
 * the output has the shape of x.
 *
 * @param low the smallest value, may be -inf
 * @param high the largest value, at least low, may be +inf
 */
public record Clamp(float low, float high) implements ElementMap {
    /**
     * Checks its options.
     *
     * @throws IllegalArgumentException naming what does not fit
     */
    public Clamp {
        if (!(low <= high)) {
            throw new IllegalArgumentException("clamp: low " + low + " and high " + high + ", expected low <= high");
        }
    }

    @Override
    public Function function() {
        return Function.CLAMP;
    }

    @Override
    public float first() {
        return low;
    }

    @Override
    public float second() {
        return high;
    }
}
