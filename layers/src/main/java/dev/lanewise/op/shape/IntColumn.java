package dev.lanewise.op.shape;

import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.autograd.PlainOp;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.ShapeSpec;

/**
 * A column of a table of ints, a copy: {@code y[n] = x[n,at]}; x: ints [N,K], y: ints [N].
 *
 * @param at the column, from 0
 */
public record IntColumn(int at) implements PlainOp {
    /** The shape contract. */
    public static final ShapeSpec SHAPES = ShapeSpec.of("x:[N,K]");

    @Override
    public void infer(Infer infer) {
        Shape x = infer.shape(0);
        SHAPES.match(name(), x);
        infer.requireInts(0, "x");
        if (at < 0 || at >= x.dim(1)) {
            throw new IllegalArgumentException("intColumn: column " + at + " of x, which has shape " + x);
        }
        infer.intOutput(Shape.of(x.dim(0)));
    }

    @Override
    public void forward(Frame frame) {
        IntTensor x = frame.xInts(0);
        IntTensor y = frame.yInts(0);
        int columns = x.dim(1);
        for (int n = 0; n < y.size(); n++) {
            y.array()[y.offset() + n] = x.array()[x.offset() + n * columns + at];
        }
    }
}
