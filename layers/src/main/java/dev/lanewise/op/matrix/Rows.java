package dev.lanewise.op.matrix;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/** Views that flatten the leading axes. */
final class Rows {
    private Rows() {}

    /** The tensor as [rows, D], D its innermost axis. */
    static Tensor of(Tensor x) {
        int columns = x.dim(-1);
        return x.reshape(Shape.of(x.shape().span(0, x.shape().rank() - 1), columns));
    }
}
