package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.PackedMatrix;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles of C = A B. All continue (load) or start the chains of a few rows by a few vectors of columns.
 * Written by src/generator/Tiles.java.
 */
final class GemmStrip512 {
    private static final int PANEL = PackedMatrix.PANEL;
    private static final int STRIDE = PackedRows.STRIDE;
    private static final VectorSpecies<Float> F = FloatVector.SPECIES_512;
    private static final int L = 16;

    private GemmStrip512() {}

    /**
     * 4 rows by 2 vectors.
     *
     * @param a A[r][k] at {@code aAt + r * STRIDE + k}; all 4 rows are read
     * @param b panel [depth][32], the columns from bAt
     * @param c rows of 2 L from cAt, ldc apart; only the first rows are touched
     * @param bias 2 L values from biasAt, added after the chain; null for none
     */
    static void run4(
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
}
