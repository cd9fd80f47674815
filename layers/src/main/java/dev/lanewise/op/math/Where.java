package dev.lanewise.op.math;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.kernel.BroadcastShapes;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/**
 * {@code y = mask ? a : b}: operands a mask of ints, in which anything but 0 is true, then a and b. All three are
 * broadcast as in NumPy; the output has the broadcast shape. An element that was not chosen has the gradient 0.
 */
public record Where() implements DifferentiableOp {
    private static final int MASK = 0;
    private static final int A = 1;
    private static final int B = 2;

    @Override
    public void infer(Infer infer) {
        infer.requireInts(MASK, "mask");
        Shape values = BroadcastShapes.of(name(), infer.shape(A), infer.shape(B));
        Shape shape = BroadcastShapes.of(name() + ", a its values and b its mask", values, infer.shape(MASK));
        infer.output(shape);
        infer.scratch(shape);
        infer.scratch(shape);
    }

    @Override
    public void forward(Frame frame) {
        Tensor a = repeat(frame, A);
        Tensor b = repeat(frame, B);
        frame.kernels().map().where(frame.xInts(MASK), a, b, frame.y(0));
    }

    private static Tensor repeat(Frame frame, int i) {
        if (!Broadcasting.repeated(frame, i)) {
            return frame.x(i);
        }
        Tensor room = frame.scratch(i - A);
        frame.kernels().broadcast().expand(frame.x(i), room);
        return room;
    }

    @Override
    public void backward(Frame frame) {
        IntTensor mask = frame.xInts(MASK);
        if (frame.wants(A)) {
            Tensor zero = frame.scratch(1);
            zero.fill(0f);
            frame.kernels().map().where(mask, frame.dy(0), zero, Broadcasting.target(frame, A));
            Broadcasting.finish(frame, A);
        }
        if (frame.wants(B)) {
            frame.kernels().map().maskedFill(frame.dy(0), mask, 0f, Broadcasting.target(frame, B));
            Broadcasting.finish(frame, B);
        }
    }
}
