package dev.lanewise.op.math;

import dev.lanewise.kernel.Function;

/**
 * {@code y = ln x}; NaN below 0, -inf at 0. Any shape; the output has the shape of x.
 */
public record Log() implements ElementMap {
    @Override
    public Function function() {
        return Function.LOG;
    }
}
