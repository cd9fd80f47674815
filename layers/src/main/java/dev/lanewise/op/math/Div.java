package dev.lanewise.op.math;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.kernel.BroadcastKernels.Binary;
import dev.lanewise.kernel.BroadcastShapes;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/** {@code y = a / b}. Shapes are broadcast as in NumPy; the output has the broadcast shape. */
public record Div() implements DifferentiableOp {
    @Override
    public void infer(Infer infer) {
        Shape shape = BroadcastShapes.of(name(), infer.shape(0), infer.shape(1));
        infer.output(shape);
        infer.scratch(shape);
    }

    @Override
    public void forward(Frame frame) {
        frame.kernels().broadcast().apply(Binary.DIV, frame.x(0), frame.x(1), frame.y(0));
    }

    /** {@code da = dy / b, db = -(dy * y) / b}. */
    @Override
    public void backward(Frame frame) {
        Tensor b = frame.x(1);
        if (frame.wants(0)) {
            frame.kernels().broadcast().apply(Binary.DIV, frame.dy(0), b, Broadcasting.target(frame, 0));
            Broadcasting.finish(frame, 0);
        }
        if (frame.wants(1)) {
            Tensor target = Broadcasting.target(frame, 1);
            frame.kernels().elementwise().mul(frame.dy(0), frame.y(0), target);
            frame.kernels().broadcast().apply(Binary.DIV, target, b, target);
            Broadcasting.finish(frame, 1);
            frame.kernels().elementwise().scale(-1f, frame.dx(1), frame.dx(1));
        }
    }
}
