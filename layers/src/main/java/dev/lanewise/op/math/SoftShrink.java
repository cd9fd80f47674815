package dev.lanewise.op.math;

import dev.lanewise.kernel.Function;

/**
 * {@code y = sign(x) max(|x| - lambda, 0)} (Donoho, 1995). Any shape; the output has the shape of x.
 *
 * @param lambda how far x is moved towards 0, at least 0
 */
public record SoftShrink(float lambda) implements ElementMap {
    /**
     * Checks its options.
     *
     * @throws IllegalArgumentException naming what does not fit
     */
    public SoftShrink {
        if (!(lambda >= 0f && lambda < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "softShrink: lambda " + lambda + ", expected a finite number, at least 0");
        }
    }

    @Override
    public Function function() {
        return Function.SOFT_SHRINK;
    }

    @Override
    public float first() {
        return lambda;
    }
}
