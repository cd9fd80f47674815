package dev.lanewise.op.math;

import dev.lanewise.kernel.Function;

/**
 * The error function. Any shape; the output has the shape of x.
 */
public record Erf() implements ElementMap {
    @Override
    public Function function() {
        return Function.ERF;
    }
}
