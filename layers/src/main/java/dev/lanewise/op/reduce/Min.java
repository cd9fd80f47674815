package dev.lanewise.op.reduce;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.tensor.Shape;
import java.util.List;

/**
 * The smallest element along an axis: outputs the values and, as ints, their indices. Of equal elements the first counts, and of
 * NaNs; it alone has a gradient.
 *
 * @param axis the axis, a negative one counted from the end
 * @param keep true to keep it with an extent of 1
 */
public record Min(int axis, boolean keep) implements DifferentiableOp {
    @Override
    public void infer(Infer infer) {
        Picked.infer(infer, name(), axis, keep);
    }

    @Override
    public long flops(List<Shape> inputs, List<Shape> outputs) {
        return inputs.getFirst().size();
    }

    @Override
    public void forward(Frame frame) {
        Picked.extremes(frame, false, axis);
    }

    @Override
    public void backward(Frame frame) {
        Picked.backward(frame, axis, 1);
    }
}
