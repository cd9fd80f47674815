package dev.lanewise.kernel;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/** The shape checks of {@link CellKernels}, shared by its twins. They allocate only when they fail. */
public final class CellShapes {
    private CellShapes() {}

    /**
     * Checks that a tensor has N rows of G gates of H elements.
     *
     * @param like [N,H]
     * @throws IllegalArgumentException naming both tensors and both shapes
     */
    public static void gates(String op, String likeName, Tensor like, int gates, String name, Tensor t) {
        if (like.shape().rank() != 2) {
            throw new IllegalArgumentException(
                    op + ": " + likeName + " has shape " + like.shape() + ", expected [N,H]");
        }
        if (t.shape().rank() != 2 || t.dim(0) != like.dim(0) || t.dim(1) != gates * like.dim(1)) {
            throw new IllegalArgumentException(op + ": " + name + " has shape " + t.shape() + ", but " + likeName
                    + " has shape " + like.shape() + ", expected [N," + (gates == 1 ? "" : gates) + "H] with N="
                    + like.dim(0) + ", H=" + like.dim(1));
        }
    }

    /** Checks the operands of {@link CellKernels#hold}. */
    public static void hold(IntTensor lengths, Tensor previous, Tensor state) {
        perSample("hold", lengths, state, "state", 0);
        if (previous != null && !previous.shape().equals(state.shape())) {
            throw new IllegalArgumentException("hold: previous has shape " + previous.shape() + ", but state has shape "
                    + state.shape() + ", expected the same");
        }
    }

    /** Checks the operands of {@link CellKernels#mask}. */
    public static void mask(IntTensor lengths, Tensor x, Tensor y) {
        perSample("mask", lengths, x, "x", 1);
        if (!x.shape().equals(y.shape())) {
            throw new IllegalArgumentException(
                    "mask: y has shape " + y.shape() + ", but x has shape " + x.shape() + ", expected the same");
        }
    }

    private static void perSample(String op, IntTensor lengths, Tensor x, String name, int axis) {
        Shape shape = x.shape();
        if (shape.rank() != axis + 2 || lengths.shape().rank() != 1 || lengths.size() != shape.dim(axis)) {
            throw new IllegalArgumentException(op + ": lengths has shape " + lengths.shape() + ", but " + name
                    + " has shape " + shape + ", expected [N] and " + (axis == 0 ? "[N,D]" : "[T,N,D]"));
        }
    }

    /**
     * Checks that every sample has a step and none has more than there are.
     *
     * @param steps the extent T
     * @throws IllegalArgumentException naming the first length that does not fit
     */
    public static void lengths(String op, IntTensor lengths, int steps) {
        for (int n = 0; n < lengths.size(); n++) {
            int length = lengths.array()[lengths.offset() + n];
            if (length < 1 || length > steps) {
                throw new IllegalArgumentException(
                        op + ": lengths[" + n + "] is " + length + ", expected 1 to T=" + steps);
            }
        }
    }
}
