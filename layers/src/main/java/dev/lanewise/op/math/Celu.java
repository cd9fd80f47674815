package dev.lanewise.op.math;

import dev.lanewise.kernel.Function;

/**
 * {@code y = x > 0 ? x : alpha (e^(x / alpha) - 1)}, of which the gradient is continuous (Barron, 2017). Any shape; the
 * output has the shape of x.
 *
 * @param alpha minus the limit at -inf if positive; not 0
 */
public record Celu(float alpha) implements ElementMap {
    /**
     * Checks its options.
     *
     * @throws IllegalArgumentException naming what does not fit
     */
    public Celu {
        if (!(Float.isFinite(alpha) && alpha != 0f)) {
            throw new IllegalArgumentException("celu: alpha " + alpha + ", expected a finite number other than 0");
        }
    }

    @Override
    public Function function() {
        return Function.CELU;
    }

    @Override
    public float first() {
        return alpha;
    }
}
