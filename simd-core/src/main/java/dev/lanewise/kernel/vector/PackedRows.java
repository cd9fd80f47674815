package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.L;

import jdk.incubator.vector.FloatVector;

/**
 * Copies rows of the first operand of a product, times a factor, to where a register tile reads them: {@link #STRIDE}
 * apart, a constant, so that one register addresses all rows of a tile.
 */
final class PackedRows {
    /** Distance of the rows: an odd number of cache lines, so that rows do not compete for the same places of a cache. */
    static final int STRIDE = 784;

    /** The longest rows. */
    static final int DEPTH = STRIDE - 16;

    private PackedRows() {}

    /** Of a row-major operand: {@code to[r * STRIDE + k] = factor * from[r * ld + k]}. */
    static void ofRows(float factor, float[] from, int at, int ld, int depth, int rows, float[] to) {
        for (int r = 0; r < rows; r++) {
            int row = at + r * ld;
            int t = r * STRIDE;
            int k = 0;
            for (; k < F.loopBound(depth); k += L) {
                FloatVector.fromArray(F, from, row + k).mul(factor).intoArray(to, t + k);
            }
            for (; k < depth; k++) {
                to[t + k] = factor * from[row + k];
            }
        }
    }

    /** Of a transposed operand: {@code to[r * STRIDE + k] = factor * from[k * ld + r]}. */
    static void ofColumns(float factor, float[] from, int at, int ld, int depth, int rows, float[] to) {
        int whole = rows < L ? 0 : depth / L * L;
        if (L == 16 && factor == 1f) {
            turned(from, at, ld, whole, rows, to);
        } else {
            scaled(factor, from, at, ld, whole, rows, to);
        }
        for (int k = whole; k < depth; k++) {
            for (int r = 0; r < rows; r++) {
                to[r * STRIDE + k] = factor * from[at + k * ld + r];
            }
        }
    }

    /** Squares along the rows of the operand, in registers. */
    private static void turned(float[] from, int at, int ld, int depth, int rows, float[] to) {
        int whole = rows / L * L;
        for (int k = 0; k < depth; k += L) {
            TurnTile512.pack(whole, from, at + k * ld, ld, to, k, STRIDE);
            if (whole < rows) {
                // The last square moves back to the end of the rows.
                int first = rows - L;
                TurnTile512.pack(L, from, at + k * ld + first, ld, to, first * STRIDE + k, STRIDE);
            }
        }
    }

    private static void scaled(float factor, float[] from, int at, int ld, int depth, int rows, float[] to) {
        for (int r = 0; depth > 0 && r < rows; r += L) {
            // The last square moves back to the end of the rows.
            int first = Math.min(r, rows - L);
            for (int k = 0; k < depth; k += L) {
                ScaledTransposition.square(factor, from, at + k * ld + first, ld, to, first * STRIDE + k, STRIDE);
            }
        }
    }
}
