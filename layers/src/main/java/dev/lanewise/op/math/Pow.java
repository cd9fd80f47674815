package dev.lanewise.op.math;

import dev.lanewise.kernel.Function;

/**
 * {@code y = x^exponent}; NaN below 0 unless the exponent is a whole number. Any shape; the output has the shape of x.
 *
 * @param exponent a constant
 */
public record Pow(float exponent) implements ElementMap {
    @Override
    public Function function() {
        return Function.POW;
    }

    @Override
    public float first() {
        return exponent;
    }
}
