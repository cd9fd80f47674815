package dev.lanewise.op.norm;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.tensor.Shape;
import java.util.List;

/**
 * Layer normalisation (Ba et al., 2016) over the trailing axes: {@code y = (x - mean) / sqrt(variance + eps) * weight +
 * bias}, mean and (biased) variance of each row. Operands: x:[*,D...], weight:[D...], bias:[D...]; weight and bias may be
 * absent. The output has the shape of x.
 *
 * @param axes how many trailing axes make a row, at least 1
 * @param eps added to the variance, at least 0
 */
public record LayerNorm(int axes, float eps) implements DifferentiableOp {
    /** Checks the options. */
    public LayerNorm {
        Contracts.axes("layerNorm", axes);
        Contracts.eps("layerNorm", eps);
    }

    @Override
    public void infer(Infer infer) {
        Shape row = Contracts.row(infer, name(), axes);
        Contracts.perElement(infer, name(), 1, "weight", row);
        Contracts.perElement(infer, name(), 2, "bias", row);
        infer.output(infer.shape(0));
        int rows = infer.shape(0).span(0, infer.shape(0).rank() - axes);
        infer.saved(Shape.of(2, rows));
        infer.saved(Shape.of(rows));
    }

    // Two sums for the statistics, then difference, products with rstd and weight, bias.
    @Override
    public long flops(List<Shape> inputs, List<Shape> outputs) {
        return 8L * inputs.getFirst().size();
    }

    @Override
    public void forward(Frame frame) {
        frame.kernels()
                .norm()
                .groups(
                        1,
                        eps,
                        Views.rows(frame.x(0), axes),
                        Views.flat(frame.x(1)),
                        Views.flat(frame.x(2)),
                        Views.rows(frame.y(0), axes),
                        frame.saved(0),
                        frame.saved(1));
    }

    @Override
    public void backward(Frame frame) {
        Grouped.backward(
                frame, 1, Views.rows(frame.x(0), axes), frame.saved(0), frame.saved(1), Views.rows(frame.dy(0), axes));
    }
}
