package dev.lanewise.op.math;

import dev.lanewise.kernel.Function;

/**
 * {@code y = ln(1 + x)}, accurate for small x; NaN below -1. Any shape; the output has the shape of x.
 */
public record Log1p() implements ElementMap {
    @Override
    public Function function() {
        return Function.LOG1P;
    }
}
