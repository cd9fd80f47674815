package dev.lanewise.kernel.scalar;

/**
 * A row times a matrix, {@code c += a B}, with B given as separate rows. The loops are over a bare index of plain
 * arrays, the form that C2 turns into vector code by itself; with an offset in the index it runs at a fifth of the speed.
 */
final class RowProduct {
    private RowProduct() {}

    /** Sets the row to beta * from; beta = 0: to +0 without reading. */
    static void start(float beta, float[] from, int at, float[] row, int size) {
        if (beta == 0f) {
            java.util.Arrays.fill(row, 0, size, 0f);
        } else {
            System.arraycopy(from, at, row, 0, size);
            if (beta != 1f) {
                for (int j = 0; j < size; j++) {
                    row[j] *= beta;
                }
            }
        }
    }

    /** Adds a vector to the row. */
    static void add(float[] bias, int at, float[] row, int size) {
        for (int j = 0; j < size; j++) {
            row[j] += bias[at + j];
        }
    }

    /** Continues the chain of every element of the row: depth fused multiply-adds, k ascending. */
    static void accumulate(float[] a, float[][] b, int depth, float[] row, int size) {
        int k = 0;
        for (; k + 8 <= depth; k += 8) {
            eight(
                    a[k], a[k + 1], a[k + 2], a[k + 3], a[k + 4], a[k + 5], a[k + 6], a[k + 7], b[k], b[k + 1],
                    b[k + 2], b[k + 3], b[k + 4], b[k + 5], b[k + 6], b[k + 7], row, size);
        }
        for (; k < depth; k++) {
            one(a[k], b[k], row, size);
        }
    }

    // Eight steps of every chain a pass: the row is loaded and stored once for eight rows of B.
    private static void eight(
            float a0,
            float a1,
            float a2,
            float a3,
            float a4,
            float a5,
            float a6,
            float a7,
            float[] b0,
            float[] b1,
            float[] b2,
            float[] b3,
            float[] b4,
            float[] b5,
            float[] b6,
            float[] b7,
            float[] c,
            int size) {
        for (int j = 0; j < size; j++) {
            float s = Math.fma(a0, b0[j], c[j]);
            s = Math.fma(a1, b1[j], s);
            s = Math.fma(a2, b2[j], s);
            s = Math.fma(a3, b3[j], s);
            s = Math.fma(a4, b4[j], s);
            s = Math.fma(a5, b5[j], s);
            s = Math.fma(a6, b6[j], s);
            c[j] = Math.fma(a7, b7[j], s);
        }
    }

    private static void one(float a, float[] b, float[] c, int size) {
        for (int j = 0; j < size; j++) {
            c[j] = Math.fma(a, b[j], c[j]);
        }
    }
}
