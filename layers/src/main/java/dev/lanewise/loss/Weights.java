package dev.lanewise.loss;

import dev.lanewise.autograd.Var;
import dev.lanewise.kernel.BroadcastShapes;
import dev.lanewise.op.Ops;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/** Weights that are data, not parameters. */
final class Weights {
    private Weights() {}

    /** The weight as a constant on the tape of x; null if it is absent. */
    static Var on(Var x, Tensor weight) {
        return weight == null ? null : x.tape().constant(weight);
    }

    /**
     * {@code each * weight}, the weight repeated as in NumPy; absent: as it is.
     *
     * @throws IllegalArgumentException if the weight is larger
     */
    static Var times(String loss, Var each, Tensor weight) {
        if (weight == null) {
            return each;
        }
        requireFit(loss, "weight", each.shape(), weight);
        return Ops.mul(each, on(each, weight));
    }

    static void requireFit(String loss, String name, Shape shape, Tensor weight) {
        if (!BroadcastShapes.of(loss, shape, weight.shape()).equals(shape)) {
            throw new IllegalArgumentException(loss + ": " + name + " has shape " + weight.shape()
                    + ", which does not broadcast to the shape " + shape + " of x");
        }
    }
}
