package dev.lanewise.nn;

import dev.lanewise.autograd.Var;
import dev.lanewise.op.Ops;

/**
 * A layer that is added to its input (He et al., 2015): {@code y = x + body(x)}, or {@code y = projection(x) + body(x)}
 * where the shapes differ.
 *
 * @param body any layer
 * @param projection from x to the shape of the body's output, or null: the identity
 */
public record Residual(Unary body, Unary projection) implements Unary {
    /** {@code x + body(x)}. */
    public static Residual of(Unary body) {
        return new Residual(body, null);
    }

    /**
     * Adds the two paths.
     *
     * @throws IllegalArgumentException if their shapes differ
     */
    @Override
    public Var forward(Var x) {
        Var y = body.forward(x);
        Var past = projection == null ? x : projection.forward(x);
        if (!y.shape().equals(past.shape())) {
            throw new IllegalArgumentException("Residual: body has shape " + y.shape() + ", "
                    + (projection == null ? "x" : "projection") + " has shape " + past.shape()
                    + ", expected equal shapes");
        }
        return Ops.add(past, y);
    }
}
