package dev.lanewise.op;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.tensor.ShapeSpec;

/** {@code y = a + b}. Both operands have the same shape. */
public record Add() implements DifferentiableOp {
    /** The shape contract. */
    public static final ShapeSpec SHAPES = ShapeSpec.of("a:[*] b:[*]");

    @Override
    public void infer(Infer infer) {
        infer.match(SHAPES);
        infer.output(infer.shape(0));
    }

    @Override
    public void forward(Frame frame) {
        frame.kernels().elementwise().add(frame.x(0), frame.x(1), frame.y(0));
    }

    @Override
    public void backward(Frame frame) {
        for (int i = 0; i < 2; i++) {
            if (frame.wants(i)) {
                frame.dx(i).copyFrom(frame.dy(0));
            }
        }
    }
}
