package dev.lanewise.op.conv;

import dev.lanewise.kernel.Conv2dShape;
import dev.lanewise.kernel.Pool2dShape;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.ShapeSpec;

/** Output shapes; what does not fit is told with the operands' shapes and the contract. */
final class Extents {
    private Extents() {}

    static Shape of(Conv2dShape conv, Shape x, Shape w, ShapeSpec contract) {
        try {
            return Shape.of(x.dim(0), w.dim(0), conv.outH(x.dim(2), w.dim(2)), conv.outW(x.dim(3), w.dim(3)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    e.getMessage() + ": x has shape " + x + ", w has shape " + w + " (contract " + contract + ")", e);
        }
    }

    static Shape of(String op, Pool2dShape pool, Shape x, ShapeSpec contract) {
        try {
            return Shape.of(x.dim(0), x.dim(1), pool.outH(x.dim(2)), pool.outW(x.dim(3)));
        } catch (IllegalArgumentException e) {
            String reason = e.getMessage().substring(e.getMessage().indexOf(':'));
            throw new IllegalArgumentException(op + reason + ": x has shape " + x + " (contract " + contract + ")", e);
        }
    }
}
