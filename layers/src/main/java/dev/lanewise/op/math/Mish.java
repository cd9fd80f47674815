package dev.lanewise.op.math;

import dev.lanewise.kernel.Function;

/**
 * {@code y = x tanh(ln(1 + e^x))} (Misra, 2019), without overflow. Any shape; the output has the shape of x.
 */
public record Mish() implements ElementMap {
    @Override
    public Function function() {
        return Function.MISH;
    }
}
