package dev.lanewise.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles of the weight gradient of a convolution: a few taps by one or two vectors of output channels. Written
 * by src/generator/Tiles.java.
 */
final class ConvWeightTile128 {
    static final int ROWS = 4;
    private static final VectorSpecies<Float> F = FloatVector.SPECIES_128;
    private static final int L = 4;

    private ConvWeightTile128() {}

    /**
     * Continues (load) or starts the chains of a tile over all output pixels of one image.
     *
     * @param tap where each of ROWS taps meets output pixel (0, 0) in x, from tapAt
     * @param ldx from one output row to the next in x
     * @param dy panel [outH * outW][2 L] from dyAt
     * @param c ROWS rows of 2 L channels from cAt, ldc apart
     */
    static void run2(
            int outH,
            int outW,
            int[] tap,
            int tapAt,
            float[] x,
            int xAt,
            int ldx,
            float[] dy,
            int dyAt,
            float[] c,
            int cAt,
            int ldc,
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
            c1a = FloatVector.fromArray(F, c, cAt + ldc);
            c1b = FloatVector.fromArray(F, c, cAt + ldc + L);
            c2a = FloatVector.fromArray(F, c, cAt + 2 * ldc);
            c2b = FloatVector.fromArray(F, c, cAt + 2 * ldc + L);
            c3a = FloatVector.fromArray(F, c, cAt + 3 * ldc);
            c3b = FloatVector.fromArray(F, c, cAt + 3 * ldc + L);
        }
        int t0 = xAt + tap[tapAt + 0];
        int t1 = xAt + tap[tapAt + 1];
        int t2 = xAt + tap[tapAt + 2];
        int t3 = xAt + tap[tapAt + 3];
        for (int i = 0; i < outH; i++) {
            int row = i * ldx;
            int at = dyAt + i * outW * (2 * L);
            for (int j = 0; j < outW; j++) {
                FloatVector b0 = FloatVector.fromArray(F, dy, at + j * (2 * L));
                FloatVector b1 = FloatVector.fromArray(F, dy, at + j * (2 * L) + L);
                FloatVector a0 = FloatVector.broadcast(F, x[t0 + row + j]);
                c0a = a0.fma(b0, c0a);
                c0b = a0.fma(b1, c0b);
                FloatVector a1 = FloatVector.broadcast(F, x[t1 + row + j]);
                c1a = a1.fma(b0, c1a);
                c1b = a1.fma(b1, c1b);
                FloatVector a2 = FloatVector.broadcast(F, x[t2 + row + j]);
                c2a = a2.fma(b0, c2a);
                c2b = a2.fma(b1, c2b);
                FloatVector a3 = FloatVector.broadcast(F, x[t3 + row + j]);
                c3a = a3.fma(b0, c3a);
                c3b = a3.fma(b1, c3b);
            }
        }
        c0a.intoArray(c, cAt);
        c0b.intoArray(c, cAt + L);
        c1a.intoArray(c, cAt + ldc);
        c1b.intoArray(c, cAt + ldc + L);
        c2a.intoArray(c, cAt + 2 * ldc);
        c2b.intoArray(c, cAt + 2 * ldc + L);
        c3a.intoArray(c, cAt + 3 * ldc);
        c3b.intoArray(c, cAt + 3 * ldc + L);
    }
}
