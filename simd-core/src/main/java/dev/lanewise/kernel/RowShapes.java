package dev.lanewise.kernel;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.ShapeSpec;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Value;

/**
 * The checks of operands that are rows, for {@link SoftmaxKernels} and {@link ReduceKernels}, shared by their twins.
 * They allocate only when they fail.
 */
public final class RowShapes {
    private RowShapes() {}

    /**
     * Checks that two tensors have the same shape, of rank 1 at least.
     *
     * @param contract a {@link ShapeSpec} of both, for the message
     */
    public static void alike(String op, String contract, Tensor a, Tensor b) {
        if (a.shape().rank() < 1 || !a.shape().equals(b.shape())) {
            ShapeSpec.of(contract).match(op, a.shape(), b.shape());
        }
    }

    /**
     * Checks that three tensors have the same shape, of rank 1 at least.
     *
     * @param contract a {@link ShapeSpec} of all, for the message
     */
    public static void alike(String op, String contract, Tensor a, Tensor b, Tensor c) {
        Shape shape = a.shape();
        if (shape.rank() < 1 || !shape.equals(b.shape()) || !shape.equals(c.shape())) {
            ShapeSpec.of(contract).match(op, a.shape(), b.shape(), c.shape());
        }
    }

    /**
     * Checks that {@code rows} has the shape of x without its innermost axis: one number per row.
     *
     * @param contract a {@link ShapeSpec} of both, for the message
     */
    public static void perRow(String op, String contract, Tensor x, Value rows) {
        int rank = x.shape().rank();
        boolean fits = rank >= 1 && rows.shape().rank() == rank - 1;
        for (int i = 0; fits && i < rank - 1; i++) {
            fits = x.dim(i) == rows.dim(i);
        }
        if (!fits) {
            ShapeSpec.of(contract).match(op, x.shape(), rows.shape());
        }
    }

    /**
     * Checks that {@code columns} is one number per element of the innermost axis of x.
     *
     * @param contract a {@link ShapeSpec} of both, for the message
     */
    public static void perColumn(String op, String contract, Tensor x, Tensor columns) {
        boolean fits = x.shape().rank() >= 1 && columns.shape().rank() == 1 && columns.dim(0) == x.dim(-1);
        if (!fits) {
            ShapeSpec.of(contract).match(op, x.shape(), columns.shape());
        }
    }

    /** Checks that the rows have an element: what has no value for an empty row asks. */
    public static void notEmpty(String op, Tensor x) {
        if (x.dim(-1) == 0) {
            throw new IllegalArgumentException(
                    op + ": x has shape " + x.shape() + ": D=0, expected at least 1 (contract x:[*,D])");
        }
    }

    /** Checks x:[A,D,B], D at least 1, and y and at:[A,B]. */
    public static void middle(String op, Tensor x, Tensor y, IntTensor at) {
        if (x.shape().rank() != 3
                || y.shape().rank() != 2
                || y.dim(0) != x.dim(0)
                || y.dim(1) != x.dim(2)
                || !at.shape().equals(y.shape())) {
            ShapeSpec.of("x:[A,D,B] y:[A,B] at:[A,B]").match(op, x.shape(), y.shape(), at.shape());
        }
        if (x.dim(1) == 0) {
            throw new IllegalArgumentException(
                    op + ": x has shape " + x.shape() + ": D=0, expected at least 1 (contract x:[A,D,B])");
        }
        disjoint(op, x, y);
    }

    /** Checks x:[*,D], and y and at:[*,K] with K from 1 to D. */
    public static void top(String op, String contract, Tensor x, Tensor y, IntTensor at) {
        int rank = x.shape().rank();
        boolean fits = rank >= 1 && y.shape().rank() == rank && at.shape().equals(y.shape());
        for (int i = 0; fits && i < rank - 1; i++) {
            fits = x.dim(i) == y.dim(i);
        }
        if (!fits || y.dim(-1) < 1 || y.dim(-1) > x.dim(-1)) {
            throw new IllegalArgumentException(op + ": y has shape " + y.shape() + " and at " + at.shape()
                    + ", but x has shape " + x.shape() + ", expected one shape with K from 1 to D (contract " + contract
                    + " at:[*,K])");
        }
        disjoint(op, x, y);
    }

    /**
     * Checks dx:[A,D,B], and dy and at:[A,K,B].
     *
     * @throws IndexOutOfBoundsException for an index outside [0, D), naming the first
     */
    public static void picked(String op, IntTensor at, Tensor dy, Tensor dx) {
        if (dx.shape().rank() != 3
                || dy.shape().rank() != 3
                || dy.dim(0) != dx.dim(0)
                || dy.dim(2) != dx.dim(2)
                || !at.shape().equals(dy.shape())) {
            ShapeSpec.of("dx:[A,D,B] dy:[A,K,B] at:[A,K,B]").match(op, dx.shape(), dy.shape(), at.shape());
        }
        for (int i = 0; i < at.size(); i++) {
            int index = at.array()[at.offset() + i];
            if (index < 0 || index >= dx.dim(1)) {
                throw new IndexOutOfBoundsException(
                        op + ": index " + index + " at flat index " + i + ", expected 0 to " + (dx.dim(1) - 1));
            }
        }
    }

    /** Checks that two tensors have the same number of elements. */
    public static void sameSize(String op, Tensor a, Tensor b) {
        if (a.size() != b.size()) {
            throw new IllegalArgumentException(op + ": b has shape " + b.shape() + ", " + b.size()
                    + " elements, but a has shape " + a.shape() + ", " + a.size());
        }
    }

    /** Checks that y shares no element with x. */
    public static void disjoint(String op, Tensor x, Tensor y) {
        boolean apart =
                x.array() != y.array() || x.offset() + x.size() <= y.offset() || y.offset() + y.size() <= x.offset();
        if (!apart) {
            throw new IllegalArgumentException(
                    op + ": y of shape " + y.shape() + " overlaps x of shape " + x.shape() + ", expected apart");
        }
    }

    /**
     * Checks that every label names one of the classes.
     *
     * @throws IndexOutOfBoundsException naming the first that does not
     */
    public static void labels(String op, IntTensor labels, int classes) {
        int[] array = labels.array();
        for (int r = 0; r < labels.size(); r++) {
            int label = array[labels.offset() + r];
            if (label < 0 || label >= classes) {
                throw new IndexOutOfBoundsException(
                        op + ": label " + label + " of row " + r + ", expected 0 to " + (classes - 1));
            }
        }
    }
}
