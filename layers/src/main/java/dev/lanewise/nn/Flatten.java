package dev.lanewise.nn;

import dev.lanewise.autograd.Var;
import dev.lanewise.tensor.Shape;

/**
 * Joins neighbouring axes into one: a view.
 *
 * @param startDim the first axis, a negative one counted from the end
 * @param endDim the last axis, included, a negative one counted from the end
 */
public record Flatten(int startDim, int endDim) implements Unary {
    /** Joins all axes but the outermost: x:[N,...] y:[N,D]. */
    public Flatten() {
        this(1, -1);
    }

    /**
     * Joins the axes.
     *
     * @throws IllegalArgumentException if the first comes after the last, or x does not have them
     */
    @Override
    public Var forward(Var x) {
        Shape shape = x.shape();
        int rank = shape.rank();
        int start = startDim < 0 ? startDim + rank : startDim;
        int end = endDim < 0 ? endDim + rank : endDim;
        if (start < 0 || end >= rank || start > end) {
            throw new IllegalArgumentException("Flatten: axes " + startDim + " to " + endDim + " of x, which has shape "
                    + shape + ", expected axes in ascending order");
        }
        int[] extents = new int[rank - (end - start)];
        for (int i = 0; i < extents.length; i++) {
            extents[i] = i == start ? shape.span(start, end + 1) : shape.dim(i < start ? i : i + end - start);
        }
        return x.reshape(extents);
    }
}
