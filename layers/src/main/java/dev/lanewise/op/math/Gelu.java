package dev.lanewise.op.math;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;

/** {@code y = x * Phi(x)}, the exact GELU (Hendrycks and Gimpel, 2016). Any shape; the output has the shape of x. */
public record Gelu() implements DifferentiableOp {
    @Override
    public void infer(Infer infer) {
        infer.output(infer.shape(0));
    }

    @Override
    public void forward(Frame frame) {
        frame.kernels().elementwise().gelu(frame.x(0), frame.y(0));
    }

    @Override
    public void backward(Frame frame) {
        frame.kernels().elementwise().geluBackward(frame.x(0), frame.dy(0), frame.dx(0));
    }
}
