package dev.lanewise.op.conv;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.kernel.Pool2dShape;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.ShapeSpec;
import java.util.List;

/**
 * The mean of each window.
 *
 * @param pool window, strides, padding; not dilated
 * @param countPadding whether padding counts as elements that are 0
 * @param divisor what sums are divided by, of either sign; 0: the number of elements
 */
public record AvgPool2d(Pool2dShape pool, boolean countPadding, int divisor) implements DifferentiableOp {
    /** The shape contract; y:[N,C,OH,OW]. */
    public static final ShapeSpec SHAPES = ShapeSpec.of("x:[N,C,H,W]");

    public AvgPool2d {
        if (pool.dilated()) {
            throw new IllegalArgumentException("avgPool2d: dilation " + pool.dilationH() + "x" + pool.dilationW()
                    + ", expected 1x1: a mean has none");
        }
    }

    /** The mean by the number of elements. */
    public AvgPool2d(Pool2dShape pool, boolean countPadding) {
        this(pool, countPadding, 0);
    }

    @Override
    public void infer(Infer infer) {
        infer.match(SHAPES);
        infer.output(Extents.of(name(), pool, infer.shape(0), SHAPES));
    }

    @Override
    public long flops(List<Shape> inputs, List<Shape> outputs) {
        return (long) outputs.getFirst().size() * pool.kernelH() * pool.kernelW();
    }

    @Override
    public void forward(Frame frame) {
        if (divisor == 0) {
            frame.kernels().pool().average(pool, countPadding, frame.x(0), frame.y(0));
        } else {
            frame.kernels().pool().sum(pool, 1f / divisor, frame.x(0), frame.y(0));
        }
    }

    @Override
    public void backward(Frame frame) {
        if (divisor == 0) {
            frame.kernels().pool().averageBackward(pool, countPadding, frame.dy(0), frame.dx(0));
        } else {
            frame.kernels().pool().sumBackward(pool, 1f / divisor, frame.dy(0), frame.dx(0));
        }
    }
}
