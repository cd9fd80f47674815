package dev.lanewise.op.reduce;

import dev.lanewise.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/** The shapes of a reduction over axes. */
final class Reduced {
    private Reduced() {}

    /**
     * The shape with the axes as ones; all axes if none is named.
     *
     * @throws IllegalArgumentException for an axis that x does not have
     */
    static Shape kept(Shape x, List<Integer> axes) {
        int[] extents = x.toArray();
        for (int i = 0; i < extents.length; i++) {
            if (axes.isEmpty()) {
                extents[i] = 1;
            }
        }
        for (int axis : axes) {
            x.dim(axis);
            extents[axis < 0 ? axis + extents.length : axis] = 1;
        }
        return Shape.of(extents);
    }

    /** The shape without the axes. */
    static Shape dropped(Shape x, List<Integer> axes) {
        boolean[] gone = new boolean[x.rank()];
        for (int axis : axes) {
            gone[axis < 0 ? axis + gone.length : axis] = true;
        }
        int[] left = new int[x.rank()];
        int n = 0;
        for (int i = 0; i < gone.length; i++) {
            if (!axes.isEmpty() && !gone[i]) {
                left[n++] = x.dim(i);
            }
        }
        return Shape.of(Arrays.copyOf(left, n));
    }
}
