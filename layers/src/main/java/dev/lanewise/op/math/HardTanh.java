package dev.lanewise.op.math;

import dev.lanewise.kernel.Function;

/**
 * {@code y = min(max(x, low), high)}. The gradient passes where {@code low < x < high}, unlike that of {@link Clamp}.
 * Any shape; the output has the shape of x.
 *
 * @param low the smallest value
 * @param high the largest value, more than low
 */
public record HardTanh(float low, float high) implements ElementMap {
    /**
     * Checks its options.
     *
     * @throws IllegalArgumentException naming what does not fit
     */
    public HardTanh {
        if (!(low < high)) {
            throw new IllegalArgumentException("hardTanh: low " + low + " and high " + high + ", expected low < high");
        }
    }

    @Override
    public Function function() {
        return Function.HARD_TANH;
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
