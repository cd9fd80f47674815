package dev.lanewise.kernel;

import dev.lanewise.tensor.Shape;

/** The checks of {@link SegmentKernels}. They allocate only when they fail. */
public final class SegmentShapes {
    private SegmentShapes() {}

    /** Checks an operand with one row of features per row, column or entry of a matrix. */
    public static void rows(String name, String operand, Shape shape, int rows, String of, Csr g) {
        if (shape.rank() != 2 || shape.dim(0) != rows) {
            throw new IllegalArgumentException(name + ": " + operand + " has shape " + shape + ", expected [" + rows
                    + ", *], one row for each " + of + " of " + g);
        }
    }

    /** Checks x:[M,D] y:[N,D]. */
    public static void features(String name, Csr g, String x, Shape columns, String y, Shape rows) {
        rows(name, x, columns, g.columns(), "column", g);
        rows(name, y, rows, g.rows(), "row", g);
        if (columns.dim(1) != rows.dim(1)) {
            throw new IllegalArgumentException(name + ": " + y + " has shape " + rows + ": D=" + rows.dim(1) + ", but "
                    + x + " has D=" + columns.dim(1) + " (contract " + x + ":[M,D] " + y + ":[N,D])");
        }
    }

    /** Checks weights [E,H] of features [M,D], H dividing D. */
    public static void weights(String name, Csr g, String x, Shape features, String w, Shape weights) {
        rows(name, w, weights, g.entries(), "entry", g);
        int heads = weights.dim(1);
        if (heads == 0 || features.dim(1) % heads != 0) {
            throw new IllegalArgumentException(name + ": " + w + " has shape " + weights + ": H=" + heads
                    + " does not divide D=" + features.dim(1) + " of " + x + ", which has shape " + features
                    + " (contract " + x + ":[M,D] " + w + ":[E,H])");
        }
    }

    /** Checks two operands of shape [E,H]. */
    public static void entries(String name, Csr g, String x, Shape a, String y, Shape b) {
        rows(name, x, a, g.entries(), "entry", g);
        equal(name, y, b, a);
    }

    /** Checks an operand against the one shape that it can have. */
    public static void equal(String name, String operand, Shape given, Shape expected) {
        if (!given.equals(expected)) {
            throw new IllegalArgumentException(
                    name + ": " + operand + " has shape " + given + ", expected " + expected);
        }
    }
}
