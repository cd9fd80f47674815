package dev.lanewise.op.math;

import dev.lanewise.kernel.Function;

/**
 * {@code y = 1 / x}. Any shape; the output has the shape of x.
 */
public record Reciprocal() implements ElementMap {
    @Override
    public Function function() {
        return Function.RECIPROCAL;
    }
}
