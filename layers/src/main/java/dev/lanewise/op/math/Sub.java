package dev.lanewise.op.math;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.kernel.BroadcastKernels.Binary;
import dev.lanewise.kernel.BroadcastShapes;

/** {@code y = a - b}. Shapes are broadcast as in NumPy; the output has the broadcast shape. */
public record Sub() implements DifferentiableOp {
    @Override
    public void infer(Infer infer) {
        infer.output(BroadcastShapes.of(name(), infer.shape(0), infer.shape(1)));
    }

    @Override
    public void forward(Frame frame) {
        if (Broadcasting.none(frame)) {
            frame.kernels().elementwise().sub(frame.x(0), frame.x(1), frame.y(0));
        } else {
            frame.kernels().broadcast().apply(Binary.SUB, frame.x(0), frame.x(1), frame.y(0));
        }
    }

    @Override
    public void backward(Frame frame) {
        if (frame.wants(0)) {
            Broadcasting.sum(frame, 0);
        }
        if (frame.wants(1)) {
            Broadcasting.sum(frame, 1);
            frame.kernels().elementwise().scale(-1f, frame.dx(1), frame.dx(1));
        }
    }
}
