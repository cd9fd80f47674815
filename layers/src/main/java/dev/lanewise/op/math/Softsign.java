package dev.lanewise.op.math;

import dev.lanewise.kernel.Function;

/**
 * {@code y = x / (1 + |x|)} (Bergstra et al., 2009). Any shape; the output has the shape of x.
 */
public record Softsign() implements ElementMap {
    @Override
    public Function function() {
        return Function.SOFTSIGN;
    }
}
