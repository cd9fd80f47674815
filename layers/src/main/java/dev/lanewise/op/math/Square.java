package dev.lanewise.op.math;

import dev.lanewise.kernel.Function;

/**
 * {@code y = x^2}. Any shape; the output has the shape of x.
 */
public record Square() implements ElementMap {
    @Override
    public Function function() {
        return Function.SQUARE;
    }
}
