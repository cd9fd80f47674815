package dev.lanewise.op.math;

import dev.lanewise.kernel.Function;

/**
 * {@code y = lambda (x > 0 ? x : alpha (e^x - 1))} with {@code lambda = 1.0507...} and {@code alpha = 1.6732...}, for
 * which mean 0 and variance 1 are a fixed point (Klambauer et al., 2017). Any shape; the output has the shape of x.
 */
public record Selu() implements ElementMap {
    private static final float ALPHA = 1.6732632423543772848170429916717f;
    private static final float LAMBDA = 1.0507009873554804934193349852946f;

    @Override
    public Function function() {
        return Function.SELU;
    }

    @Override
    public float first() {
        return ALPHA;
    }

    @Override
    public float second() {
        return LAMBDA;
    }
}
