package dev.lanewise.op.math;

import dev.lanewise.kernel.Function;

/**
 * {@code y = x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2}, an approximation of {@link Gelu} (Hendrycks and
 * Gimpel, 2016). Any shape; the output has the shape of x.
 */
public record GeluTanh() implements ElementMap {
    @Override
    public Function function() {
        return Function.GELU_TANH;
    }
}
