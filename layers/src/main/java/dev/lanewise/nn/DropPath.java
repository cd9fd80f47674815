package dev.lanewise.nn;

import dev.lanewise.autograd.Var;
import dev.lanewise.op.random.BlockDropout;

/**
 * Stochastic depth (Huang et al., 2016): zeroes whole samples in training and scales the others by {@code 1 / (1 -
 * probability)}; the identity in evaluation. Put at the end of a residual branch, it leaves a sample its shortcut alone.
 * x:[N,*].
 *
 * @param probability of a sample to be zeroed, in [0, 1]
 */
public record DropPath(float probability) implements Unary {
    /** Checks the probability. */
    public DropPath {
        if (!(probability >= 0f && probability <= 1f)) {
            throw new IllegalArgumentException("dropPath: probability " + probability + ", expected 0 to 1");
        }
    }

    @Override
    public Var forward(Var x) {
        if (x.shape().rank() < 1) {
            throw new IllegalArgumentException("dropPath: x has shape " + x.shape() + ", expected x:[N,*]");
        }
        return new BlockDropout(1, probability).on(x);
    }
}
