package dev.lanewise.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles of a direct convolution: a few output channels by two vectors of neighbouring pixels. Written by
 * src/generator/Tiles.java.
 */
final class ConvTile256 {
    private static final VectorSpecies<Float> F = FloatVector.SPECIES_256;
    private static final int L = 8;

    private ConvTile256() {}

    /**
     * The chains of 4 output channels.
     *
     * @param tap where each tap's pixels begin, relative to xAt
     * @param w panel [taps][4] from wAt
     * @param c rows of 2 L pixels from cAt, ldc apart; only the first rows are written
     * @param bias one value per channel from biasAt, added after the chain; null for none
     */
    static void run4(
            int taps,
            int[] tap,
            float[] w,
            int wAt,
            float[] x,
            int xAt,
            float[] c,
            int cAt,
            int ldc,
            int rows,
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
        for (int k = 0; k < taps; k++) {
            int at = xAt + tap[k];
            FloatVector b0 = FloatVector.fromArray(F, x, at);
            FloatVector b1 = FloatVector.fromArray(F, x, at + L);
            FloatVector a0 = FloatVector.broadcast(F, w[wAt + k * 4 + 0]);
            c0a = a0.fma(b0, c0a);
            c0b = a0.fma(b1, c0b);
            FloatVector a1 = FloatVector.broadcast(F, w[wAt + k * 4 + 1]);
            c1a = a1.fma(b0, c1a);
            c1b = a1.fma(b1, c1b);
            FloatVector a2 = FloatVector.broadcast(F, w[wAt + k * 4 + 2]);
            c2a = a2.fma(b0, c2a);
            c2b = a2.fma(b1, c2b);
            FloatVector a3 = FloatVector.broadcast(F, w[wAt + k * 4 + 3]);
            c3a = a3.fma(b0, c3a);
            c3b = a3.fma(b1, c3b);
        }
        if (bias != null) {
            FloatVector a0 = FloatVector.broadcast(F, bias[biasAt + 0]);
            c0a = c0a.add(a0);
            c0b = c0b.add(a0);
            FloatVector a1 = FloatVector.broadcast(F, bias[biasAt + 1]);
            c1a = c1a.add(a1);
            c1b = c1b.add(a1);
            FloatVector a2 = FloatVector.broadcast(F, bias[biasAt + 2]);
            c2a = c2a.add(a2);
            c2b = c2b.add(a2);
            FloatVector a3 = FloatVector.broadcast(F, bias[biasAt + 3]);
            c3a = c3a.add(a3);
            c3b = c3b.add(a3);
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
