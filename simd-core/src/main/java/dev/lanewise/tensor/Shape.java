package dev.lanewise.tensor;

import java.util.Arrays;

/**
 * The extents of a tensor, outermost axis first. Immutable; a scalar has rank 0 and size 1; an extent may be 0.
 *
 * <p>The number of elements always fits an {@code int}, because the storage is one {@code float[]}: a shape that does
 * not is refused when it is made, before any work is done with it. An extent of 0 does not excuse the others.
 */
public final class Shape {
    private static final Shape SCALAR = new Shape(new int[0]);

    private final int[] extents;
    private final int size;

    private Shape(int[] extents) {
        long product = 1;
        // Without the extents that are 0: so the parts of an empty shape fit an array as well.
        long parts = 1;
        for (int extent : extents) {
            if (extent < 0) {
                throw new IllegalArgumentException(
                        "shape " + Arrays.toString(extents) + ": extent " + extent + " is negative");
            }
            product *= extent;
            parts *= Math.max(1, extent);
            if (parts > Integer.MAX_VALUE - 64) {
                throw new IllegalArgumentException("shape " + Arrays.toString(extents)
                        + " has more elements than one array holds (" + (Integer.MAX_VALUE - 64) + ")");
            }
        }
        this.extents = extents;
        this.size = (int) product;
    }

    /**
     * A shape with the given extents.
     *
     * @param extents at least 0 each; copied
     * @throws IllegalArgumentException if an extent is negative or the number of elements does not fit an array
     */
    public static Shape of(int... extents) {
        return extents.length == 0 ? SCALAR : new Shape(extents.clone());
    }

    /** The number of axes. */
    public int rank() {
        return extents.length;
    }

    /** The number of elements: the product of the extents, 1 for a scalar. */
    public int size() {
        return size;
    }

    /**
     * The extent of an axis.
     *
     * @param axis 0 is the outermost; negative counts from the end, -1 is the innermost
     * @throws IllegalArgumentException if there is no such axis
     */
    public int dim(int axis) {
        int i = axis < 0 ? axis + extents.length : axis;
        if (i < 0 || i >= extents.length) {
            throw new IllegalArgumentException("axis " + axis + " of shape " + this + ", which has rank " + rank());
        }
        return extents[i];
    }

    /** The product of the extents of axes {@code from} (inclusive) to {@code to} (exclusive); 1 if there is none. */
    public int span(int from, int to) {
        int product = 1;
        for (int i = from; i < to; i++) {
            product *= extents[i];
        }
        return product;
    }

    /** The extents, a copy. */
    public int[] toArray() {
        return extents.clone();
    }

    /** This shape with the extent of one axis replaced; a negative axis counts from the end. */
    public Shape with(int axis, int extent) {
        int[] changed = extents.clone();
        dim(axis);
        changed[axis < 0 ? axis + changed.length : axis] = extent;
        return new Shape(changed);
    }

    /** This shape with one more axis in front. */
    public Shape prepend(int extent) {
        int[] longer = new int[extents.length + 1];
        longer[0] = extent;
        System.arraycopy(extents, 0, longer, 1, extents.length);
        return new Shape(longer);
    }

    /**
     * This shape without its outermost axis.
     *
     * @throws IllegalArgumentException for a scalar
     */
    public Shape inner() {
        dim(0);
        return of(Arrays.copyOfRange(extents, 1, extents.length));
    }

    @Override
    public boolean equals(Object other) {
        return other == this || (other instanceof Shape s && Arrays.equals(extents, s.extents));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(extents);
    }

    /** For example {@code [64, 1, 28, 28]}; a scalar is {@code []}. */
    @Override
    public String toString() {
        return Arrays.toString(extents);
    }
}
