package dev.lanewise.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles of C = A B. All continue (load) or start the chains of a few rows by a few vectors of columns.
 * Written by src/generator/Tiles.java.
 */
final class RowTile256 {
    private static final VectorSpecies<Float> F = FloatVector.SPECIES_256;
    private static final int L = 8;

    private RowTile256() {}

    /**
     * 4 rows by 2 vectors.
     *
     * @param a A[r][k] at {@code aAt + r * lda + k}; only the first rows are read
     * @param b rows of 2 L from bAt, ldb apart
     * @param c rows of 2 L from cAt, ldc apart; only the first rows are touched
     * @param bias 2 L values from biasAt, added after the chain; null for none
     */
    static void run4(
            int depth,
            float[] a,
            int aAt,
            int lda,
            float[] b,
            int bAt,
            int ldb,
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
        }
        int t0 = aAt;
        int t1 = rows > 1 ? t0 + lda : aAt;
        int t2 = rows > 2 ? t1 + lda : aAt;
        int t3 = rows > 3 ? t2 + lda : aAt;
        for (int k = 0; k < depth; k++) {
            FloatVector b0 = FloatVector.fromArray(F, b, bAt + k * ldb);
            FloatVector b1 = FloatVector.fromArray(F, b, bAt + k * ldb + L);
            FloatVector a0 = FloatVector.broadcast(F, a[t0 + k]);
            c0a = a0.fma(b0, c0a);
            c0b = a0.fma(b1, c0b);
            FloatVector a1 = FloatVector.broadcast(F, a[t1 + k]);
            c1a = a1.fma(b0, c1a);
            c1b = a1.fma(b1, c1b);
            FloatVector a2 = FloatVector.broadcast(F, a[t2 + k]);
            c2a = a2.fma(b0, c2a);
            c2b = a2.fma(b1, c2b);
            FloatVector a3 = FloatVector.broadcast(F, a[t3 + k]);
            c3a = a3.fma(b0, c3a);
            c3b = a3.fma(b1, c3b);
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
    }

    /**
     * One row by 4 vectors.
     *
     * @param a A[r][k] at {@code aAt + r * lda + k}; only the first rows are read
     * @param b rows of 4 L from bAt, ldb apart
     * @param c rows of 4 L from cAt, ldc apart; only the first rows are touched
     * @param bias 4 L values from biasAt, added after the chain; null for none
     */
    static void run1(
            int depth,
            float[] a,
            int aAt,
            int lda,
            float[] b,
            int bAt,
            int ldb,
            float[] c,
            int cAt,
            int ldc,
            int rows,
            boolean load,
            float[] bias,
            int biasAt) {
        FloatVector c0a = FloatVector.zero(F);
        FloatVector c0b = FloatVector.zero(F);
        FloatVector c0c = FloatVector.zero(F);
        FloatVector c0d = FloatVector.zero(F);
        if (load) {
            c0a = FloatVector.fromArray(F, c, cAt);
            c0b = FloatVector.fromArray(F, c, cAt + L);
            c0c = FloatVector.fromArray(F, c, cAt + 2 * L);
            c0d = FloatVector.fromArray(F, c, cAt + 3 * L);
        }
        int t0 = aAt;
        for (int k = 0; k < depth; k++) {
            FloatVector b0 = FloatVector.fromArray(F, b, bAt + k * ldb);
            FloatVector b1 = FloatVector.fromArray(F, b, bAt + k * ldb + L);
            FloatVector b2 = FloatVector.fromArray(F, b, bAt + k * ldb + 2 * L);
            FloatVector b3 = FloatVector.fromArray(F, b, bAt + k * ldb + 3 * L);
            FloatVector a0 = FloatVector.broadcast(F, a[t0 + k]);
            c0a = a0.fma(b0, c0a);
            c0b = a0.fma(b1, c0b);
            c0c = a0.fma(b2, c0c);
            c0d = a0.fma(b3, c0d);
        }
        if (bias != null) {
            FloatVector b0 = FloatVector.fromArray(F, bias, biasAt);
            FloatVector b1 = FloatVector.fromArray(F, bias, biasAt + L);
            FloatVector b2 = FloatVector.fromArray(F, bias, biasAt + 2 * L);
            FloatVector b3 = FloatVector.fromArray(F, bias, biasAt + 3 * L);
            c0a = c0a.add(b0);
            c0b = c0b.add(b1);
            c0c = c0c.add(b2);
            c0d = c0d.add(b3);
        }
        c0a.intoArray(c, cAt);
        c0b.intoArray(c, cAt + L);
        c0c.intoArray(c, cAt + 2 * L);
        c0d.intoArray(c, cAt + 3 * L);
    }
}
