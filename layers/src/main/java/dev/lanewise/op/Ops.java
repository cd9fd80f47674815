package dev.lanewise.op;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Var;
import dev.lanewise.kernel.GemmKernels.Form;
import dev.lanewise.kernel.PadShape;
import dev.lanewise.op.conv.Pad;
import dev.lanewise.op.math.Add;
import dev.lanewise.op.math.Div;
import dev.lanewise.op.math.Log;
import dev.lanewise.op.math.MaskedFill;
import dev.lanewise.op.math.Maximum;
import dev.lanewise.op.math.Minimum;
import dev.lanewise.op.math.Mul;
import dev.lanewise.op.math.Scale;
import dev.lanewise.op.math.Shift;
import dev.lanewise.op.math.Sqrt;
import dev.lanewise.op.math.Square;
import dev.lanewise.op.math.Sub;
import dev.lanewise.op.math.Where;
import dev.lanewise.op.matrix.MatMul;
import dev.lanewise.op.reduce.LogSoftmax;
import dev.lanewise.op.reduce.Max;
import dev.lanewise.op.reduce.Mean;
import dev.lanewise.op.reduce.Min;
import dev.lanewise.op.reduce.Softmax;
import dev.lanewise.op.reduce.Sum;
import dev.lanewise.op.shape.Concat;
import dev.lanewise.op.shape.Expand;
import dev.lanewise.op.shape.Gather;
import dev.lanewise.op.shape.Permute;
import dev.lanewise.op.shape.Slice;
import dev.lanewise.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Short names for the operations that most layers are written in. Each method applies one operation of the catalogue; see
 * there for shapes and errors.
 */
public final class Ops {
    private Ops() {}

    /** {@code a + b}, broadcast. */
    public static Var add(Var a, Var b) {
        return new Add().on(a, b);
    }

    /** {@code a - b}, broadcast. */
    public static Var sub(Var a, Var b) {
        return new Sub().on(a, b);
    }

    /** {@code a * b}, broadcast. */
    public static Var mul(Var a, Var b) {
        return new Mul().on(a, b);
    }

    /** {@code a / b}, broadcast. */
    public static Var div(Var a, Var b) {
        return new Div().on(a, b);
    }

    /** {@code alpha * x}. */
    public static Var scale(float alpha, Var x) {
        return new Scale(alpha).on(x);
    }

    /** {@code x + c}. */
    public static Var shift(Var x, float c) {
        return new Shift(c).on(x);
    }

    /** {@code 1 - x}. */
    public static Var oneMinus(Var x) {
        return shift(scale(-1f, x), 1f);
    }

    /** The larger of two, broadcast. */
    public static Var maximum(Var a, Var b) {
        return new Maximum().on(a, b);
    }

    /** The smaller of two, broadcast. */
    public static Var minimum(Var a, Var b) {
        return new Minimum().on(a, b);
    }

    /** a where the mask of ints is not 0, b elsewhere; all three broadcast. */
    public static Var where(Var mask, Var a, Var b) {
        return new Where().on(mask, a, b);
    }

    /** A value where the mask of ints, broadcast to x, is not 0; x elsewhere. */
    public static Var maskedFill(Var x, Var mask, float value) {
        return new MaskedFill(value).on(x, mask);
    }

    /** {@code ln x}. */
    public static Var log(Var x) {
        return new Log().on(x);
    }

    /** {@code sqrt(x)}. */
    public static Var sqrt(Var x) {
        return new Sqrt().on(x);
    }

    /** {@code x^2}. */
    public static Var square(Var x) {
        return new Square().on(x);
    }

    /** {@code exp(x) / sum(exp(x))} along an axis, a negative one counted from the end. */
    public static Var softmax(Var x, int axis) {
        return along(x, axis, new Softmax());
    }

    /** {@code x - log(sum(exp(x)))} along an axis, a negative one counted from the end. */
    public static Var logSoftmax(Var x, int axis) {
        return along(x, axis, new LogSoftmax());
    }

    /**
     * An axis of x counted from the front.
     *
     * @param layer the first word of the message
     * @param axis a negative one is counted from the end
     * @throws IllegalArgumentException if x does not have it
     */
    public static int axis(String layer, Var x, int axis) {
        int rank = x.shape().rank();
        if (axis < -rank || axis >= rank) {
            throw new IllegalArgumentException(
                    layer + ": x has shape " + x.shape() + ", rank " + rank + ", expected one with an axis " + axis);
        }
        return axis < 0 ? axis + rank : axis;
    }

    /** An operation on rows applied along any axis, which is the innermost one for as long as that takes. */
    private static Var along(Var x, int axis, DifferentiableOp rows) {
        Shape shape = x.shape();
        int at = axis(rows.name(), x, axis);
        int d = shape.dim(at);
        int before = shape.span(0, at);
        int after = shape.span(at + 1, shape.rank());
        if (after == 1) {
            return rows.on(x.reshape(before, d)).reshape(shape.toArray());
        }
        Var turned = permute(x.reshape(before, d, after), 0, 2, 1);
        return permute(rows.on(turned), 0, 2, 1).reshape(shape.toArray());
    }

    /** The sum over axes, which are dropped; over all without axes. */
    public static Var sum(Var x, Integer... axes) {
        return new Sum(List.of(axes), false).on(x);
    }

    /** The sum over axes, which are kept with an extent of 1. */
    public static Var sumKeep(Var x, Integer... axes) {
        return new Sum(List.of(axes), true).on(x);
    }

    /** The mean over axes, which are dropped; over all without axes. */
    public static Var mean(Var x, Integer... axes) {
        return new Mean(List.of(axes), false).on(x);
    }

    /** The mean over axes, which are kept with an extent of 1. */
    public static Var meanKeep(Var x, Integer... axes) {
        return new Mean(List.of(axes), true).on(x);
    }

    /** The largest element along an axis, which is dropped. */
    public static Var max(Var x, int axis) {
        return new Max(axis, false).on(x);
    }

    /** The smallest element along an axis, which is dropped. */
    public static Var min(Var x, int axis) {
        return new Min(axis, false).on(x);
    }

    /** The product of matrices, or of batches of them: a:[*,M,K] b:[*,K,N]. */
    public static Var matmul(Var a, Var b) {
        return new MatMul().on(a, b);
    }

    /** {@code a b^T}: a:[*,M,K] b:[*,N,K]. */
    public static Var matmulNT(Var a, Var b) {
        return new MatMul(Form.NT, 1f).on(a, b);
    }

    /** Axis i of the result is axis {@code axes[i]} of x; a copy. */
    public static Var permute(Var x, Integer... axes) {
        return Permute.of(axes).on(x);
    }

    /** Two axes exchanged, a copy; negative ones are counted from the end. */
    public static Var transpose(Var x, int axis, int other) {
        int rank = x.shape().rank();
        List<Integer> axes = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            axes.add(i);
        }
        Collections.swap(axes, axis("transpose", x, axis), axis("transpose", x, other));
        return new Permute(axes).on(x);
    }

    /** Elements {@code from} to {@code from + length} of an axis, a copy. */
    public static Var slice(Var x, int axis, int from, int length) {
        return new Slice(axis, from, length).on(x);
    }

    /** One element of an axis, which is dropped. */
    public static Var select(Var x, int axis, int at) {
        Var one = slice(x, axis, at, 1);
        return one.reshape(without(x.shape(), axis));
    }

    private static int[] without(Shape shape, int axis) {
        int gone = axis < 0 ? axis + shape.rank() : axis;
        int[] extents = new int[shape.rank() - 1];
        for (int i = 0; i < extents.length; i++) {
            extents[i] = shape.dim(i < gone ? i : i + 1);
        }
        return extents;
    }

    /** An axis cut into parts of equal length. */
    public static List<Var> split(Var x, int axis, int parts) {
        int extent = x.dim(axis);
        if (parts < 1 || extent % parts != 0) {
            throw new IllegalArgumentException(
                    "split: axis " + axis + " of shape " + x.shape() + " does not divide into " + parts + " parts");
        }
        List<Var> cut = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            cut.add(slice(x, axis, i * (extent / parts), extent / parts));
        }
        return cut;
    }

    /** Values one after another along an axis. */
    public static Var concat(int axis, Var... parts) {
        return new Concat(axis).on(parts);
    }

    /** An axis filled up in front and behind with a constant. */
    public static Var pad(Var x, int axis, int before, int after, float value) {
        return new Pad(PadShape.axis(value, x.shape().rank(), axis, before, after)).on(x);
    }

    /** Values of one shape as the elements of a new axis. */
    public static Var stack(int axis, List<Var> parts) {
        Var[] raised = new Var[parts.size()];
        for (int i = 0; i < raised.length; i++) {
            Shape shape = parts.get(i).shape();
            int at = axis < 0 ? axis + shape.rank() + 1 : axis;
            int[] extents = new int[shape.rank() + 1];
            for (int j = 0; j < extents.length; j++) {
                extents[j] = j == at ? 1 : shape.dim(j < at ? j : j - 1);
            }
            raised[i] = parts.get(i).reshape(extents);
        }
        return new Concat(axis).on(raised);
    }

    /** Repeated to a shape. */
    public static Var expand(Var x, int... extents) {
        return new Expand(Shape.of(extents)).on(x);
    }

    /** Rows of a table by index: table:[V,*] rows: ints. */
    public static Var gather(Var table, Var rows) {
        return new Gather().on(table, rows);
    }
}
