package dev.lanewise.op.math;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.kernel.BroadcastKernels.Binary;
import dev.lanewise.tensor.Tensor;

/**
 * {@code y = x + c}. Any shape.
 *
 * @param c the constant
 */
public record Shift(float c) implements DifferentiableOp {
    @Override
    public void infer(Infer infer) {
        infer.output(infer.shape(0));
    }

    @Override
    public void forward(Frame frame) {
        frame.kernels().broadcast().apply(Binary.ADD, frame.x(0), Tensor.scalar(c), frame.y(0));
    }

    @Override
    public void backward(Frame frame) {
        frame.dx(0).copyFrom(frame.dy(0));
    }
}
