package dev.lanewise.kernel;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;

/** The checks of {@link MapKernels}. They allocate only when they fail. */
public final class MapShapes {
    private MapShapes() {}

    /**
     * Checks x:[N,C,S] w:[C].
     *
     * @throws IllegalArgumentException naming the operation and both shapes
     */
    public static void channels(String op, Tensor x, Tensor w) {
        if (x.shape().rank() != 3 || w.shape().rank() != 1 || x.dim(1) != w.dim(0)) {
            throw new IllegalArgumentException(
                    op + ": x has shape " + x.shape() + ", w has shape " + w.shape() + " (contract x:[N,C,S] w:[C])");
        }
    }

    /**
     * Checks that a mask broadcasts to y.
     *
     * @throws IllegalArgumentException naming the operation and both shapes
     */
    public static void mask(String op, IntTensor mask, Tensor y) {
        if (!mask.shape().equals(y.shape())) {
            BroadcastShapes.require(op, "mask", mask.shape(), y.shape());
        }
    }

    /**
     * Checks that x has the shape of y.
     *
     * @throws IllegalArgumentException naming the operation and both shapes
     */
    public static void equal(String op, String name, Tensor x, Tensor y) {
        if (!x.shape().equals(y.shape())) {
            throw new IllegalArgumentException(
                    op + ": " + name + " has shape " + x.shape() + ", but y has shape " + y.shape());
        }
    }
}
