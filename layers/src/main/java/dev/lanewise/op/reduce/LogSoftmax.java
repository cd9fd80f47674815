package dev.lanewise.op.reduce;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.ShapeSpec;
import java.util.List;

/** {@code y = x - log(sum(exp(x)))}. Over the innermost axis; the output has the shape of x. */
public record LogSoftmax() implements DifferentiableOp {
    /** The shape contract. */
    public static final ShapeSpec SHAPES = ShapeSpec.of("x:[*,D]");

    @Override
    public void infer(Infer infer) {
        infer.match(SHAPES);
        infer.output(infer.shape(0));
    }

    // Largest, difference, exponential, sum, quotient.
    @Override
    public long flops(List<Shape> inputs, List<Shape> outputs) {
        return 5L * inputs.getFirst().size();
    }

    @Override
    public void forward(Frame frame) {
        frame.kernels().softmax().logSoftmax(frame.x(0), frame.y(0));
    }

    @Override
    public void backward(Frame frame) {
        frame.kernels().softmax().logSoftmaxBackward(frame.y(0), frame.dy(0), frame.dx(0));
    }
}
