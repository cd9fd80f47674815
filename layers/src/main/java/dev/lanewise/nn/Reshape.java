package dev.lanewise.nn;

import dev.lanewise.autograd.Var;
import java.util.Arrays;
import java.util.List;

/**
 * The same elements in another shape: a view.
 *
 * @param extents of y; one of them may be -1, which is what is left: that of the batch, for instance
 */
public record Reshape(List<Integer> extents) implements Unary {
    /**
     * Checks the extents.
     *
     * @throws IllegalArgumentException if one is less than -1, or two are -1
     */
    public Reshape {
        extents = List.copyOf(extents);
        if (extents.stream().anyMatch(e -> e < -1)
                || extents.stream().filter(e -> e == -1).count() > 1) {
            throw new IllegalArgumentException("Reshape: extents " + extents + ", expected one -1 at most");
        }
    }

    /** To the given extents. */
    public static Reshape of(int... extents) {
        return new Reshape(Arrays.stream(extents).boxed().toList());
    }

    /**
     * Sees x in the shape.
     *
     * @throws IllegalArgumentException if x has another size
     */
    @Override
    public Var forward(Var x) {
        int size = x.shape().size();
        long known = 1;
        for (int extent : extents) {
            known *= extent == -1 ? 1 : extent;
        }
        boolean open = extents.contains(-1);
        if (open ? known == 0 || size % known != 0 : known != size) {
            throw new IllegalArgumentException("Reshape: x has shape " + x.shape() + ", " + size
                    + " elements, which do not fit the extents " + extents);
        }
        int left = open ? (int) (size / known) : 0;
        return x.reshape(extents.stream().mapToInt(e -> e == -1 ? left : e).toArray());
    }
}
