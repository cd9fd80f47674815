package dev.lanewise.tensor;

import java.util.Arrays;

/**
 * A window on a {@code float[]}: row-major, contiguous, {@code array[offset .. offset + size)}.
 *
 * <p>Views share the array and are of two kinds, {@link #reshape} and {@link #outer}; every other rearrangement copies.
 * The tensor does not own the array: who made the array decides when its contents change.
 */
public final class Tensor implements Value {
    private final float[] array;
    private final int offset;
    private final Shape shape;

    private Tensor(float[] array, int offset, Shape shape) {
        if (offset < 0 || offset > array.length - shape.size()) {
            throw new IllegalArgumentException("tensor of shape " + shape + " at offset " + offset
                    + " does not fit an array of " + array.length + " floats");
        }
        this.array = array;
        this.offset = offset;
        this.shape = shape;
    }

    /** A new tensor of zeros, with an array of its own. */
    public static Tensor zeros(int... shape) {
        return zeros(Shape.of(shape));
    }

    /** A new tensor of zeros, with an array of its own. */
    public static Tensor zeros(Shape shape) {
        return new Tensor(new float[shape.size()], 0, shape);
    }

    /**
     * The whole of an array seen through a shape. The array is not copied.
     *
     * @throws IllegalArgumentException if the array's length is not the shape's size
     */
    public static Tensor of(float[] array, int... shape) {
        Shape s = Shape.of(shape);
        if (array.length != s.size()) {
            throw new IllegalArgumentException(
                    "shape " + s + " has " + s.size() + " elements, but the array has " + array.length);
        }
        return new Tensor(array, 0, s);
    }

    /**
     * A window on part of an array. The array is not copied.
     *
     * @throws IllegalArgumentException if the window does not lie inside the array
     */
    public static Tensor window(float[] array, int offset, Shape shape) {
        return new Tensor(array, offset, shape);
    }

    /** A tensor of rank 0. */
    public static Tensor scalar(float value) {
        return new Tensor(new float[] {value}, 0, Shape.of());
    }

    /** The array behind the window: shared, not a copy. */
    public float[] array() {
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

    /** The element at an index, one number per axis. For tests and small jobs: kernels use the array. */
    public float get(int... index) {
        return array[at(index)];
    }

    /** Sets the element at an index, one number per axis. */
    public void set(float value, int... index) {
        array[at(index)] = value;
    }

    private int at(int[] index) {
        if (index.length != shape.rank()) {
            throw new IllegalArgumentException("index " + Arrays.toString(index) + " into shape " + shape);
        }
        int flat = 0;
        for (int i = 0; i < index.length; i++) {
            if (index[i] < 0 || index[i] >= shape.dim(i)) {
                throw new IndexOutOfBoundsException("index " + Arrays.toString(index) + " into shape " + shape);
            }
            flat = flat * shape.dim(i) + index[i];
        }
        return offset + flat;
    }

    /**
     * The same elements seen through another shape of the same size. A view.
     *
     * @throws IllegalArgumentException if the sizes differ
     */
    public Tensor reshape(int... extents) {
        return reshape(Shape.of(extents));
    }

    /**
     * The same elements seen through another shape of the same size. A view.
     *
     * @throws IllegalArgumentException if the sizes differ
     */
    public Tensor reshape(Shape other) {
        if (other.size() != shape.size()) {
            throw new IllegalArgumentException(
                    "reshape: " + shape + " has " + shape.size() + " elements, " + other + " has " + other.size());
        }
        return other.equals(shape) ? this : new Tensor(array, offset, other);
    }

    /** Element {@code i} of the outermost axis, one axis fewer. A view. */
    public Tensor outer(int i) {
        checkOuter(i, i + 1);
        Shape inner = shape.inner();
        return new Tensor(array, offset + i * inner.size(), inner);
    }

    /** Elements {@code from} (inclusive) to {@code to} (exclusive) of the outermost axis. A view. */
    @Override
    public Tensor outer(int from, int to) {
        checkOuter(from, to);
        int stride = shape.inner().size();
        return new Tensor(array, offset + from * stride, shape.with(0, to - from));
    }

    private void checkOuter(int from, int to) {
        if (from < 0 || to < from || to > shape.dim(0)) {
            throw new IndexOutOfBoundsException(
                    "outer(" + from + ", " + to + ") of shape " + shape + ": the axis has " + shape.dim(0));
        }
    }

    /** Sets every element. */
    public void fill(float value) {
        Arrays.fill(array, offset, offset + size(), value);
    }

    /**
     * Copies the elements of a tensor of the same size into this one.
     *
     * @throws IllegalArgumentException if the sizes differ
     */
    public void copyFrom(Tensor source) {
        if (source.size() != size()) {
            throw new IllegalArgumentException("copy of shape " + source.shape + " into shape " + shape);
        }
        System.arraycopy(source.array, source.offset, array, offset, size());
    }

    /** A copy with an array of its own. */
    public Tensor copy() {
        return new Tensor(toArray(), 0, shape);
    }

    /** The elements in order, a copy. */
    public float[] toArray() {
        return Arrays.copyOfRange(array, offset, offset + size());
    }

    /** Shape and the first elements, for people. */
    @Override
    public String toString() {
        int shown = Math.min(size(), 8);
        String head = Arrays.toString(Arrays.copyOfRange(array, offset, offset + shown));
        return "Tensor" + shape + (shown < size() ? head.substring(0, head.length() - 1) + ", ...]" : head);
    }
}
