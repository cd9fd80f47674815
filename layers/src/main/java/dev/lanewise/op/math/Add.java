package dev.lanewise.op.math;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.kernel.BroadcastKernels.Binary;
import dev.lanewise.kernel.BroadcastShapes;
import dev.lanewise.tensor.Tensor;

/** {@code y = a + b}. Shapes are broadcast as in NumPy; the output has the broadcast shape. */
public record Add() implements DifferentiableOp {
    @Override
    public void infer(Infer infer) {
        infer.output(BroadcastShapes.of(name(), infer.shape(0), infer.shape(1)));
    }

    @Override
    public void forward(Frame frame) {
        Tensor a = frame.x(0);
        Tensor b = frame.x(1);
        if (Broadcasting.none(frame)) {
            frame.kernels().elementwise().add(a, b, frame.y(0));
        } else if (!Broadcasting.repeated(frame, 0) && b.shape().rank() == 1 && b.size() == a.dim(-1)) {
            frame.kernels().elementwise().bias(a, b, frame.y(0));
        } else {
            frame.kernels().broadcast().apply(Binary.ADD, a, b, frame.y(0));
        }
    }

    @Override
    public void backward(Frame frame) {
        for (int i = 0; i < 2; i++) {
            if (frame.wants(i)) {
                Broadcasting.sum(frame, i);
            }
        }
    }
}
