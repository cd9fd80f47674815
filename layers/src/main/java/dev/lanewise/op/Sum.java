package dev.lanewise.op;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/** {@code y = sum of x}, a scalar. Any shape. */
public record Sum() implements DifferentiableOp {
    @Override
    public void infer(Infer infer) {
        infer.output(Shape.of());
    }

    @Override
    public void forward(Frame frame) {
        frame.y(0).fill(frame.kernels().reduce().sum(frame.x(0)));
    }

    @Override
    public void backward(Frame frame) {
        Tensor dy = frame.dy(0);
        frame.dx(0).fill(dy.array()[dy.offset()]);
    }
}
