package dev.lanewise.op.math;

import dev.lanewise.kernel.Function;

/**
 * {@code y = min(max(x, 0), 6)} (Krizhevsky, 2010). The gradient at 0 and 6 is 0. Any shape; the output has the shape
 * of x.
 */
public record Relu6() implements ElementMap {
    private static final float SIX = 6f;

    @Override
    public Function function() {
        return Function.HARD_TANH;
    }

    @Override
    public float first() {
        return 0f;
    }

    @Override
    public float second() {
        return SIX;
    }
}
