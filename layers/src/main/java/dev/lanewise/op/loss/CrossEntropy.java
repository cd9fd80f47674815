package dev.lanewise.op.loss;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.ShapeSpec;
import dev.lanewise.tensor.Tensor;
import java.util.List;

/**
 * The mean over samples of softmax followed by cross-entropy: {@code mean over n of log(sum(exp(x[n]))) - x[n, t[n]]}.
 *
 * <p>Operands: logits, and classes as ints. The output is a scalar. Fused, because softmax alone would lose what the
 * logarithm needs.
 */
public record CrossEntropy() implements DifferentiableOp {
    /** The shape contract. */
    public static final ShapeSpec SHAPES = ShapeSpec.of("logits:[N,C] classes:[N]");

    @Override
    public void infer(Infer infer) {
        ShapeSpec.Axes axes = infer.match(SHAPES);
        infer.requireInts(1, "classes");
        if (axes.get("N") == 0) {
            throw new IllegalArgumentException("crossEntropy: logits has shape " + infer.shape(0) + ", no samples");
        }
        infer.output(Shape.of());
        infer.saved(infer.shape(0));
        infer.saved(Shape.of(axes.get("N")));
    }

    // Largest, difference, exponential, sum, quotient.
    @Override
    public long flops(List<Shape> inputs, List<Shape> outputs) {
        return 5L * inputs.getFirst().size();
    }

    @Override
    public void forward(Frame frame) {
        Tensor losses = frame.saved(1);
        frame.kernels().softmax().crossEntropy(frame.x(0), frame.xInts(1), losses, frame.saved(0));
        frame.y(0).fill(frame.kernels().reduce().sum(losses) / losses.size());
    }

    @Override
    public void backward(Frame frame) {
        Tensor dy = frame.dy(0);
        float scale = dy.array()[dy.offset()] / frame.dx(0).dim(0);
        frame.kernels().softmax().crossEntropyBackward(frame.saved(0), frame.xInts(1), scale, frame.dx(0));
    }
}
