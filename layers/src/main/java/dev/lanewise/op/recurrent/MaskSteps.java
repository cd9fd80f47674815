package dev.lanewise.op.recurrent;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.kernel.CellShapes;
import dev.lanewise.tensor.ShapeSpec;

/**
 * Zeroes the padding of sequences of different lengths, NaN too: {@code y[t,n] = t < lengths[n] ? x[t,n] : 0}. Lengths
 * are ints from 1 to T.
 */
public record MaskSteps() implements DifferentiableOp {
    /** The shape contract; y has the shape of x. */
    public static final ShapeSpec SHAPES = ShapeSpec.of("x:[T,N,D] lengths:[N]");

    @Override
    public void infer(Infer infer) {
        infer.match(SHAPES);
        infer.requireInts(1, "lengths");
        infer.output(infer.shape(0));
    }

    @Override
    public void forward(Frame frame) {
        CellShapes.lengths("maskSteps", frame.xInts(1), frame.x(0).dim(0));
        frame.kernels().cell().mask(frame.xInts(1), frame.x(0), frame.y(0));
    }

    @Override
    public void backward(Frame frame) {
        frame.kernels().cell().mask(frame.xInts(1), frame.dy(0), frame.dx(0));
    }
}
