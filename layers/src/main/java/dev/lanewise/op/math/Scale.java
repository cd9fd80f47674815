package dev.lanewise.op.math;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;

/**
 * {@code y = alpha * x}. Any shape.
 *
 * @param alpha the factor
 */
public record Scale(float alpha) implements DifferentiableOp {
    @Override
    public void infer(Infer infer) {
        infer.output(infer.shape(0));
    }

    @Override
    public void forward(Frame frame) {
        frame.kernels().elementwise().scale(alpha, frame.x(0), frame.y(0));
    }

    @Override
    public void backward(Frame frame) {
        frame.kernels().elementwise().scale(alpha, frame.dy(0), frame.dx(0));
    }
}
