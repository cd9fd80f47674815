package dev.lanewise.op.reduce;

import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;

/** What the operations share that pick elements along an axis: x as [A,D,B], the axis in the middle. */
final class Picked {
    private Picked() {}

    /**
     * Declares values and indices of one element along an axis.
     *
     * @throws IllegalArgumentException for an axis that x does not have, or one without elements
     */
    static void infer(Infer infer, String op, int axis, boolean keep) {
        Shape x = infer.shape(0);
        if (axis < -x.rank() || axis >= x.rank() || x.dim(axis) == 0) {
            throw new IllegalArgumentException(
                    op + ": x has shape " + x + ", expected an axis " + axis + " of at least 1 element");
        }
        Shape y = keep ? Reduced.kept(x, List.of(axis)) : Reduced.dropped(x, List.of(axis));
        infer.output(y);
        infer.intOutput(y);
    }

    /** The axis counted from the front. */
    private static int at(Shape x, int axis) {
        return axis < 0 ? axis + x.rank() : axis;
    }

    private static Tensor view(Tensor x, int axis) {
        Shape s = x.shape();
        int at = at(s, axis);
        return x.reshape(s.span(0, at), s.dim(at), s.span(at + 1, s.rank()));
    }

    /** Writes the values and indices that {@link #infer} declares. */
    static void extremes(Frame frame, boolean largest, int axis) {
        Tensor x = view(frame.x(0), axis);
        IntTensor at = frame.yInts(1);
        Shape y = Shape.of(x.dim(0), x.dim(2));
        frame.kernels().reduce().extremes(largest, x, frame.y(0).reshape(y), at.reshape(y));
    }

    /** The gradient of some picks along an axis, whose values are the first output and their indices the second. */
    static void backward(Frame frame, int axis, int picks) {
        if (frame.wants(0)) {
            Tensor dx = view(frame.dx(0), axis);
            Shape y = Shape.of(dx.dim(0), picks, dx.dim(2));
            frame.kernels()
                    .reduce()
                    .pickedBackward(frame.yInts(1).reshape(y), frame.dy(0).reshape(y), dx);
        }
    }
}
