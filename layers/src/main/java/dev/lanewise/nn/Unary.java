package dev.lanewise.nn;

import dev.lanewise.autograd.Var;
import dev.lanewise.tensor.Shape;

/** A layer from one value to one value. */
public interface Unary extends Layer {
    /** Computes the output on the tape of x. */
    Var forward(Var x);

    /**
     * A table of the operations of one forward pass: layer, output shape, parameters, floating-point operations.
     *
     * @param x the shape of the input
     */
    default Summary summary(Shape x) {
        return Summary.of(this, x);
    }
}
