package dev.lanewise.gradient;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/**
 * The sum over pairs of operands of {@code sum(y * dy)}: hands every output of a program the gradient dy that a test
 * wants, without an operation of the catalogue, which may be the one under test. Operands: y0, dy0, y1, dy1 ...
 */
public record Projection() implements DifferentiableOp {
    /** The sum of the products of two tensors of the same size. */
    static double of(Tensor y, Tensor dy) {
        double sum = 0;
        for (int i = 0; i < y.size(); i++) {
            sum += (double) y.array()[y.offset() + i] * dy.array()[dy.offset() + i];
        }
        return sum;
    }

    @Override
    public void infer(Infer infer) {
        infer.output(Shape.of());
    }

    @Override
    public void forward(Frame frame) {
        double sum = 0;
        for (int i = 0; i < frame.inputs(); i += 2) {
            sum += of(frame.x(i), frame.x(i + 1));
        }
        frame.y(0).fill((float) sum);
    }

    @Override
    public void backward(Frame frame) {
        float dy = frame.dy(0).array()[frame.dy(0).offset()];
        for (int i = 0; i < frame.inputs(); i += 2) {
            if (frame.wants(i)) {
                Tensor factor = frame.x(i + 1);
                Tensor dx = frame.dx(i);
                for (int j = 0; j < dx.size(); j++) {
                    dx.array()[dx.offset() + j] = dy * factor.array()[factor.offset() + j];
                }
            }
        }
    }
}
