package dev.lanewise.op.math;

import dev.lanewise.kernel.Function;

/**
 * {@code y = min(max(x + 3, 0), 6) / 6} (Howard et al., 2019). The gradient at -3 and 3 is 0. Any shape; the output has
 * the shape of x.
 */
public record HardSigmoid() implements ElementMap {
    @Override
    public Function function() {
        return Function.HARD_SIGMOID;
    }
}
