package dev.lanewise.nn.gate;

import dev.lanewise.autograd.Var;
import dev.lanewise.nn.Unary;
import dev.lanewise.op.Ops;

/**
 * The entrywise product of what two layers make of the same input: {@code y = value(x) * gate(x)}. Both outputs have
 * the shape of y.
 *
 * @param value the layer that is gated
 * @param gate the layer that gates it; often ends in a logistic function
 */
public record Gate(Unary value, Unary gate) implements Unary {
    /**
     * Computes both and multiplies them.
     *
     * @throws IllegalArgumentException if their shapes differ
     */
    @Override
    public Var forward(Var x) {
        Var v = value.forward(x);
        Var g = gate.forward(x);
        if (!v.shape().equals(g.shape())) {
            throw new IllegalArgumentException("Gate: value has shape " + v.shape() + ", gate has shape " + g.shape()
                    + ", expected equal shapes, of x with shape " + x.shape());
        }
        return Ops.mul(v, g);
    }
}
