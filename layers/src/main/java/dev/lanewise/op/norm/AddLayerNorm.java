package dev.lanewise.op.norm;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;

/**
 * {@link LayerNorm} of a sum, {@code y = layerNorm(a + b)}: a residual connection with the norm behind it, in one pass, with
 * the bits of the two operations one after the other. Operands: a:[*,D...], b of the same shape, weight:[D...],
 * bias:[D...]; weight and bias may be absent. Outputs: y and, if it is asked for, a + b, both of the shape of a.
 *
 * @param axes how many trailing axes make a row, at least 1
 * @param eps added to the variance, at least 0
 * @param sum true for a + b as a second output
 */
public record AddLayerNorm(int axes, float eps, boolean sum) implements DifferentiableOp {
    private static final int CENTRE = 0;
    private static final int RSTD = 1;
    private static final int SUM = 2;

    /** Checks the options. */
    public AddLayerNorm {
        Contracts.axes("addLayerNorm", axes);
        Contracts.eps("addLayerNorm", eps);
    }

    @Override
    public void infer(Infer infer) {
        Shape row = Contracts.row(infer, name(), axes);
        Contracts.perElement(infer, name(), 2, "weight", row);
        Contracts.perElement(infer, name(), 3, "bias", row);
        Shape a = infer.shape(0);
        if (!infer.shape(1).equals(a)) {
            throw new IllegalArgumentException(name() + ": b has shape " + infer.shape(1) + ", but a has shape " + a
                    + " (contract a:[*,D...] b:[*,D...] weight:[D...]? bias:[D...]?)");
        }
        infer.output(a);
        int rows = a.span(0, a.rank() - axes);
        infer.saved(Shape.of(2, rows));
        infer.saved(Shape.of(rows));
        if (sum) {
            infer.output(a);
        } else {
            infer.saved(a);
        }
    }

    // The sum, and what LayerNorm takes.
    @Override
    public long flops(List<Shape> inputs, List<Shape> outputs) {
        return 9L * inputs.getFirst().size();
    }

    private Tensor sum(Frame frame) {
        return Views.rows(sum ? frame.y(1) : frame.saved(SUM), axes);
    }

    @Override
    public void forward(Frame frame) {
        frame.kernels()
                .norm()
                .addGroups(
                        1,
                        eps,
                        Views.rows(frame.x(0), axes),
                        Views.rows(frame.x(1), axes),
                        sum(frame),
                        Views.flat(frame.x(2)),
                        Views.flat(frame.x(3)),
                        Views.rows(frame.y(0), axes),
                        frame.saved(CENTRE),
                        frame.saved(RSTD));
    }

    // da = db = the norm's gradient, and that of the sum itself.
    @Override
    public void backward(Frame frame) {
        Kernels kernels = frame.kernels();
        Tensor dx = frame.wants(0) ? frame.dx(0) : frame.dx(1);
        Tensor dy = Views.rows(frame.dy(0), axes);
        Grouped.backward(frame, 1, sum(frame), frame.saved(CENTRE), frame.saved(RSTD), dy, dx, 2);
        if (dx == null) {
            return;
        }
        if (sum) {
            kernels.elementwise().add(dx, frame.dy(1), dx);
        }
        if (frame.wants(0) && frame.wants(1)) {
            frame.dx(1).copyFrom(dx);
        }
    }
}
