package dev.lanewise.op.math;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.kernel.BroadcastKernels.Binary;
import dev.lanewise.kernel.BroadcastShapes;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/**
 * The smaller of a and b, NaN if one is. Shapes are broadcast as in NumPy; the output has the broadcast shape. The
 * gradient flows to the winner, half to each of two equal elements.
 */
public record Minimum() implements DifferentiableOp {
    @Override
    public void infer(Infer infer) {
        Shape shape = BroadcastShapes.of(name(), infer.shape(0), infer.shape(1));
        infer.output(shape);
        // The gradient before it is summed, and an operand repeated.
        infer.scratch(shape);
        infer.scratch(shape);
    }

    @Override
    public void forward(Frame frame) {
        frame.kernels().broadcast().apply(Binary.MIN, frame.x(0), frame.x(1), frame.y(0));
    }

    @Override
    public void backward(Frame frame) {
        for (int i = 0; i < 2; i++) {
            if (frame.wants(i)) {
                Tensor target = Broadcasting.target(frame, i);
                // Where both are repeated, one of them lies where the gradient will be.
                Tensor a = repeat(frame, 1 - i, target);
                Tensor b = repeat(frame, i, frame.scratch(1));
                frame.kernels().map().winner(a, b, frame.dy(0), target);
                Broadcasting.finish(frame, i);
            }
        }
    }

    private static Tensor repeat(Frame frame, int i, Tensor room) {
        if (!Broadcasting.repeated(frame, i)) {
            return frame.x(i);
        }
        frame.kernels().broadcast().expand(frame.x(i), room);
        return room;
    }
}
