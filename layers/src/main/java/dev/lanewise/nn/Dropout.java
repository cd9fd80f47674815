package dev.lanewise.nn;

import dev.lanewise.autograd.Var;

/**
 * Zeroes elements in training (Srivastava et al., 2014); the identity in evaluation. Any shape.
 *
 * @param probability of an element to be zeroed, in [0, 1]
 */
public record Dropout(float probability) implements Unary {
    public Dropout {
        dev.lanewise.op.random.Dropout.requireProbability(probability);
    }

    @Override
    public Var forward(Var x) {
        return new dev.lanewise.op.random.Dropout(probability).on(x);
    }
}
