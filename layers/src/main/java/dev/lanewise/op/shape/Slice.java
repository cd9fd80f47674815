package dev.lanewise.op.shape;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.tensor.Shape;

/**
 * Neighbouring elements of one axis, a copy.
 *
 * @param axis the axis, a negative one counted from the end
 * @param from the first element
 * @param length how many
 */
public record Slice(int axis, int from, int length) implements DifferentiableOp {
    @Override
    public void infer(Infer infer) {
        Shape x = infer.shape(0);
        if (from < 0 || length < 0 || from > x.dim(axis) - length) {
            throw new IllegalArgumentException("slice: elements " + from + " to " + (from + length) + " of axis " + axis
                    + " of x, which has shape " + x);
        }
        infer.output(x.with(axis, length));
    }

    @Override
    public void forward(Frame frame) {
        frame.kernels()
                .layout()
                .block(Axis.middle(frame.x(0), axis), from, Axis.middle(frame.y(0), axis), 0, length, false);
    }

    @Override
    public void backward(Frame frame) {
        frame.dx(0).fill(0f);
        frame.kernels()
                .layout()
                .block(Axis.middle(frame.dy(0), axis), 0, Axis.middle(frame.dx(0), axis), from, length, false);
    }
}
