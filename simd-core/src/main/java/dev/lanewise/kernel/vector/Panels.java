package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.PackedMatrix;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Packs parts of a matrix into panels {@code [depth][width]}, the order in which a register tile reads them. Rows or
 * columns beyond the matrix are zeros.
 */
final class Panels {
    private static final int PANEL = PackedMatrix.PANEL;

    private Panels() {}

    /**
     * Packs panels {@code [from, to)} of a second operand of n columns; they lie depth rows apart from index 0.
     *
     * @param at where the element (0, 0) is
     * @param ld the distance of its rows, or of its columns if it is transposed
     */
    static void ofB(boolean transposed, float[] b, int at, int ld, int n, int depth, float[] panels, int from, int to) {
        for (int p = from; p < to; p++) {
            int j = p * PANEL;
            int count = Math.min(PANEL, n - j);
            if (transposed) {
                rows(b, at + j * ld, ld, depth, count, panels, j * depth, PANEL);
            } else {
                columns(b, at + j, ld, depth, count, panels, j * depth, PANEL);
            }
        }
    }

    /**
     * Packs {@code width} consecutive columns of a row-major matrix: {@code to[k * width + j] = from[k * ld + j]}.
     *
     * @param count how many of the columns exist
     */
    static void columns(float[] from, int at, int ld, int depth, int count, float[] to, int toAt, int width) {
        if (count == PANEL && width == PANEL) {
            whole(from, at, ld, depth, to, toAt);
            return;
        }
        for (int k = 0; k < depth; k++) {
            System.arraycopy(from, at + k * ld, to, toAt + k * width, count);
        }
        if (count < width) {
            for (int k = 0; k < depth; k++) {
                Arrays.fill(to, toAt + k * width + count, toAt + (k + 1) * width, 0f);
            }
        }
    }

    // A call of arraycopy for every row would cost more than the copying.
    private static void whole(float[] from, int at, int ld, int depth, float[] to, int toAt) {
        for (int k = 0; k < depth; k++) {
            int row = at + k * ld;
            int t = toAt + k * PANEL;
            for (int j = 0; j < PANEL; j += Lanes.L) {
                FloatVector.fromArray(Lanes.F, from, row + j).intoArray(to, t + j);
            }
        }
    }

    /**
     * Packs {@code width} consecutive rows of a row-major matrix, transposing:
     * {@code to[k * width + r] = from[r * ld + k]}.
     *
     * @param count how many of the rows exist
     */
    static void rows(float[] from, int at, int ld, int depth, int count, float[] to, int toAt, int width) {
        int done = 0;
        if (width % Lanes.L == 0 && depth >= Lanes.L) {
            done = count / Lanes.L * Lanes.L;
            for (int r = 0; r < done; r += Lanes.L) {
                squares(from, at + r * ld, ld, depth, to, toAt + r, width);
            }
        }
        existingRows(from, at + done * ld, ld, depth, count - done, to, toAt + done, width);
        if (count < width) {
            for (int k = 0; k < depth; k++) {
                Arrays.fill(to, toAt + k * width + count, toAt + (k + 1) * width, 0f);
            }
        }
    }

    /** {@link #rows} of L rows of at least L elements, which all exist. The last square moves back to the end of the rows. */
    static void squares(float[] from, int at, int ld, int depth, float[] to, int toAt, int width) {
        if (Lanes.L == 16) {
            TurnTile512.pack(depth & -16, from, at, ld, to, toAt, width);
            if (depth % 16 != 0) {
                int d = depth - 16;
                TurnTile512.pack(16, from, at + d, ld, to, toAt + d * width, width);
            }
            return;
        }
        for (int k = 0; k < depth; k += Lanes.L) {
            int d = Math.min(k, depth - Lanes.L);
            ScaledTransposition.square(from, at + d, ld, to, toAt + d * width, width);
        }
    }

    /** Like {@link #rows}, but leaves what stands in the places of rows that do not exist. */
    static void existingRows(float[] from, int at, int ld, int depth, int count, float[] to, int toAt, int width) {
        int r = 0;
        for (; r + 8 <= count; r += 8) {
            eightRows(from, at + r * ld, ld, depth, to, toAt + r, width);
        }
        for (; r + 4 <= count; r += 4) {
            fourRows(from, at + r * ld, ld, depth, to, toAt + r, width);
        }
        for (; r < count; r++) {
            int row = at + r * ld;
            for (int k = 0; k < depth; k++) {
                to[toAt + k * width + r] = from[row + k];
            }
        }
    }

    /**
     * Like {@link #existingRows}, by squares where the rows are long: two to four times faster if the panel is as wide as
     * a register.
     */
    static void longRows(float[] from, int at, int ld, int depth, int count, float[] to, int toAt, int width) {
        int r = depth < Lanes.L ? 0 : count / Lanes.L * Lanes.L;
        for (int i = 0; i < r; i += Lanes.L) {
            squares(from, at + i * ld, ld, depth, to, toAt + i, width);
        }
        existingRows(from, at + r * ld, ld, depth, count - r, to, toAt + r, width);
    }

    // Several rows at a time, so that a line of the panel is written whole while it is in the cache.
    private static void eightRows(float[] from, int at, int ld, int depth, float[] to, int toAt, int width) {
        int r1 = at + ld;
        int r2 = r1 + ld;
        int r3 = r2 + ld;
        int r4 = r3 + ld;
        int r5 = r4 + ld;
        int r6 = r5 + ld;
        int r7 = r6 + ld;
        for (int k = 0; k < depth; k++) {
            int t = toAt + k * width;
            to[t] = from[at + k];
            to[t + 1] = from[r1 + k];
            to[t + 2] = from[r2 + k];
            to[t + 3] = from[r3 + k];
            to[t + 4] = from[r4 + k];
            to[t + 5] = from[r5 + k];
            to[t + 6] = from[r6 + k];
            to[t + 7] = from[r7 + k];
        }
    }

    private static void fourRows(float[] from, int at, int ld, int depth, float[] to, int toAt, int width) {
        int r1 = at + ld;
        int r2 = r1 + ld;
        int r3 = r2 + ld;
        for (int k = 0; k < depth; k++) {
            int t = toAt + k * width;
            to[t] = from[at + k];
            to[t + 1] = from[r1 + k];
            to[t + 2] = from[r2 + k];
            to[t + 3] = from[r3 + k];
        }
    }
}
