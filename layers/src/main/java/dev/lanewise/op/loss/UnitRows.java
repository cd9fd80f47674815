package dev.lanewise.op.loss;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.ShapeSpec;
import java.util.List;

/**
 * Rows scaled to length 1: {@code y = x / sqrt(sum over d of x^2 + eps)}. The dot product of two such rows is the cosine of
 * the angle between them. The output has the shape of x.
 *
 * @param eps greater than 0: what a row of zeros is divided by the root of
 */
public record UnitRows(float eps) implements DifferentiableOp {
    /** The shape contract. */
    public static final ShapeSpec SHAPES = ShapeSpec.of("x:[*,D]");

    /** Checks eps. */
    public UnitRows {
        if (!(eps > 0f)) {
            throw new IllegalArgumentException("unitRows: eps=" + eps + ", expected greater than 0");
        }
    }

    @Override
    public void infer(Infer infer) {
        infer.match(SHAPES);
        infer.output(infer.shape(0));
        infer.saved(Distance.rows(infer.shape(0)));
    }

    // Square, sum, quotient.
    @Override
    public long flops(List<Shape> inputs, List<Shape> outputs) {
        return 3L * inputs.getFirst().size();
    }

    @Override
    public void forward(Frame frame) {
        frame.kernels().loss().unitRows(eps, frame.x(0), frame.y(0), frame.saved(0));
    }

    @Override
    public void backward(Frame frame) {
        frame.kernels().loss().unitRowsBackward(frame.y(0), frame.saved(0), frame.dy(0), frame.dx(0));
    }
}
