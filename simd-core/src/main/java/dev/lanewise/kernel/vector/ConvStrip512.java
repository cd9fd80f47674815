package dev.lanewise.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles of a direct convolution: a few output channels by a vector of neighbouring pixels. Written by
 * src/generator/Tiles.java.
 */
final class ConvStrip512 {
    private static final VectorSpecies<Float> F = FloatVector.SPECIES_512;

    private ConvStrip512() {}

    /**
     * The chains of 12 output channels.
     *
     * @param tap where each tap's pixels begin, relative to xAt
     * @param w panel [taps][12] from wAt
     * @param c rows of L pixels from cAt, ldc apart; only the first rows are written
     * @param bias one value per channel from biasAt, added after the chain; null for none
     */
    static void run12(
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
        FloatVector c1a = FloatVector.zero(F);
        FloatVector c2a = FloatVector.zero(F);
        FloatVector c3a = FloatVector.zero(F);
        FloatVector c4a = FloatVector.zero(F);
        FloatVector c5a = FloatVector.zero(F);
        FloatVector c6a = FloatVector.zero(F);
        FloatVector c7a = FloatVector.zero(F);
        FloatVector c8a = FloatVector.zero(F);
        FloatVector c9a = FloatVector.zero(F);
        FloatVector c10a = FloatVector.zero(F);
        FloatVector c11a = FloatVector.zero(F);
        for (int k = 0; k < taps; k++) {
            int at = xAt + tap[k];
            FloatVector b0 = FloatVector.fromArray(F, x, at);
            FloatVector a0 = FloatVector.broadcast(F, w[wAt + k * 12 + 0]);
            c0a = a0.fma(b0, c0a);
            FloatVector a1 = FloatVector.broadcast(F, w[wAt + k * 12 + 1]);
            c1a = a1.fma(b0, c1a);
            FloatVector a2 = FloatVector.broadcast(F, w[wAt + k * 12 + 2]);
            c2a = a2.fma(b0, c2a);
            FloatVector a3 = FloatVector.broadcast(F, w[wAt + k * 12 + 3]);
            c3a = a3.fma(b0, c3a);
            FloatVector a4 = FloatVector.broadcast(F, w[wAt + k * 12 + 4]);
            c4a = a4.fma(b0, c4a);
            FloatVector a5 = FloatVector.broadcast(F, w[wAt + k * 12 + 5]);
            c5a = a5.fma(b0, c5a);
            FloatVector a6 = FloatVector.broadcast(F, w[wAt + k * 12 + 6]);
            c6a = a6.fma(b0, c6a);
            FloatVector a7 = FloatVector.broadcast(F, w[wAt + k * 12 + 7]);
            c7a = a7.fma(b0, c7a);
            FloatVector a8 = FloatVector.broadcast(F, w[wAt + k * 12 + 8]);
            c8a = a8.fma(b0, c8a);
            FloatVector a9 = FloatVector.broadcast(F, w[wAt + k * 12 + 9]);
            c9a = a9.fma(b0, c9a);
            FloatVector a10 = FloatVector.broadcast(F, w[wAt + k * 12 + 10]);
            c10a = a10.fma(b0, c10a);
            FloatVector a11 = FloatVector.broadcast(F, w[wAt + k * 12 + 11]);
            c11a = a11.fma(b0, c11a);
        }
        if (bias != null) {
            FloatVector a0 = FloatVector.broadcast(F, bias[biasAt + 0]);
            c0a = c0a.add(a0);
            FloatVector a1 = FloatVector.broadcast(F, bias[biasAt + 1]);
            c1a = c1a.add(a1);
            FloatVector a2 = FloatVector.broadcast(F, bias[biasAt + 2]);
            c2a = c2a.add(a2);
            FloatVector a3 = FloatVector.broadcast(F, bias[biasAt + 3]);
            c3a = c3a.add(a3);
            FloatVector a4 = FloatVector.broadcast(F, bias[biasAt + 4]);
            c4a = c4a.add(a4);
            FloatVector a5 = FloatVector.broadcast(F, bias[biasAt + 5]);
            c5a = c5a.add(a5);
            FloatVector a6 = FloatVector.broadcast(F, bias[biasAt + 6]);
            c6a = c6a.add(a6);
            FloatVector a7 = FloatVector.broadcast(F, bias[biasAt + 7]);
            c7a = c7a.add(a7);
            FloatVector a8 = FloatVector.broadcast(F, bias[biasAt + 8]);
            c8a = c8a.add(a8);
            FloatVector a9 = FloatVector.broadcast(F, bias[biasAt + 9]);
            c9a = c9a.add(a9);
            FloatVector a10 = FloatVector.broadcast(F, bias[biasAt + 10]);
            c10a = c10a.add(a10);
            FloatVector a11 = FloatVector.broadcast(F, bias[biasAt + 11]);
            c11a = c11a.add(a11);
        }
        c0a.intoArray(c, cAt);
        if (rows > 1) {
            c1a.intoArray(c, cAt + ldc);
        }
        if (rows > 2) {
            c2a.intoArray(c, cAt + 2 * ldc);
        }
        if (rows > 3) {
            c3a.intoArray(c, cAt + 3 * ldc);
        }
        if (rows > 4) {
            c4a.intoArray(c, cAt + 4 * ldc);
        }
        if (rows > 5) {
            c5a.intoArray(c, cAt + 5 * ldc);
        }
        if (rows > 6) {
            c6a.intoArray(c, cAt + 6 * ldc);
        }
        if (rows > 7) {
            c7a.intoArray(c, cAt + 7 * ldc);
        }
        if (rows > 8) {
            c8a.intoArray(c, cAt + 8 * ldc);
        }
        if (rows > 9) {
            c9a.intoArray(c, cAt + 9 * ldc);
        }
        if (rows > 10) {
            c10a.intoArray(c, cAt + 10 * ldc);
        }
        if (rows > 11) {
            c11a.intoArray(c, cAt + 11 * ldc);
        }
    }

    /**
     * The chains of 8 output channels.
     *
     * @param tap where each tap's pixels begin, relative to xAt
     * @param w panel [taps][8] from wAt
     * @param c rows of L pixels from cAt, ldc apart; only the first rows are written
     * @param bias one value per channel from biasAt, added after the chain; null for none
     */
    static void run8(
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
        FloatVector c1a = FloatVector.zero(F);
        FloatVector c2a = FloatVector.zero(F);
        FloatVector c3a = FloatVector.zero(F);
        FloatVector c4a = FloatVector.zero(F);
        FloatVector c5a = FloatVector.zero(F);
        FloatVector c6a = FloatVector.zero(F);
        FloatVector c7a = FloatVector.zero(F);
        for (int k = 0; k < taps; k++) {
            int at = xAt + tap[k];
            FloatVector b0 = FloatVector.fromArray(F, x, at);
            FloatVector a0 = FloatVector.broadcast(F, w[wAt + k * 8 + 0]);
            c0a = a0.fma(b0, c0a);
            FloatVector a1 = FloatVector.broadcast(F, w[wAt + k * 8 + 1]);
            c1a = a1.fma(b0, c1a);
            FloatVector a2 = FloatVector.broadcast(F, w[wAt + k * 8 + 2]);
            c2a = a2.fma(b0, c2a);
            FloatVector a3 = FloatVector.broadcast(F, w[wAt + k * 8 + 3]);
            c3a = a3.fma(b0, c3a);
            FloatVector a4 = FloatVector.broadcast(F, w[wAt + k * 8 + 4]);
            c4a = a4.fma(b0, c4a);
            FloatVector a5 = FloatVector.broadcast(F, w[wAt + k * 8 + 5]);
            c5a = a5.fma(b0, c5a);
            FloatVector a6 = FloatVector.broadcast(F, w[wAt + k * 8 + 6]);
            c6a = a6.fma(b0, c6a);
            FloatVector a7 = FloatVector.broadcast(F, w[wAt + k * 8 + 7]);
            c7a = a7.fma(b0, c7a);
        }
        if (bias != null) {
            FloatVector a0 = FloatVector.broadcast(F, bias[biasAt + 0]);
            c0a = c0a.add(a0);
            FloatVector a1 = FloatVector.broadcast(F, bias[biasAt + 1]);
            c1a = c1a.add(a1);
            FloatVector a2 = FloatVector.broadcast(F, bias[biasAt + 2]);
            c2a = c2a.add(a2);
            FloatVector a3 = FloatVector.broadcast(F, bias[biasAt + 3]);
            c3a = c3a.add(a3);
            FloatVector a4 = FloatVector.broadcast(F, bias[biasAt + 4]);
            c4a = c4a.add(a4);
            FloatVector a5 = FloatVector.broadcast(F, bias[biasAt + 5]);
            c5a = c5a.add(a5);
            FloatVector a6 = FloatVector.broadcast(F, bias[biasAt + 6]);
            c6a = c6a.add(a6);
            FloatVector a7 = FloatVector.broadcast(F, bias[biasAt + 7]);
            c7a = c7a.add(a7);
        }
        c0a.intoArray(c, cAt);
        if (rows > 1) {
            c1a.intoArray(c, cAt + ldc);
        }
        if (rows > 2) {
            c2a.intoArray(c, cAt + 2 * ldc);
        }
        if (rows > 3) {
            c3a.intoArray(c, cAt + 3 * ldc);
        }
        if (rows > 4) {
            c4a.intoArray(c, cAt + 4 * ldc);
        }
        if (rows > 5) {
            c5a.intoArray(c, cAt + 5 * ldc);
        }
        if (rows > 6) {
            c6a.intoArray(c, cAt + 6 * ldc);
        }
        if (rows > 7) {
            c7a.intoArray(c, cAt + 7 * ldc);
        }
    }

    /**
     * The chains of 6 output channels.
     *
     * @param tap where each tap's pixels begin, relative to xAt
     * @param w panel [taps][6] from wAt
     * @param c rows of L pixels from cAt, ldc apart; only the first rows are written
     * @param bias one value per channel from biasAt, added after the chain; null for none
     */
    static void run6(
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
        FloatVector c1a = FloatVector.zero(F);
        FloatVector c2a = FloatVector.zero(F);
        FloatVector c3a = FloatVector.zero(F);
        FloatVector c4a = FloatVector.zero(F);
        FloatVector c5a = FloatVector.zero(F);
        for (int k = 0; k < taps; k++) {
            int at = xAt + tap[k];
            FloatVector b0 = FloatVector.fromArray(F, x, at);
            FloatVector a0 = FloatVector.broadcast(F, w[wAt + k * 6 + 0]);
            c0a = a0.fma(b0, c0a);
            FloatVector a1 = FloatVector.broadcast(F, w[wAt + k * 6 + 1]);
            c1a = a1.fma(b0, c1a);
            FloatVector a2 = FloatVector.broadcast(F, w[wAt + k * 6 + 2]);
            c2a = a2.fma(b0, c2a);
            FloatVector a3 = FloatVector.broadcast(F, w[wAt + k * 6 + 3]);
            c3a = a3.fma(b0, c3a);
            FloatVector a4 = FloatVector.broadcast(F, w[wAt + k * 6 + 4]);
            c4a = a4.fma(b0, c4a);
            FloatVector a5 = FloatVector.broadcast(F, w[wAt + k * 6 + 5]);
            c5a = a5.fma(b0, c5a);
        }
        if (bias != null) {
            FloatVector a0 = FloatVector.broadcast(F, bias[biasAt + 0]);
            c0a = c0a.add(a0);
            FloatVector a1 = FloatVector.broadcast(F, bias[biasAt + 1]);
            c1a = c1a.add(a1);
            FloatVector a2 = FloatVector.broadcast(F, bias[biasAt + 2]);
            c2a = c2a.add(a2);
            FloatVector a3 = FloatVector.broadcast(F, bias[biasAt + 3]);
            c3a = c3a.add(a3);
            FloatVector a4 = FloatVector.broadcast(F, bias[biasAt + 4]);
            c4a = c4a.add(a4);
            FloatVector a5 = FloatVector.broadcast(F, bias[biasAt + 5]);
            c5a = c5a.add(a5);
        }
        c0a.intoArray(c, cAt);
        if (rows > 1) {
            c1a.intoArray(c, cAt + ldc);
        }
        if (rows > 2) {
            c2a.intoArray(c, cAt + 2 * ldc);
        }
        if (rows > 3) {
            c3a.intoArray(c, cAt + 3 * ldc);
        }
        if (rows > 4) {
            c4a.intoArray(c, cAt + 4 * ldc);
        }
        if (rows > 5) {
            c5a.intoArray(c, cAt + 5 * ldc);
        }
    }
}
