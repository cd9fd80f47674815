package dev.lanewise.op.math;

import dev.lanewise.kernel.Function;

/**
 * {@code y = x / (1 + e^-x)}, also called swish (Elfwing et al., 2017; Ramachandran et al., 2017). Any shape; the
 * output has the shape of x.
 */
public record Silu() implements ElementMap {
    @Override
    public Function function() {
        return Function.SILU;
    }
}
