package dev.lanewise.tensor;

import java.util.Arrays;

/**
 * A window on an {@code int[]}: labels, indices, token ids. Row-major and contiguous like {@link Tensor}; it never
 * carries a gradient.
 */
public final class IntTensor implements Value {
    private final int[] array;
    private final int offset;
    private final Shape shape;

    private IntTensor(int[] array, int offset, Shape shape) {
        if (offset < 0 || offset > array.length - shape.size()) {
            throw new IllegalArgumentException("int tensor of shape " + shape + " at offset " + offset
                    + " does not fit an array of " + array.length + " ints");
        }
        this.array = array;
        this.offset = offset;
        this.shape = shape;
    }

    /** A new tensor of zeros, with an array of its own. */
    public static IntTensor zeros(int... shape) {
        Shape s = Shape.of(shape);
        return new IntTensor(new int[s.size()], 0, s);
    }

    /**
     * The whole of an array seen through a shape. The array is not copied.
     *
     * @throws IllegalArgumentException if the array's length is not the shape's size
     */
    public static IntTensor of(int[] array, int... shape) {
        Shape s = Shape.of(shape);
        if (array.length != s.size()) {
            throw new IllegalArgumentException(
                    "shape " + s + " has " + s.size() + " elements, but the array has " + array.length);
        }
        return new IntTensor(array, 0, s);
    }

    /** A window on part of an array. The array is not copied. */
    public static IntTensor window(int[] array, int offset, Shape shape) {
        return new IntTensor(array, offset, shape);
    }

    /** The array behind the window: shared, not a copy. */
    public int[] array() {
        return array;
    }

    /** The index in {@link #array()} of the first element. */
    public int offset() {
        return offset;
    }

    @Override
    public Shape shape() {
        return shape;
    }

    /** The element at a flat, row-major index. */
    public int get(int flat) {
        return array[offset + java.util.Objects.checkIndex(flat, size())];
    }

    /** Elements {@code from} (inclusive) to {@code to} (exclusive) of the outermost axis. A view. */
    @Override
    public IntTensor outer(int from, int to) {
        if (from < 0 || to < from || to > shape.dim(0)) {
            throw new IndexOutOfBoundsException("outer(" + from + ", " + to + ") of shape " + shape);
        }
        return new IntTensor(array, offset + from * shape.inner().size(), shape.with(0, to - from));
    }

    /** The same elements seen through another shape of the same size. A view. */
    public IntTensor reshape(Shape other) {
        if (other.size() != shape.size()) {
            throw new IllegalArgumentException(
                    "reshape: " + shape + " has " + shape.size() + " elements, " + other + " has " + other.size());
        }
        return new IntTensor(array, offset, other);
    }

    /** The elements in order, a copy. */
    public int[] toArray() {
        return Arrays.copyOfRange(array, offset, offset + size());
    }

    @Override
    public String toString() {
        int shown = Math.min(size(), 8);
        String head = Arrays.toString(Arrays.copyOfRange(array, offset, offset + shown));
        return "IntTensor" + shape + (shown < size() ? head.substring(0, head.length() - 1) + ", ...]" : head);
    }
}
