package dev.lanewise.op.math;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;

/** {@code y = 1 / (1 + exp(-x))}. Any shape; the output has the shape of x. */
public record Sigmoid() implements DifferentiableOp {
    @Override
    public void infer(Infer infer) {
        infer.output(infer.shape(0));
    }

    @Override
    public void forward(Frame frame) {
        frame.kernels().elementwise().sigmoid(frame.x(0), frame.y(0));
    }

    @Override
    public void backward(Frame frame) {
        frame.kernels().elementwise().sigmoidBackward(frame.y(0), frame.dy(0), frame.dx(0));
    }
}
