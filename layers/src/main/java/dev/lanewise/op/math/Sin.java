package dev.lanewise.op.math;

import dev.lanewise.kernel.Function;

/**
 * {@code y = sin(x)}, x in radians. Any shape; the output has the shape of x.
 */
public record Sin() implements ElementMap {
    @Override
    public Function function() {
        return Function.SIN;
    }
}
