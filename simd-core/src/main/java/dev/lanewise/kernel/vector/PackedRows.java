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
        // Along the rows of the operand, as its lines lie.
        for (int k = 0; k < whole; k += L) {
            Panels.squares(from, at + k * ld, ld, rows, to, k, STRIDE);
        }
        for (int k = whole; k < depth; k++) {
            for (int r = 0; r < rows; r++) {
                to[r * STRIDE + k] = from[at + k * ld + r];
            }
        }
        if (factor != 1f) {
            ofRows(factor, to, 0, STRIDE, depth, rows, to);
        }
    }
}
