package dev.lanewise.op.math;

import dev.lanewise.kernel.Function;

/**
 * {@code y = -ln(1 + e^-x)}, the logarithm of the logistic function, without overflow. Any shape; the output has the
 * shape of x.
 */
public record LogSigmoid() implements ElementMap {
    @Override
    public Function function() {
        return Function.LOG_SIGMOID;
    }
}
