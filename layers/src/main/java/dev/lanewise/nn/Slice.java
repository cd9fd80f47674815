package dev.lanewise.nn;

import dev.lanewise.autograd.Var;
import dev.lanewise.op.Ops;

/**
 * The elements from {@code from} to before {@code to} of an axis: a copy. Negative positions are counted from the end.
 *
 * @param dim the axis, a negative one counted from the end
 * @param from the first element
 * @param to the end, excluded; {@link #END} for that of the axis
 */
public record Slice(int dim, int from, int to) implements Unary {
    /** The end of any axis. */
    public static final int END = Integer.MAX_VALUE;

    /**
     * Copies the elements.
     *
     * @throws IllegalArgumentException if the axis does not have them
     */
    @Override
    public Var forward(Var x) {
        int extent = x.dim(Ops.axis("Slice", x, dim));
        int first = from < 0 ? from + extent : from;
        int end = to == END ? extent : to < 0 ? to + extent : to;
        if (first < 0 || end > extent || first > end) {
            throw new IllegalArgumentException("Slice: elements " + from + " to " + to + " of axis " + dim
                    + " of x, which has shape " + x.shape());
        }
        return Ops.slice(x, dim, first, end - first);
    }
}
