package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.L;

import jdk.incubator.vector.FloatVector;

/**
 * Packs rows of the first operand of a product, times a factor, into panels {@code [depth][height]}. Places of rows that
 * do not exist hold anything. Whole registers are stored, so a panel may be written up to L floats beyond its end:
 * panels are packed in ascending order, with room behind the last.
 */
final class RowPanels {
    private RowPanels() {}

    /** Of a row-major operand: {@code to[k * height + r] = factor * from[r * ld + k]}; scratch has L * L floats. */
    static void ofRows(
            float factor,
            float[] from,
            int at,
            int ld,
            int depth,
            int count,
            float[] to,
            int toAt,
            int height,
            float[] scratch) {
        if (height == 1 || depth < L) {
            for (int r = 0; r < count; r++) {
                oneRow(factor, from, at + r * ld, depth, to, toAt + r, height);
            }
            return;
        }
        for (int k = 0; k < depth; k += L) {
            // The last square moves back to the end of the rows.
            int d = Math.min(k, depth - L);
            ScaledTransposition.few(factor, count, from, at + d, ld, to, toAt + d * height, height, scratch);
        }
    }

    private static void oneRow(float factor, float[] from, int at, int depth, float[] to, int toAt, int height) {
        for (int k = 0; k < depth; k++) {
            to[toAt + k * height] = factor * from[at + k];
        }
    }

    /** Of a transposed operand: {@code to[k * height + r] = factor * from[k * ld + r]}. */
    static void ofColumns(
            float factor, float[] from, int at, int ld, int depth, int count, float[] to, int toAt, int height) {
        int whole = 0;
        if (height > 1) {
            // The last rows may end too close to the end of the array.
            int room = from.length - L - at;
            whole = room < 0 ? 0 : Math.min(depth, room / Math.max(1, ld) + 1);
            for (int k = 0; k < whole; k++) {
                FloatVector.fromArray(F, from, at + k * ld).mul(factor).intoArray(to, toAt + k * height);
            }
        }
        for (int k = whole; k < depth; k++) {
            for (int r = 0; r < count; r++) {
                to[toAt + k * height + r] = factor * from[at + k * ld + r];
            }
        }
    }
}
