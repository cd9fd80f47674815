package dev.lanewise.op.conv;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.kernel.Interpolation;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.ShapeSpec;
import java.util.List;

/**
 * Resamples height and width.
 *
 * @param how nearest or linear, and by which factors
 * @param height of the output, OH
 * @param width of the output, OW
 */
public record Interpolate(Interpolation how, int height, int width) implements DifferentiableOp {
    /** The shape contract; y:[N,C,OH,OW]. */
    public static final ShapeSpec SHAPES = ShapeSpec.of("x:[N,C,H,W]");

    public Interpolate {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "interpolate: output of " + height + "x" + width + ", expected at least 1 each");
        }
    }

    @Override
    public void infer(Infer infer) {
        infer.match(SHAPES);
        Shape x = infer.shape(0);
        if (x.dim(2) == 0 || x.dim(3) == 0) {
            throw new IllegalArgumentException(
                    "interpolate: x has shape " + x + ": an empty plane (contract " + SHAPES + ")");
        }
        infer.output(Shape.of(x.dim(0), x.dim(1), height, width));
    }

    // Linear: three interpolations of 3 each.
    @Override
    public long flops(List<Shape> inputs, List<Shape> outputs) {
        return (how.mode() == Interpolation.Mode.LINEAR ? 9L : 1L)
                * outputs.getFirst().size();
    }

    @Override
    public void forward(Frame frame) {
        frame.kernels().resample().interpolate(how, frame.x(0), frame.y(0), frame.work());
    }

    @Override
    public void backward(Frame frame) {
        frame.kernels().resample().interpolateBackward(how, frame.dy(0), frame.dx(0), frame.work());
    }
}
