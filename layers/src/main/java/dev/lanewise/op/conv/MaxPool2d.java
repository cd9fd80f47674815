package dev.lanewise.op.conv;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.kernel.Pool2dShape;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.ShapeSpec;
import java.util.List;

/**
 * The largest element of each window; its gradient goes to the first of equal ones.
 *
 * @param pool window, strides, padding, dilation
 */
public record MaxPool2d(Pool2dShape pool) implements DifferentiableOp {
    /** The shape contract; y:[N,C,OH,OW]. */
    public static final ShapeSpec SHAPES = ShapeSpec.of("x:[N,C,H,W]");

    @Override
    public void infer(Infer infer) {
        infer.match(SHAPES);
        Shape y = Extents.of(name(), pool, infer.shape(0), SHAPES);
        infer.output(y);
        infer.savedInts(y);
    }

    @Override
    public long flops(List<Shape> inputs, List<Shape> outputs) {
        return (long) outputs.getFirst().size() * pool.kernelH() * pool.kernelW();
    }

    @Override
    public void forward(Frame frame) {
        frame.kernels().pool().max(pool, frame.x(0), frame.y(0), frame.savedInts(0));
    }

    @Override
    public void backward(Frame frame) {
        frame.kernels().pool().maxBackward(pool, frame.dy(0), frame.savedInts(0), frame.dx(0));
    }
}
