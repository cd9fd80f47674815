package dev.lanewise.op.conv;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.kernel.Pool2dShape;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.ShapeSpec;

/**
 * The mean of each window.
 *
 * @param pool window, strides, padding
 * @param countPadding whether padding counts as elements that are 0
 */
public record AvgPool2d(Pool2dShape pool, boolean countPadding) implements DifferentiableOp {
    /** The shape contract; y:[N,C,OH,OW]. */
    public static final ShapeSpec SHAPES = ShapeSpec.of("x:[N,C,H,W]");

    @Override
    public void infer(Infer infer) {
        infer.match(SHAPES);
        Shape x = infer.shape(0);
        infer.output(Shape.of(x.dim(0), x.dim(1), pool.outH(x.dim(2)), pool.outW(x.dim(3))));
    }

    @Override
    public void forward(Frame frame) {
        frame.kernels().pool().average(pool, countPadding, frame.x(0), frame.y(0));
    }

    @Override
    public void backward(Frame frame) {
        frame.kernels().pool().averageBackward(pool, countPadding, frame.dy(0), frame.dx(0));
    }
}
