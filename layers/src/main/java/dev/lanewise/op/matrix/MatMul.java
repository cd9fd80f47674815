package dev.lanewise.op.matrix;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.kernel.GemmKernels;
import dev.lanewise.kernel.GemmKernels.Form;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.ShapeSpec;
import dev.lanewise.tensor.Tensor;
import java.util.List;

/**
 * {@code y = alpha * op(a) op(b)}, of two matrices or of two batches of them.
 *
 * @param form which operands are stored transposed
 * @param alpha a factor
 */
public record MatMul(Form form, float alpha) implements DifferentiableOp {
    private static final ShapeSpec NN = ShapeSpec.of("a:[*,M,K] b:[*,K,N]");
    private static final ShapeSpec NT = ShapeSpec.of("a:[*,M,K] b:[*,N,K]");
    private static final ShapeSpec TN = ShapeSpec.of("a:[*,K,M] b:[*,K,N]");
    private static final ShapeSpec TT = ShapeSpec.of("a:[*,K,M] b:[*,N,K]");

    /** The plain product of two matrices. */
    public MatMul() {
        this(Form.NN, 1f);
    }

    private ShapeSpec contract() {
        return switch (form) {
            case NN -> NN;
            case NT -> NT;
            case TN -> TN;
            case TT -> TT;
        };
    }

    @Override
    public void infer(Infer infer) {
        ShapeSpec.Axes axes = infer.match(contract());
        Shape shape = infer.shape(0);
        infer.output(shape.with(-2, axes.get("M")).with(-1, axes.get("N")));
        infer.accumulates(0);
        infer.accumulates(1);
    }

    @Override
    public long flops(List<Shape> inputs, List<Shape> outputs) {
        int depth = inputs.getFirst().dim(form.transA() ? -2 : -1);
        return 2L * outputs.getFirst().size() * depth;
    }

    @Override
    public void forward(Frame frame) {
        product(frame, form, frame.x(0), frame.x(1), 0f, frame.y(0));
    }

    @Override
    public void backward(Frame frame) {
        Tensor a = frame.x(0);
        Tensor b = frame.x(1);
        Tensor dy = frame.dy(0);
        if (frame.wants(0)) {
            // With a stored [K,M] the gradient is b dy^T, else dy b^T, each with b as it is stored.
            if (form.transA()) {
                product(frame, form.transB() ? Form.TT : Form.NT, b, dy, frame.beta(0), frame.dx(0));
            } else {
                product(frame, form.transB() ? Form.NN : Form.NT, dy, b, frame.beta(0), frame.dx(0));
            }
        }
        if (frame.wants(1)) {
            if (form.transB()) {
                product(frame, form.transA() ? Form.TT : Form.TN, dy, a, frame.beta(1), frame.dx(1));
            } else {
                product(frame, form.transA() ? Form.NN : Form.TN, a, dy, frame.beta(1), frame.dx(1));
            }
        }
    }

    private void product(Frame frame, Form f, Tensor a, Tensor b, float beta, Tensor c) {
        GemmKernels gemm = frame.kernels().gemm();
        gemm.batched(f, alpha, batch(a), batch(b), beta, null, batch(c), frame.work());
    }

    private static Tensor batch(Tensor t) {
        Shape s = t.shape();
        return t.reshape(Shape.of(s.span(0, s.rank() - 2), s.dim(-2), s.dim(-1)));
    }
}
