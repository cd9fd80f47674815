package dev.lanewise.op.math;

import dev.lanewise.kernel.Function;

/**
 * {@code y = x - tanh(x)}, accurate for small x. Any shape; the output has the shape of x.
 */
public record TanhShrink() implements ElementMap {
    @Override
    public Function function() {
        return Function.TANH_SHRINK;
    }
}
