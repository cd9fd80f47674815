package dev.lanewise.op.conv;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.kernel.PadShape;

/**
 * Pads the innermost axes of x, which may have more: with a constant, by mirroring, repeating the edge, going round, or
 * with the mean of the plane of padded axes. An axis that is not to be padded has 0 before and after.
 *
 * @param pad mode and number of elements
 */
public record Pad(PadShape pad) implements DifferentiableOp {
    @Override
    public void infer(Infer infer) {
        infer.output(pad.padded(infer.shape(0)));
    }

    @Override
    public void forward(Frame frame) {
        frame.kernels().resample().pad(pad, frame.x(0), frame.y(0), frame.work());
    }

    @Override
    public void backward(Frame frame) {
        frame.kernels().resample().padBackward(pad, frame.dy(0), frame.dx(0), frame.work());
    }
}
