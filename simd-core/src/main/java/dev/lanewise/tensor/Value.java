package dev.lanewise.tensor;

/** What flows between operations: an array seen through a shape. Only {@link Tensor} carries gradients. */
public sealed interface Value permits Tensor, IntTensor {
    /** The extents. */
    Shape shape();

    /** The number of elements. */
    default int size() {
        return shape().size();
    }

    /** The extent of one axis; a negative axis counts from the end. */
    default int dim(int axis) {
        return shape().dim(axis);
    }

    /** A view of the rows {@code [from, to)} of the outermost axis. */
    Value outer(int from, int to);
}
