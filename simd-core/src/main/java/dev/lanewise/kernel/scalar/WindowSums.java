package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.PoolKernels;
import dev.lanewise.kernel.RowSums;

/** The sum of one window and the spreading of shares over a row, in the order of {@link PoolKernels}. */
final class WindowSums {
    private static final ThreadLocal<float[][]> ROWS = ThreadLocal.withInitial(() -> new float[2][RowSums.LANES]);

    private WindowSums() {}

    /** This thread's two rows of at least so many elements, for {@link #sum} and for what is spread. */
    static float[][] rows(int size) {
        float[][] rows = ROWS.get();
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length < size) {
                rows[i] = new float[size];
            }
        }
        return rows;
    }

    /** The sum of a plane as of one row. */
    static float plane(float[] x, int at, int size, float[][] scratch) {
        return ScalarReduce.sum(x, at, size, scratch[1]);
    }

    /** The sum of rows [r0, r1), columns [c0, c1); scratch holds a column's sum for each. */
    static float sum(float[] x, int at, int w, int r0, int r1, int c0, int c1, float[][] scratch) {
        if (c1 - c0 > PoolKernels.CHAIN) {
            for (int c = c0; c < c1; c++) {
                scratch[0][c] = column(x, at + c, w, r0, r1);
            }
            return ScalarReduce.sum(scratch[0], c0, c1 - c0, scratch[1]);
        }
        float sum = 0f;
        for (int c = c0; c < c1; c++) {
            sum += column(x, at + c, w, r0, r1);
        }
        return sum;
    }

    private static float column(float[] x, int at, int w, int r0, int r1) {
        float sum = 0f;
        for (int r = r0; r < r1; r++) {
            sum += x[at + r * w];
        }
        return sum;
    }

    /** Adds a row to rows [r0, r1) of a plane. */
    static void add(float[] row, float[] dx, int at, int w, int r0, int r1) {
        for (int r = r0; r < r1; r++) {
            int to = at + r * w;
            for (int c = 0; c < w; c++) {
                dx[to + c] += row[c];
            }
        }
    }
}
