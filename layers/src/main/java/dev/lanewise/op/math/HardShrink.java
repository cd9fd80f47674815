package dev.lanewise.op.math;

import dev.lanewise.kernel.Function;

/**
 * {@code y = x > lambda or x < -lambda ? x : 0} (Donoho and Johnstone, 1994). Any shape; the output has the shape of x.
 *
 * @param lambda the end of the interval that becomes 0; negative for none
 */
public record HardShrink(float lambda) implements ElementMap {
    /**
     * Checks its options.
     *
     * @throws IllegalArgumentException naming what does not fit
     */
    public HardShrink {
        if (!(Float.isFinite(lambda))) {
            throw new IllegalArgumentException("hardShrink: lambda " + lambda + ", expected a finite number");
        }
    }

    @Override
    public Function function() {
        return Function.HARD_SHRINK;
    }

    @Override
    public float first() {
        return lambda;
    }
}
