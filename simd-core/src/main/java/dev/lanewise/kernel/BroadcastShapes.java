package dev.lanewise.kernel;

import dev.lanewise.tensor.Shape;

/** How shapes are broadcast, and the checks of {@link BroadcastKernels}. */
public final class BroadcastShapes {
    private BroadcastShapes() {}

    /**
     * The shape that two are broadcast to.
     *
     * @param name who asks, the first word of the message
     * @throws IllegalArgumentException naming both shapes
     */
    public static Shape of(String name, Shape a, Shape b) {
        int rank = Math.max(a.rank(), b.rank());
        int[] extents = new int[rank];
        for (int i = 0; i < rank; i++) {
            int m = extent(a, rank, i);
            int n = extent(b, rank, i);
            if (m != n && m != 1 && n != 1) {
                throw new IllegalArgumentException(name + ": a has shape " + a + ", b has shape " + b
                        + ": expected equal extents or 1, aligned at the innermost axis");
            }
            extents[i] = m == 1 ? n : m;
        }
        return Shape.of(extents);
    }

    /** Fails unless small broadcasts to exactly large. */
    public static void require(String name, String operand, Shape small, Shape large) {
        boolean fits = small.rank() <= large.rank();
        for (int i = 0; fits && i < large.rank(); i++) {
            int extent = extent(small, large.rank(), i);
            fits = extent == large.dim(i) || extent == 1;
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    name + ": " + operand + " has shape " + small + ", which does not broadcast to " + large);
        }
    }

    /** The extent of axis i of a shape that is filled up with ones to a rank. */
    public static int extent(Shape shape, int rank, int i) {
        int at = i - (rank - shape.rank());
        return at < 0 ? 1 : shape.dim(at);
    }
}
