package dev.lanewise.op.norm;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.tensor.Shape;
import java.util.List;

/**
 * Root mean square normalisation (Zhang and Sennrich, 2019) over the trailing axes: {@code y = x / sqrt(mean(x^2) + eps) *
 * weight}. Operands: x:[*,D...], weight:[D...], which may be absent. The output has the shape of x.
 *
 * @param axes how many trailing axes make a row, at least 1
 * @param eps added to the mean square, at least 0
 */
public record RmsNorm(int axes, float eps) implements DifferentiableOp {
    /** Checks the options. */
    public RmsNorm {
        Contracts.axes("rmsNorm", axes);
        Contracts.eps("rmsNorm", eps);
    }

    @Override
    public void infer(Infer infer) {
        Shape row = Contracts.row(infer, name(), axes);
        Contracts.perElement(infer, name(), 1, "weight", row);
        infer.output(infer.shape(0));
        infer.saved(Shape.of(infer.shape(0).span(0, infer.shape(0).rank() - axes)));
    }

    // Square, sum, products with rstd and weight.
    @Override
    public long flops(List<Shape> inputs, List<Shape> outputs) {
        return 4L * inputs.getFirst().size();
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
                        null,
                        Views.rows(frame.y(0), axes),
                        null,
                        frame.saved(0));
    }

    @Override
    public void backward(Frame frame) {
        Grouped.backward(frame, 1, Views.rows(frame.x(0), axes), null, frame.saved(0), Views.rows(frame.dy(0), axes));
    }
}
