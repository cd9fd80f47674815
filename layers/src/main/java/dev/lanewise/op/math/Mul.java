package dev.lanewise.op.math;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.kernel.BroadcastKernels.Binary;
import dev.lanewise.kernel.BroadcastShapes;
import dev.lanewise.tensor.Shape;

/** {@code y = a * b}. Shapes are broadcast as in NumPy; the output has the broadcast shape. */
public record Mul() implements DifferentiableOp {
    @Override
    public void infer(Infer infer) {
        Shape shape = BroadcastShapes.of(name(), infer.shape(0), infer.shape(1));
        infer.output(shape);
        infer.scratch(shape);
    }

    @Override
    public void forward(Frame frame) {
        if (Broadcasting.none(frame)) {
            frame.kernels().elementwise().mul(frame.x(0), frame.x(1), frame.y(0));
        } else {
            frame.kernels().broadcast().apply(Binary.MUL, frame.x(0), frame.x(1), frame.y(0));
        }
    }

    @Override
    public void backward(Frame frame) {
        for (int i = 0; i < 2; i++) {
            if (frame.wants(i)) {
                frame.kernels()
                        .broadcast()
                        .apply(Binary.MUL, frame.dy(0), frame.x(1 - i), Broadcasting.target(frame, i));
                Broadcasting.finish(frame, i);
            }
        }
    }
}
