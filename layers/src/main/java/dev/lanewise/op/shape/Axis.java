package dev.lanewise.op.shape;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/** One axis of a shape as the middle one of three. */
final class Axis {
    private Axis() {}

    /** The axis counted from the front. */
    static int index(Shape shape, int axis) {
        shape.dim(axis);
        return axis < 0 ? axis + shape.rank() : axis;
    }

    /** The tensor as [A,D,B], D the axis. */
    static Tensor middle(Tensor t, int axis) {
        Shape s = t.shape();
        int i = index(s, axis);
        return t.reshape(Shape.of(s.span(0, i), s.dim(i), s.span(i + 1, s.rank())));
    }
}
