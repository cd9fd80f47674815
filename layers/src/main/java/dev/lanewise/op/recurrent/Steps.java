package dev.lanewise.op.recurrent;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.ShapeSpec;

/** Cuts a sequence into its steps, copies: x:[T,N,D], T outputs y[t]:[N,D]. */
public record Steps() implements DifferentiableOp {
    /** The shape contract. */
    public static final ShapeSpec SHAPES = ShapeSpec.of("x:[T,N,D]");

    @Override
    public void infer(Infer infer) {
        infer.match(SHAPES);
        Shape x = infer.shape(0);
        if (x.dim(0) < 1) {
            throw new IllegalArgumentException(
                    "steps: x has shape " + x + ": T=0, expected at least 1 (contract " + SHAPES + ")");
        }
        for (int t = 0; t < x.dim(0); t++) {
            infer.output(x.inner());
        }
    }

    @Override
    public void forward(Frame frame) {
        for (int t = 0; t < frame.x(0).dim(0); t++) {
            frame.y(t).copyFrom(frame.x(0).outer(t));
        }
    }

    @Override
    public void backward(Frame frame) {
        for (int t = 0; t < frame.x(0).dim(0); t++) {
            frame.dx(0).outer(t).copyFrom(frame.dy(t));
        }
    }
}
