package dev.lanewise.op.loss;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.ShapeSpec;
import java.util.List;

/**
 * The hinge of every class against the true one, not reduced: {@code w[t]/C sum over c other than t of max(0, margin -
 * x[t] + x[c])^p}.
 *
 * <p>Operands: scores, classes as ints, and class weights, which are data without a gradient and may be absent. Output:
 * the losses [N].
 *
 * @param p 1 or 2
 * @param margin by how much the true class must lead
 */
public record MultiMargin(int p, float margin) implements DifferentiableOp {
    /** The shape contract. */
    public static final ShapeSpec SHAPES = ShapeSpec.of("x:[N,C] classes:[N] weight:[C]?");

    /** Checks the exponent. */
    public MultiMargin {
        if (p != 1 && p != 2) {
            throw new IllegalArgumentException("multiMargin: p=" + p + ", expected 1 or 2");
        }
    }

    @Override
    public void infer(Infer infer) {
        ShapeSpec.Axes axes = infer.match(SHAPES);
        infer.requireInts(1, "classes");
        infer.output(Shape.of(axes.get("N")));
    }

    // Difference, margin, power, sum.
    @Override
    public long flops(List<Shape> inputs, List<Shape> outputs) {
        return 4L * inputs.getFirst().size();
    }

    @Override
    public void forward(Frame frame) {
        frame.kernels().loss().multiMargin(p, margin, frame.x(0), frame.xInts(1), frame.x(2), frame.y(0));
    }

    @Override
    public void backward(Frame frame) {
        if (frame.wants(2)) {
            throw new IllegalStateException("multiMargin: weight has no gradient, expected a constant");
        }
        frame.kernels()
                .loss()
                .multiMarginBackward(p, margin, frame.x(0), frame.xInts(1), frame.x(2), frame.dy(0), frame.dx(0));
    }
}
