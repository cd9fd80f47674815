package dev.lanewise.op.shape;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.kernel.BroadcastShapes;
import dev.lanewise.tensor.Shape;

/**
 * Repeats x to a shape, a copy; axes of extent 1, and missing ones in front, are repeated.
 *
 * @param shape the shape of the output
 */
public record Expand(Shape shape) implements DifferentiableOp {
    @Override
    public void infer(Infer infer) {
        BroadcastShapes.require("expand", "x", infer.shape(0), shape);
        infer.output(shape);
    }

    @Override
    public void forward(Frame frame) {
        frame.kernels().broadcast().expand(frame.x(0), frame.y(0));
    }

    @Override
    public void backward(Frame frame) {
        frame.kernels().broadcast().sumTo(frame.dy(0), frame.dx(0), frame.work());
    }
}
