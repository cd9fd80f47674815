package dev.lanewise.op.math;

import dev.lanewise.kernel.Function;

/**
 * {@code y = x^exponent}; NaN below 0 unless the exponent is a whole number. Any shape; the output has the shape of x.
 *
 * @param exponent a constant, finite
 */
public record Pow(float exponent) implements ElementMap {
    /**
     * Checks its option.
     *
     * @throws IllegalArgumentException naming what does not fit
     */
    public Pow {
        if (!Float.isFinite(exponent)) {
            throw new IllegalArgumentException("pow: exponent " + exponent + ", expected a finite one");
        }
    }

    @Override
    public Function function() {
        return Function.POW;
    }

    @Override
    public float first() {
        return exponent;
    }
}
