package dev.lanewise.op.math;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.kernel.BroadcastShapes;

/**
 * {@code y = mask ? value : x}: operands x and a mask of ints, in which anything but 0 is true. The mask is broadcast
 * to the shape of x as in NumPy; the output has the shape of x. No gradient flows where the value was filled in.
 *
 * @param value what is filled in
 */
public record MaskedFill(float value) implements DifferentiableOp {
    @Override
    public void infer(Infer infer) {
        infer.requireInts(1, "mask");
        BroadcastShapes.require(name(), "mask", infer.shape(1), infer.shape(0));
        infer.output(infer.shape(0));
    }

    @Override
    public void forward(Frame frame) {
        frame.kernels().map().maskedFill(frame.x(0), frame.xInts(1), value, frame.y(0));
    }

    @Override
    public void backward(Frame frame) {
        frame.kernels().map().maskedFill(frame.dy(0), frame.xInts(1), 0f, frame.dx(0));
    }
}
