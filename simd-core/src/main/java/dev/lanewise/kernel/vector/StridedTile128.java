package dev.lanewise.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles of C = A B, 4 rows of two vectors, on operands that lie in rows of any length
 * Written by src/generator/Tiles.java.
 */
final class StridedTile128 {
    static final int ROWS = 4;
    private static final VectorSpecies<Float> F = FloatVector.SPECIES_128;
    private static final int L = 4;

    private StridedTile128() {}

    /**
     * Continues (load) or starts the chains of one tile, with A read along its rows.
     *
     * @param a A[r][k] at {@code aAt + r * lda + k}; rows beyond the count are not read
     * @param b rows of 2 L from bAt, ldb apart
     * @param c rows of 2 L from cAt, ldc apart; only the first rows are touched
     */
    static void alongRows(
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
            boolean load) {
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
     * Continues (load) or starts the chains of one tile, with A read along its columns.
     *
     * @param a A[r][k] at {@code aAt + k * lda + r}; read for all ROWS
     * @param b rows of 2 L from bAt, ldb apart
     * @param c rows of 2 L from cAt, ldc apart; only the first rows are touched
     * @param factors what the rows of C are multiplied with before the chains go on, ROWS from factorsAt; null for
     *     nothing
     */
    static void alongColumns(
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
            float[] factors,
            int factorsAt) {
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
        if (factors != null) {
            c0a = c0a.mul(factors[factorsAt + 0]);
            c0b = c0b.mul(factors[factorsAt + 0]);
            c1a = c1a.mul(factors[factorsAt + 1]);
            c1b = c1b.mul(factors[factorsAt + 1]);
            c2a = c2a.mul(factors[factorsAt + 2]);
            c2b = c2b.mul(factors[factorsAt + 2]);
            c3a = c3a.mul(factors[factorsAt + 3]);
            c3b = c3b.mul(factors[factorsAt + 3]);
        }
        for (int k = 0; k < depth; k++) {
            FloatVector b0 = FloatVector.fromArray(F, b, bAt + k * ldb);
            FloatVector b1 = FloatVector.fromArray(F, b, bAt + k * ldb + L);
            FloatVector a0 = FloatVector.broadcast(F, a[aAt + k * lda]);
            c0a = a0.fma(b0, c0a);
            c0b = a0.fma(b1, c0b);
            FloatVector a1 = FloatVector.broadcast(F, a[aAt + k * lda + 1]);
            c1a = a1.fma(b0, c1a);
            c1b = a1.fma(b1, c1b);
            FloatVector a2 = FloatVector.broadcast(F, a[aAt + k * lda + 2]);
            c2a = a2.fma(b0, c2a);
            c2b = a2.fma(b1, c2b);
            FloatVector a3 = FloatVector.broadcast(F, a[aAt + k * lda + 3]);
            c3a = a3.fma(b0, c3a);
            c3b = a3.fma(b1, c3b);
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
}
