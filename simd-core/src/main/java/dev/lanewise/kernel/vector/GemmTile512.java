package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.PackedMatrix;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles of C = A B. All continue (load) or start the chains of a few rows by a few vectors of columns.
 * Written by src/generator/Tiles.java.
 */
final class GemmTile512 {
    private static final int PANEL = PackedMatrix.PANEL;
    private static final int STRIDE = PackedRows.STRIDE;
    private static final VectorSpecies<Float> F = FloatVector.SPECIES_512;
    private static final int L = 16;

    private GemmTile512() {}

    /**
     * 12 rows by 2 vectors.
     *
     * @param a A[r][k] at {@code aAt + r * STRIDE + k}; all 12 rows are read
     * @param b panel [depth][32], the columns from bAt
     * @param c rows of 2 L from cAt, ldc apart; only the first rows are touched
     * @param bias 2 L values from biasAt, added after the chain; null for none
     */
    static void run12(
            int depth,
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            float[] c,
            int cAt,
            int ldc,
            int rows,
            boolean load,
            float[] bias,
            int biasAt) {
        FloatVector c0a = FloatVector.zero(F);
        FloatVector c0b = FloatVector.zero(F);
        FloatVector c1a = FloatVector.zero(F);
        FloatVector c1b = FloatVector.zero(F);
        FloatVector c2a = FloatVector.zero(F);
        FloatVector c2b = FloatVector.zero(F);
        FloatVector c3a = FloatVector.zero(F);
        FloatVector c3b = FloatVector.zero(F);
        FloatVector c4a = FloatVector.zero(F);
        FloatVector c4b = FloatVector.zero(F);
        FloatVector c5a = FloatVector.zero(F);
        FloatVector c5b = FloatVector.zero(F);
        FloatVector c6a = FloatVector.zero(F);
        FloatVector c6b = FloatVector.zero(F);
        FloatVector c7a = FloatVector.zero(F);
        FloatVector c7b = FloatVector.zero(F);
        FloatVector c8a = FloatVector.zero(F);
        FloatVector c8b = FloatVector.zero(F);
        FloatVector c9a = FloatVector.zero(F);
        FloatVector c9b = FloatVector.zero(F);
        FloatVector c10a = FloatVector.zero(F);
        FloatVector c10b = FloatVector.zero(F);
        FloatVector c11a = FloatVector.zero(F);
        FloatVector c11b = FloatVector.zero(F);
        if (load) {
            c0a = FloatVector.fromArray(F, c, cAt);
            c0b = FloatVector.fromArray(F, c, cAt + L);
            if (rows > 1) {
                c1a = FloatVector.fromArray(F, c, cAt + ldc);
                c1b = FloatVector.fromArray(F, c, cAt + ldc + L);
            }
            if (rows > 2) {
                c2a = FloatVector.fromArray(F, c, cAt + 2 * ldc);
                c2b = FloatVector.fromArray(F, c, cAt + 2 * ldc + L);
            }
            if (rows > 3) {
                c3a = FloatVector.fromArray(F, c, cAt + 3 * ldc);
                c3b = FloatVector.fromArray(F, c, cAt + 3 * ldc + L);
            }
            if (rows > 4) {
                c4a = FloatVector.fromArray(F, c, cAt + 4 * ldc);
                c4b = FloatVector.fromArray(F, c, cAt + 4 * ldc + L);
            }
            if (rows > 5) {
                c5a = FloatVector.fromArray(F, c, cAt + 5 * ldc);
                c5b = FloatVector.fromArray(F, c, cAt + 5 * ldc + L);
            }
            if (rows > 6) {
                c6a = FloatVector.fromArray(F, c, cAt + 6 * ldc);
                c6b = FloatVector.fromArray(F, c, cAt + 6 * ldc + L);
            }
            if (rows > 7) {
                c7a = FloatVector.fromArray(F, c, cAt + 7 * ldc);
                c7b = FloatVector.fromArray(F, c, cAt + 7 * ldc + L);
            }
            if (rows > 8) {
                c8a = FloatVector.fromArray(F, c, cAt + 8 * ldc);
                c8b = FloatVector.fromArray(F, c, cAt + 8 * ldc + L);
            }
            if (rows > 9) {
                c9a = FloatVector.fromArray(F, c, cAt + 9 * ldc);
                c9b = FloatVector.fromArray(F, c, cAt + 9 * ldc + L);
            }
            if (rows > 10) {
                c10a = FloatVector.fromArray(F, c, cAt + 10 * ldc);
                c10b = FloatVector.fromArray(F, c, cAt + 10 * ldc + L);
            }
            if (rows > 11) {
                c11a = FloatVector.fromArray(F, c, cAt + 11 * ldc);
                c11b = FloatVector.fromArray(F, c, cAt + 11 * ldc + L);
            }
        }
        for (int k = 0; k < depth; k++) {
            FloatVector b0 = FloatVector.fromArray(F, b, bAt + k * PANEL);
            FloatVector b1 = FloatVector.fromArray(F, b, bAt + k * PANEL + L);
            FloatVector a0 = FloatVector.broadcast(F, a[aAt + k + 0 * STRIDE]);
            c0a = a0.fma(b0, c0a);
            c0b = a0.fma(b1, c0b);
            FloatVector a1 = FloatVector.broadcast(F, a[aAt + k + 1 * STRIDE]);
            c1a = a1.fma(b0, c1a);
            c1b = a1.fma(b1, c1b);
            FloatVector a2 = FloatVector.broadcast(F, a[aAt + k + 2 * STRIDE]);
            c2a = a2.fma(b0, c2a);
            c2b = a2.fma(b1, c2b);
            FloatVector a3 = FloatVector.broadcast(F, a[aAt + k + 3 * STRIDE]);
            c3a = a3.fma(b0, c3a);
            c3b = a3.fma(b1, c3b);
            FloatVector a4 = FloatVector.broadcast(F, a[aAt + k + 4 * STRIDE]);
            c4a = a4.fma(b0, c4a);
            c4b = a4.fma(b1, c4b);
            FloatVector a5 = FloatVector.broadcast(F, a[aAt + k + 5 * STRIDE]);
            c5a = a5.fma(b0, c5a);
            c5b = a5.fma(b1, c5b);
            FloatVector a6 = FloatVector.broadcast(F, a[aAt + k + 6 * STRIDE]);
            c6a = a6.fma(b0, c6a);
            c6b = a6.fma(b1, c6b);
            FloatVector a7 = FloatVector.broadcast(F, a[aAt + k + 7 * STRIDE]);
            c7a = a7.fma(b0, c7a);
            c7b = a7.fma(b1, c7b);
            FloatVector a8 = FloatVector.broadcast(F, a[aAt + k + 8 * STRIDE]);
            c8a = a8.fma(b0, c8a);
            c8b = a8.fma(b1, c8b);
            FloatVector a9 = FloatVector.broadcast(F, a[aAt + k + 9 * STRIDE]);
            c9a = a9.fma(b0, c9a);
            c9b = a9.fma(b1, c9b);
            FloatVector a10 = FloatVector.broadcast(F, a[aAt + k + 10 * STRIDE]);
            c10a = a10.fma(b0, c10a);
            c10b = a10.fma(b1, c10b);
            FloatVector a11 = FloatVector.broadcast(F, a[aAt + k + 11 * STRIDE]);
            c11a = a11.fma(b0, c11a);
            c11b = a11.fma(b1, c11b);
        }
        if (bias != null) {
            FloatVector b0 = FloatVector.fromArray(F, bias, biasAt);
            FloatVector b1 = FloatVector.fromArray(F, bias, biasAt + L);
            c0a = c0a.add(b0);
            c0b = c0b.add(b1);
            c1a = c1a.add(b0);
            c1b = c1b.add(b1);
            c2a = c2a.add(b0);
            c2b = c2b.add(b1);
            c3a = c3a.add(b0);
            c3b = c3b.add(b1);
            c4a = c4a.add(b0);
            c4b = c4b.add(b1);
            c5a = c5a.add(b0);
            c5b = c5b.add(b1);
            c6a = c6a.add(b0);
            c6b = c6b.add(b1);
            c7a = c7a.add(b0);
            c7b = c7b.add(b1);
            c8a = c8a.add(b0);
            c8b = c8b.add(b1);
            c9a = c9a.add(b0);
            c9b = c9b.add(b1);
            c10a = c10a.add(b0);
            c10b = c10b.add(b1);
            c11a = c11a.add(b0);
            c11b = c11b.add(b1);
        }
        c0a.intoArray(c, cAt);
        c0b.intoArray(c, cAt + L);
        if (rows > 1) {
            c1a.intoArray(c, cAt + ldc);
            c1b.intoArray(c, cAt + ldc + L);
        }
        if (rows > 2) {
            c2a.intoArray(c, cAt + 2 * ldc);
            c2b.intoArray(c, cAt + 2 * ldc + L);
        }
        if (rows > 3) {
            c3a.intoArray(c, cAt + 3 * ldc);
            c3b.intoArray(c, cAt + 3 * ldc + L);
        }
        if (rows > 4) {
            c4a.intoArray(c, cAt + 4 * ldc);
            c4b.intoArray(c, cAt + 4 * ldc + L);
        }
        if (rows > 5) {
            c5a.intoArray(c, cAt + 5 * ldc);
            c5b.intoArray(c, cAt + 5 * ldc + L);
        }
        if (rows > 6) {
            c6a.intoArray(c, cAt + 6 * ldc);
            c6b.intoArray(c, cAt + 6 * ldc + L);
        }
        if (rows > 7) {
            c7a.intoArray(c, cAt + 7 * ldc);
            c7b.intoArray(c, cAt + 7 * ldc + L);
        }
        if (rows > 8) {
            c8a.intoArray(c, cAt + 8 * ldc);
            c8b.intoArray(c, cAt + 8 * ldc + L);
        }
        if (rows > 9) {
            c9a.intoArray(c, cAt + 9 * ldc);
            c9b.intoArray(c, cAt + 9 * ldc + L);
        }
        if (rows > 10) {
            c10a.intoArray(c, cAt + 10 * ldc);
            c10b.intoArray(c, cAt + 10 * ldc + L);
        }
        if (rows > 11) {
            c11a.intoArray(c, cAt + 11 * ldc);
            c11b.intoArray(c, cAt + 11 * ldc + L);
        }
    }

    /**
     * 8 rows by 2 vectors.
     *
     * @param a A[r][k] at {@code aAt + r * STRIDE + k}; all 8 rows are read
     * @param b panel [depth][32], the columns from bAt
     * @param c rows of 2 L from cAt, ldc apart; only the first rows are touched
     * @param bias 2 L values from biasAt, added after the chain; null for none
     */
    static void run8(
            int depth,
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            float[] c,
            int cAt,
            int ldc,
            int rows,
            boolean load,
            float[] bias,
            int biasAt) {
        FloatVector c0a = FloatVector.zero(F);
        FloatVector c0b = FloatVector.zero(F);
        FloatVector c1a = FloatVector.zero(F);
        FloatVector c1b = FloatVector.zero(F);
        FloatVector c2a = FloatVector.zero(F);
        FloatVector c2b = FloatVector.zero(F);
        FloatVector c3a = FloatVector.zero(F);
        FloatVector c3b = FloatVector.zero(F);
        FloatVector c4a = FloatVector.zero(F);
        FloatVector c4b = FloatVector.zero(F);
        FloatVector c5a = FloatVector.zero(F);
        FloatVector c5b = FloatVector.zero(F);
        FloatVector c6a = FloatVector.zero(F);
        FloatVector c6b = FloatVector.zero(F);
        FloatVector c7a = FloatVector.zero(F);
        FloatVector c7b = FloatVector.zero(F);
        if (load) {
            c0a = FloatVector.fromArray(F, c, cAt);
            c0b = FloatVector.fromArray(F, c, cAt + L);
            if (rows > 1) {
                c1a = FloatVector.fromArray(F, c, cAt + ldc);
                c1b = FloatVector.fromArray(F, c, cAt + ldc + L);
            }
            if (rows > 2) {
                c2a = FloatVector.fromArray(F, c, cAt + 2 * ldc);
                c2b = FloatVector.fromArray(F, c, cAt + 2 * ldc + L);
            }
            if (rows > 3) {
                c3a = FloatVector.fromArray(F, c, cAt + 3 * ldc);
                c3b = FloatVector.fromArray(F, c, cAt + 3 * ldc + L);
            }
            if (rows > 4) {
                c4a = FloatVector.fromArray(F, c, cAt + 4 * ldc);
                c4b = FloatVector.fromArray(F, c, cAt + 4 * ldc + L);
            }
            if (rows > 5) {
                c5a = FloatVector.fromArray(F, c, cAt + 5 * ldc);
                c5b = FloatVector.fromArray(F, c, cAt + 5 * ldc + L);
            }
            if (rows > 6) {
                c6a = FloatVector.fromArray(F, c, cAt + 6 * ldc);
                c6b = FloatVector.fromArray(F, c, cAt + 6 * ldc + L);
            }
            if (rows > 7) {
                c7a = FloatVector.fromArray(F, c, cAt + 7 * ldc);
                c7b = FloatVector.fromArray(F, c, cAt + 7 * ldc + L);
            }
        }
        for (int k = 0; k < depth; k++) {
            FloatVector b0 = FloatVector.fromArray(F, b, bAt + k * PANEL);
            FloatVector b1 = FloatVector.fromArray(F, b, bAt + k * PANEL + L);
            FloatVector a0 = FloatVector.broadcast(F, a[aAt + k + 0 * STRIDE]);
            c0a = a0.fma(b0, c0a);
            c0b = a0.fma(b1, c0b);
            FloatVector a1 = FloatVector.broadcast(F, a[aAt + k + 1 * STRIDE]);
            c1a = a1.fma(b0, c1a);
            c1b = a1.fma(b1, c1b);
            FloatVector a2 = FloatVector.broadcast(F, a[aAt + k + 2 * STRIDE]);
            c2a = a2.fma(b0, c2a);
            c2b = a2.fma(b1, c2b);
            FloatVector a3 = FloatVector.broadcast(F, a[aAt + k + 3 * STRIDE]);
            c3a = a3.fma(b0, c3a);
            c3b = a3.fma(b1, c3b);
            FloatVector a4 = FloatVector.broadcast(F, a[aAt + k + 4 * STRIDE]);
            c4a = a4.fma(b0, c4a);
            c4b = a4.fma(b1, c4b);
            FloatVector a5 = FloatVector.broadcast(F, a[aAt + k + 5 * STRIDE]);
            c5a = a5.fma(b0, c5a);
            c5b = a5.fma(b1, c5b);
            FloatVector a6 = FloatVector.broadcast(F, a[aAt + k + 6 * STRIDE]);
            c6a = a6.fma(b0, c6a);
            c6b = a6.fma(b1, c6b);
            FloatVector a7 = FloatVector.broadcast(F, a[aAt + k + 7 * STRIDE]);
            c7a = a7.fma(b0, c7a);
            c7b = a7.fma(b1, c7b);
        }
        if (bias != null) {
            FloatVector b0 = FloatVector.fromArray(F, bias, biasAt);
            FloatVector b1 = FloatVector.fromArray(F, bias, biasAt + L);
            c0a = c0a.add(b0);
            c0b = c0b.add(b1);
            c1a = c1a.add(b0);
            c1b = c1b.add(b1);
            c2a = c2a.add(b0);
            c2b = c2b.add(b1);
            c3a = c3a.add(b0);
            c3b = c3b.add(b1);
            c4a = c4a.add(b0);
            c4b = c4b.add(b1);
            c5a = c5a.add(b0);
            c5b = c5b.add(b1);
            c6a = c6a.add(b0);
            c6b = c6b.add(b1);
            c7a = c7a.add(b0);
            c7b = c7b.add(b1);
        }
        c0a.intoArray(c, cAt);
        c0b.intoArray(c, cAt + L);
        if (rows > 1) {
            c1a.intoArray(c, cAt + ldc);
            c1b.intoArray(c, cAt + ldc + L);
        }
        if (rows > 2) {
            c2a.intoArray(c, cAt + 2 * ldc);
            c2b.intoArray(c, cAt + 2 * ldc + L);
        }
        if (rows > 3) {
            c3a.intoArray(c, cAt + 3 * ldc);
            c3b.intoArray(c, cAt + 3 * ldc + L);
        }
        if (rows > 4) {
            c4a.intoArray(c, cAt + 4 * ldc);
            c4b.intoArray(c, cAt + 4 * ldc + L);
        }
        if (rows > 5) {
            c5a.intoArray(c, cAt + 5 * ldc);
            c5b.intoArray(c, cAt + 5 * ldc + L);
        }
        if (rows > 6) {
            c6a.intoArray(c, cAt + 6 * ldc);
            c6b.intoArray(c, cAt + 6 * ldc + L);
        }
        if (rows > 7) {
            c7a.intoArray(c, cAt + 7 * ldc);
            c7b.intoArray(c, cAt + 7 * ldc + L);
        }
    }
}
