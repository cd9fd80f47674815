package dev.lanewise.op.math;

import dev.lanewise.kernel.Function;

/**
 * {@code y = x min(max(x + 3, 0), 6) / 6} (Howard et al., 2019). Any shape; the output has the shape of x.
 */
public record HardSwish() implements ElementMap {
    @Override
    public Function function() {
        return Function.HARD_SWISH;
    }
}
