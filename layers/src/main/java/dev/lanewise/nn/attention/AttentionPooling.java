package dev.lanewise.nn.attention;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.init.Uniform;
import dev.lanewise.nn.Linear;
import dev.lanewise.nn.Unary;
import dev.lanewise.op.Ops;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;

/**
 * Pooling by attention: a convex combination along an axis, {@code y = sum_t a_t x_t} with {@code a = softmax(weight .
 * x_t)}. The score has no bias: softmax would cancel it.
 *
 * <p>x:[*,T,...,D], D innermost; y is x without the axis T.
 *
 * @param weight [1,D], the score
 * @param axis of x, the one that is pooled; a negative one is counted from the end; not the innermost
 */
public record AttentionPooling(Parameter weight, int axis) implements Unary {
    private static final String NAME = "attentionPooling";

    /** A layer that pools the last axis but one, with PyTorch's initial values of a linear layer: +-1/sqrt(width). */
    public static AttentionPooling of(int width, Draws draws) {
        return of(width, -2, draws);
    }

    /** The same for any axis but the innermost. */
    public static AttentionPooling of(int width, int axis, Draws draws) {
        return new AttentionPooling(draws.parameter(Uniform.fanIn(width), Shape.of(1, width)), axis);
    }

    @Override
    public Var forward(Var x) {
        return forward(x, null).y();
    }

    /**
     * Pools and shows the weights.
     *
     * @param ignored one entry for each row of D of x, the pooled axis moved to the innermost place: other than 0 where a
     *     row is padding; null for none. For x:[B,T,D] that is [B,T].
     * @return y, and the weights [R,1,1,T] with R the product of all other axes
     */
    public Attended forward(Var x, IntTensor ignored) {
        Shape shape = x.shape();
        int width = weight.shape().dim(1);
        int at = axis < 0 ? axis + shape.rank() : axis;
        if (shape.rank() < 2 || shape.dim(-1) != width || at < 0 || at >= shape.rank() - 1) {
            throw new IllegalArgumentException(NAME + ": x has shape " + shape + ", expected [*,T,*," + width
                    + "] with T at axis " + axis + ", not the innermost");
        }
        int length = shape.dim(at);
        if (length == 0) {
            throw new IllegalArgumentException(NAME + ": x has shape " + shape + ": T=0 at axis " + axis
                    + ", expected at least 1, a mean of nothing has no value");
        }
        Var moved = at == shape.rank() - 2 ? x : toLastButOne(x, at);
        int rows = shape.size() / Math.max(1, width * length);
        Var sequences = moved.reshape(rows, length, width);
        Var scores = new Linear(weight, null).forward(sequences).reshape(rows, 1, 1, length);
        Mask mask = ignored == null ? Mask.NONE : Mask.ignoring(ignored.reshape(Shape.of(rows, length)));
        Var weights = Heads.softmax(scores, mask);
        Var y = Ops.matmul(weights.reshape(rows, 1, length), sequences);
        return new Attended(y.reshape(without(shape, at)), weights);
    }

    private static Var toLastButOne(Var x, int at) {
        int rank = x.shape().rank();
        Integer[] axes = new Integer[rank];
        int next = 0;
        for (int i = 0; i < rank - 1; i++) {
            if (i != at) {
                axes[next++] = i;
            }
        }
        axes[rank - 2] = at;
        axes[rank - 1] = rank - 1;
        return Ops.permute(x, axes);
    }

    private static int[] without(Shape shape, int at) {
        int[] extents = new int[shape.rank() - 1];
        for (int i = 0; i < extents.length; i++) {
            extents[i] = shape.dim(i < at ? i : i + 1);
        }
        return extents;
    }
}
