package dev.lanewise.op.loss;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.kernel.LossKernels;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.ShapeSpec;
import java.util.List;

/**
 * The distance of rows, {@code (sum over d of |a - b + eps|^p)^(1/p)}. The gradient where it is 0 is 0. Output: one number
 * per row.
 *
 * @param p the norm, greater than 0; infinity: the largest magnitude
 * @param eps is added to every difference, so that equal rows have a slope, too
 */
public record Distance(float p, float eps) implements DifferentiableOp {
    /** The shape contract. */
    public static final ShapeSpec SHAPES = ShapeSpec.of("a:[*,D] b:[*,D]");

    /** Checks the norm. */
    public Distance {
        if (!(p > 0f)) {
            throw new IllegalArgumentException("distance: p=" + p + ", expected greater than 0");
        }
    }

    @Override
    public void infer(Infer infer) {
        infer.match(SHAPES);
        infer.output(rows(infer.shape(0)));
    }

    static Shape rows(Shape x) {
        int[] extents = new int[x.rank() - 1];
        for (int axis = 0; axis < extents.length; axis++) {
            extents[axis] = x.dim(axis);
        }
        return Shape.of(extents);
    }

    // Difference, eps, power, sum.
    @Override
    public long flops(List<Shape> inputs, List<Shape> outputs) {
        return 4L * inputs.getFirst().size();
    }

    @Override
    public void forward(Frame frame) {
        frame.kernels().loss().distance(p, eps, frame.x(0), frame.x(1), frame.y(0));
    }

    @Override
    public void backward(Frame frame) {
        LossKernels kernels = frame.kernels().loss();
        for (int i = 0; i < 2; i++) {
            if (frame.wants(i)) {
                kernels.distanceBackward(p, eps, frame.x(0), frame.x(1), frame.y(0), frame.dy(0), frame.dx(i));
            }
        }
        if (frame.wants(1)) {
            frame.kernels().elementwise().scale(-1f, frame.dx(1), frame.dx(1));
        }
    }
}
