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
