package dev.lanewise.op.math;

import dev.lanewise.kernel.Function;

/**
 * {@code y = |x|}; the gradient at 0 is 0. Any shape; the output has the shape of x.
 */
public record Abs() implements ElementMap {
    @Override
    public Function function() {
        return Function.ABS;
    }
}
