package dev.lanewise.nn.conv;

import dev.lanewise.autograd.Var;
import dev.lanewise.kernel.Pool2dShape;
import dev.lanewise.tensor.ShapeSpec;

/** Sequences as images of one row. */
final class Sequences {
    private static final ShapeSpec SHAPES = ShapeSpec.of("x:[N,C,L]");

    private Sequences() {}

    static Var image(String layer, Var x) {
        SHAPES.match(layer, x.shape());
        return x.reshape(x.dim(0), x.dim(1), 1, x.dim(2));
    }

    /** The same for a layer with a window, which must not be longer than the sequence with its padding. */
    static Var image(String layer, Pool2dShape pool, Var x) {
        Var image = image(layer, x);
        long span = pool.dilationW() * (pool.kernelW() - 1L) + 1;
        long padded = x.dim(2) + 2L * pool.padW();
        if (span > padded + (pool.ceil() ? pool.strideW() - 1 : 0)) {
            throw new IllegalArgumentException(layer + ": the window spans " + span + ", more than the padded length, "
                    + padded + ": x has shape " + x.shape() + " (contract " + SHAPES + ")");
        }
        return image;
    }

    static Var row(Var y) {
        return y.reshape(y.dim(0), y.dim(1), y.dim(3));
    }

    static void oneRow(String layer, Pool2dShape pool) {
        if (pool.kernelH() != 1 || pool.strideH() != 1 || pool.padH() != 0 || pool.dilationH() != 1) {
            throw new IllegalArgumentException(
                    layer + ": a window of " + pool.kernelH() + " rows, stride " + pool.strideH() + ", padding "
                            + pool.padH() + ", expected 1 row, stride 1, no padding: a sequence is one row");
        }
    }
}
