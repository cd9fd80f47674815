package dev.lanewise.op.math;

import dev.lanewise.kernel.Function;

/**
 * {@code y = x > 0 ? x : alpha (e^x - 1)} (Clevert et al., 2015). Any shape; the output has the shape of x.
 *
 * @param alpha minus the limit at -inf
 */
public record Elu(float alpha) implements ElementMap {
    /**
     * Checks its options.
     *
     * @throws IllegalArgumentException naming what does not fit
     */
    public Elu {
        if (!(Float.isFinite(alpha))) {
            throw new IllegalArgumentException("elu: alpha " + alpha + ", expected a finite number");
        }
    }

    @Override
    public Function function() {
        return Function.ELU;
    }

    @Override
    public float first() {
        return alpha;
    }
}
