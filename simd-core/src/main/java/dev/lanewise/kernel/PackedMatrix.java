package dev.lanewise.kernel;

import dev.lanewise.tensor.Shape;

/**
 * The second operand of a matrix product, [K,N], copied once into the order in which the kernels read it: panels of
 * {@value #PANEL} columns, each {@code [K][32]}, the columns beyond N zeros. {@link GemmKernels#pack} fills it and
 * {@link GemmKernels#packed} multiplies by it.
 *
 * <p>The layout is the same for every width and for the scalar set, so a matrix that one packed is read by all. It owns
 * its memory and keeps no reference to what was packed: when the weights change, pack them again into the same object,
 * which allocates nothing. Packing and multiplying at once is a race that nothing checks; once packed it may be read by
 * any number of threads.
 */
public final class PackedMatrix {
    /** Columns of a panel: a multiple of the register tiles of all widths. */
    public static final int PANEL = 32;

    private final int depth;
    private final int columns;
    private final float[] panels;

    private PackedMatrix(int depth, int columns, float[] panels) {
        this.depth = depth;
        this.columns = columns;
        this.panels = panels;
    }

    /**
     * Room for a matrix, which holds zeros until it is packed.
     *
     * @param depth K, the extent that is summed over
     * @param columns N
     * @throws IllegalArgumentException if an extent is negative or the panels do not fit an array
     */
    public static PackedMatrix of(int depth, int columns) {
        if (depth < 0 || columns < 0) {
            throw new IllegalArgumentException(
                    "packed matrix of shape [" + depth + ", " + columns + "]: an extent is negative");
        }
        long size = ((long) columns + PANEL - 1) / PANEL * PANEL * depth;
        if (size > Integer.MAX_VALUE - 64) {
            throw new IllegalArgumentException("packed matrix of shape [" + depth + ", " + columns + "]: its panels of "
                    + PANEL + " columns have " + size + " elements, more than one array holds ("
                    + (Integer.MAX_VALUE - 64) + ")");
        }
        return new PackedMatrix(depth, columns, new float[(int) size]);
    }

    /** K, the extent that is summed over. */
    public int depth() {
        return depth;
    }

    /** N, the columns of the product. */
    public int columns() {
        return columns;
    }

    /** [K,N], whichever way it was stored before it was packed. */
    public Shape shape() {
        return Shape.of(depth, columns);
    }

    /** For kernels: element (k, j) is at {@code (j / 32 * K + k) * 32 + j % 32}. Shared, not a copy. */
    public float[] panels() {
        return panels;
    }
}
