package dev.lanewise.op.math;

import dev.lanewise.kernel.Function;

/**
 * {@code y = x > 0 ? x : slope x} (Maas et al., 2013). Any shape; the output has the shape of x.
 *
 * @param slope of the negative half
 */
public record LeakyRelu(float slope) implements ElementMap {
    /**
     * Checks its options.
     *
     * @throws IllegalArgumentException naming what does not fit
     */
    public LeakyRelu {
        if (!(Float.isFinite(slope))) {
            throw new IllegalArgumentException("leakyRelu: slope " + slope + ", expected a finite number");
        }
    }

    @Override
    public Function function() {
        return Function.LEAKY_RELU;
    }

    @Override
    public float first() {
        return slope;
    }
}
