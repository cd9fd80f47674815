package dev.lanewise.op.matrix;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.kernel.GemmKernels;
import dev.lanewise.kernel.GemmKernels.Form;
import dev.lanewise.kernel.PackedMatrix;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.ShapeSpec;
import dev.lanewise.tensor.Tensor;
import java.util.List;

/** {@code y = x w^T + b} along the innermost axis; the bias may be absent. PyTorch's layout of the weight. */
public record Linear() implements DifferentiableOp {
    /** The shape contract; y:[*,O]. */
    public static final ShapeSpec SHAPES = ShapeSpec.of("x:[*,I] w:[O,I] b:[O]?");

    @Override
    public void infer(Infer infer) {
        ShapeSpec.Axes axes = infer.match(SHAPES);
        infer.output(infer.shape(0).with(-1, axes.get("O")));
        infer.accumulates(0);
        infer.accumulates(1);
    }

    @Override
    public long flops(List<Shape> inputs, List<Shape> outputs) {
        return 2L * outputs.getFirst().size() * inputs.get(1).dim(1);
    }

    @Override
    public void forward(Frame frame) {
        GemmKernels gemm = frame.kernels().gemm();
        Tensor x = Rows.of(frame.x(0));
        Tensor y = Rows.of(frame.y(0));
        PackedMatrix w = frame.packed(1);
        if (w == null) {
            gemm.gemm(Form.NT, 1f, x, frame.x(1), 0f, frame.x(2), y, frame.work());
        } else {
            gemm.packed(false, 1f, x, w, 0f, frame.x(2), y, frame.work());
        }
    }

    @Override
    public void backward(Frame frame) {
        GemmKernels gemm = frame.kernels().gemm();
        Tensor dy = Rows.of(frame.dy(0));
        if (frame.wants(0)) {
            gemm.gemm(Form.NN, 1f, dy, frame.x(1), frame.beta(0), null, Rows.of(frame.dx(0)), frame.work());
        }
        if (frame.wants(1)) {
            Tensor x = Rows.of(frame.x(0));
            gemm.gemm(Form.TN, 1f, dy, x, frame.beta(1), null, frame.dx(1), frame.work());
        }
        if (frame.wants(2)) {
            frame.kernels().reduce().columnSums(dy, frame.dx(2), frame.work());
        }
    }
}
