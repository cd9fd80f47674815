package dev.lanewise.op.reduce;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;

/**
 * The mean over axes.
 *
 * <p>The mean of nothing is NaN.
 *
 * @param axes the axes, negative ones counted from the end; none: all
 * @param keep true to keep them with an extent of 1
 */
public record Mean(List<Integer> axes, boolean keep) implements DifferentiableOp {
    public Mean {
        axes = List.copyOf(axes);
    }

    /** The mean of all elements, a scalar. */
    public Mean() {
        this(List.of(), false);
    }

    @Override
    public void infer(Infer infer) {
        Shape x = infer.shape(0);
        Shape kept = Reduced.kept(x, axes);
        infer.output(keep ? kept : Reduced.dropped(x, axes));
    }

    private Shape kept(Frame frame) {
        return Reduced.kept(frame.x(0).shape(), axes);
    }

    private float share(Frame frame) {
        return (float) ((double) frame.y(0).size() / frame.x(0).size());
    }

    @Override
    public long flops(List<Shape> inputs, List<Shape> outputs) {
        return inputs.getFirst().size();
    }

    @Override
    public void forward(Frame frame) {
        Tensor y = frame.y(0);
        frame.kernels().broadcast().sumTo(frame.x(0), y.reshape(kept(frame)), frame.work());
        frame.kernels().elementwise().scale(share(frame), y, y);
    }

    @Override
    public void backward(Frame frame) {
        frame.kernels().broadcast().expand(frame.dy(0).reshape(kept(frame)), frame.dx(0));
        frame.kernels().elementwise().scale(share(frame), frame.dx(0), frame.dx(0));
    }
}
