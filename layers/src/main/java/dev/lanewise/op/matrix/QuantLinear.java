package dev.lanewise.op.matrix;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.kernel.QuantMatrix;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.ShapeSpec;
import dev.lanewise.tensor.Tensor;
import java.util.List;

/**
 * {@code y = x w^T + b} along the innermost axis, with weights in fewer bits; the bias may be absent. Its bits are those of
 * {@link Linear} with the same weights as floats. Weights are constants: they have no gradient, x and b have.
 *
 * @param w [O,I]
 */
public record QuantLinear(QuantMatrix w) implements DifferentiableOp {
    /** The shape contract; y:[*,O]. */
    public static final ShapeSpec SHAPES = ShapeSpec.of("x:[*,I] b:[O]?");

    @Override
    public void infer(Infer infer) {
        ShapeSpec.Axes axes = infer.match(SHAPES);
        if (axes.get("I") != w.columns()) {
            throw new IllegalArgumentException(name() + ": x has shape " + infer.shape(0) + ": I=" + axes.get("I")
                    + ", but w is " + w + ", expected [O,I]");
        }
        if (infer.has(1) && axes.get("O") != w.rows()) {
            throw new IllegalArgumentException(name() + ": b has shape " + infer.shape(1) + ": O=" + axes.get("O")
                    + ", but w is " + w + ", expected [O,I]");
        }
        infer.output(infer.shape(0).with(-1, w.rows()));
    }

    @Override
    public long flops(List<Shape> inputs, List<Shape> outputs) {
        return 2L * outputs.getFirst().size() * w.columns();
    }

    @Override
    public void forward(Frame frame) {
        frame.kernels().quant().linear(w, Rows.of(frame.x(0)), frame.x(1), Rows.of(frame.y(0)), frame.work());
    }

    @Override
    public void backward(Frame frame) {
        Tensor dy = Rows.of(frame.dy(0));
        if (frame.wants(0)) {
            frame.kernels().quant().linearBackward(w, dy, Rows.of(frame.dx(0)), frame.work());
        }
        if (frame.wants(1)) {
            frame.kernels().reduce().columnSums(dy, frame.dx(1), frame.work());
        }
    }
}
