package dev.lanewise.op.math;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;

/** {@code y = max(x, 0)}; the gradient at 0 is 0. Any shape; the output has the shape of x. */
public record Relu() implements DifferentiableOp {
    @Override
    public void infer(Infer infer) {
        infer.output(infer.shape(0));
    }

    @Override
    public void forward(Frame frame) {
        frame.kernels().elementwise().relu(frame.x(0), frame.y(0));
    }

    @Override
    public void backward(Frame frame) {
        frame.kernels().elementwise().reluBackward(frame.y(0), frame.dy(0), frame.dx(0));
    }
}
