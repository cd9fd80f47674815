package dev.lanewise.op.recurrent;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.tensor.ShapeSpec;

/**
 * The state of a sequence whose samples have different lengths, after a step: {@code y[n] = t < lengths[n] ? state[n] :
 * previous[n]}, whatever the other one holds.
 *
 * @param t the step
 */
public record Hold(int t) implements DifferentiableOp {
    /** The shape contract; lengths are ints. */
    public static final ShapeSpec SHAPES = ShapeSpec.of("state:[N,D] previous:[N,D] lengths:[N]");

    @Override
    public void infer(Infer infer) {
        infer.match(SHAPES);
        infer.requireInts(2, "lengths");
        infer.output(infer.shape(0));
    }

    @Override
    public void forward(Frame frame) {
        frame.y(0).copyFrom(frame.x(0));
        frame.kernels().cell().hold(frame.xInts(2), t, frame.x(1), frame.y(0));
    }

    @Override
    public void backward(Frame frame) {
        if (frame.wants(0)) {
            frame.dx(0).copyFrom(frame.dy(0));
            frame.kernels().cell().hold(frame.xInts(2), t, null, frame.dx(0));
        }
        if (frame.wants(1)) {
            frame.dx(1).fill(0f);
            frame.kernels().cell().hold(frame.xInts(2), t, frame.dy(0), frame.dx(1));
        }
    }
}
