package dev.lanewise.op.math;

import dev.lanewise.kernel.Function;

/**
 * {@code y = e^x - 1}, accurate for small x. Any shape; the output has the shape of x.
 */
public record Expm1() implements ElementMap {
    @Override
    public Function function() {
        return Function.EXPM1;
    }
}
