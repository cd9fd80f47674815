package dev.lanewise.op;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.tensor.ShapeSpec;
import dev.lanewise.tensor.Tensor;

/** {@code y = x + bias}, the bias repeated over the leading axes. */
public record AddBias() implements DifferentiableOp {
    /** The shape contract. */
    public static final ShapeSpec SHAPES = ShapeSpec.of("x:[*,D] bias:[D]");

    @Override
    public void infer(Infer infer) {
        infer.match(SHAPES);
        infer.output(infer.shape(0));
    }

    @Override
    public void forward(Frame frame) {
        frame.kernels().elementwise().bias(frame.x(0), frame.x(1), frame.y(0));
    }

    @Override
    public void backward(Frame frame) {
        if (frame.wants(0)) {
            frame.dx(0).copyFrom(frame.dy(0));
        }
        if (frame.wants(1)) {
            Tensor rows = Rows.of(frame.dy(0));
            frame.kernels().reduce().columnSums(rows, frame.dx(1), frame.work());
        }
    }
}
