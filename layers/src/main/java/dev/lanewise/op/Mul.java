package dev.lanewise.op;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.tensor.ShapeSpec;

/** {@code y = a * b}, element by element. Both operands have the same shape. */
public record Mul() implements DifferentiableOp {
    /** The shape contract. */
    public static final ShapeSpec SHAPES = ShapeSpec.of("a:[*] b:[*]");

    @Override
    public void infer(Infer infer) {
        infer.match(SHAPES);
        infer.output(infer.shape(0));
    }

    @Override
    public void forward(Frame frame) {
        frame.kernels().elementwise().mul(frame.x(0), frame.x(1), frame.y(0));
    }

    @Override
    public void backward(Frame frame) {
        if (frame.wants(0)) {
            frame.kernels().elementwise().mul(frame.dy(0), frame.x(1), frame.dx(0));
        }
        if (frame.wants(1)) {
            frame.kernels().elementwise().mul(frame.dy(0), frame.x(0), frame.dx(1));
        }
    }
}
