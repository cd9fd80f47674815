package dev.lanewise.op.math;

import dev.lanewise.kernel.Function;

/**
 * {@code y = sqrt(x)}; NaN below 0. The gradient at 0 is infinite. Any shape; the output has the shape of x.
 */
public record Sqrt() implements ElementMap {
    @Override
    public Function function() {
        return Function.SQRT;
    }
}
