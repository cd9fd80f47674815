package dev.lanewise.nn;

import dev.lanewise.autograd.Var;

/**
 * Dropout for SELU networks (Klambauer et al., 2017): in training elements take SELU's saturated value instead of 0, and
 * mean and variance stay; the identity in evaluation. Any shape.
 *
 * @param probability of an element to be dropped, in [0, 1]
 */
public record AlphaDropout(float probability) implements Unary {
    /** Checks the probability. */
    public AlphaDropout {
        if (!(probability >= 0f && probability <= 1f)) {
            throw new IllegalArgumentException("alphaDropout: probability " + probability + ", expected 0 to 1");
        }
    }

    @Override
    public Var forward(Var x) {
        return new dev.lanewise.op.random.AlphaDropout(probability).on(x);
    }
}
