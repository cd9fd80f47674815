package dev.lanewise.op.shape;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;

/**
 * Reverses an axis, a copy.
 *
 * @param axis the axis, a negative one counted from the end
 */
public record Flip(int axis) implements DifferentiableOp {
    @Override
    public void infer(Infer infer) {
        Axis.index(infer.shape(0), axis);
        infer.output(infer.shape(0));
    }

    @Override
    public void forward(Frame frame) {
        frame.kernels().layout().flip(Axis.middle(frame.x(0), axis), Axis.middle(frame.y(0), axis));
    }

    @Override
    public void backward(Frame frame) {
        frame.kernels().layout().flip(Axis.middle(frame.dy(0), axis), Axis.middle(frame.dx(0), axis));
    }
}
