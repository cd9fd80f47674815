package dev.lanewise.op.shape;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/**
 * Operands one after another along an axis; their other extents are equal.
 *
 * @param axis the axis, a negative one counted from the end
 */
public record Concat(int axis) implements DifferentiableOp {
    @Override
    public void infer(Infer infer) {
        Shape first = infer.shape(0);
        int sum = 0;
        for (int i = 0; i < infer.inputs(); i++) {
            Shape x = infer.shape(i);
            if (x.rank() != first.rank() || !x.with(axis, 1).equals(first.with(axis, 1))) {
                throw new IllegalArgumentException("concat: operand " + i + " has shape " + x + ", operand 0 has shape "
                        + first + ": expected equal extents but for axis " + axis);
            }
            sum += x.dim(axis);
        }
        infer.output(first.with(axis, sum));
    }

    @Override
    public void forward(Frame frame) {
        Tensor y = Axis.middle(frame.y(0), axis);
        int at = 0;
        for (int i = 0; i < frame.inputs(); i++) {
            Tensor x = Axis.middle(frame.x(i), axis);
            frame.kernels().layout().block(x, 0, y, at, x.dim(1), false);
            at += x.dim(1);
        }
    }

    @Override
    public void backward(Frame frame) {
        Tensor dy = Axis.middle(frame.dy(0), axis);
        int at = 0;
        for (int i = 0; i < frame.inputs(); i++) {
            int length = frame.x(i).dim(axis);
            if (frame.wants(i)) {
                frame.kernels().layout().block(dy, at, Axis.middle(frame.dx(i), axis), 0, length, false);
            }
            at += length;
        }
    }
}
