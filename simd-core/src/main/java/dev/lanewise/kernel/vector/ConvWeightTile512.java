package dev.lanewise.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Register tiles of the weight gradient of a convolution: a few taps by one or two vectors of output channels. Written
 * by src/generator/Tiles.java.
 */
final class ConvWeightTile512 {
    static final int ROWS = 12;
    private static final VectorSpecies<Float> F = FloatVector.SPECIES_512;
    private static final int L = 16;

    private ConvWeightTile512() {}

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
            c1a = FloatVector.fromArray(F, c, cAt + ldc);
            c1b = FloatVector.fromArray(F, c, cAt + ldc + L);
            c2a = FloatVector.fromArray(F, c, cAt + 2 * ldc);
            c2b = FloatVector.fromArray(F, c, cAt + 2 * ldc + L);
            c3a = FloatVector.fromArray(F, c, cAt + 3 * ldc);
            c3b = FloatVector.fromArray(F, c, cAt + 3 * ldc + L);
            c4a = FloatVector.fromArray(F, c, cAt + 4 * ldc);
            c4b = FloatVector.fromArray(F, c, cAt + 4 * ldc + L);
            c5a = FloatVector.fromArray(F, c, cAt + 5 * ldc);
            c5b = FloatVector.fromArray(F, c, cAt + 5 * ldc + L);
            c6a = FloatVector.fromArray(F, c, cAt + 6 * ldc);
            c6b = FloatVector.fromArray(F, c, cAt + 6 * ldc + L);
            c7a = FloatVector.fromArray(F, c, cAt + 7 * ldc);
            c7b = FloatVector.fromArray(F, c, cAt + 7 * ldc + L);
            c8a = FloatVector.fromArray(F, c, cAt + 8 * ldc);
            c8b = FloatVector.fromArray(F, c, cAt + 8 * ldc + L);
            c9a = FloatVector.fromArray(F, c, cAt + 9 * ldc);
            c9b = FloatVector.fromArray(F, c, cAt + 9 * ldc + L);
            c10a = FloatVector.fromArray(F, c, cAt + 10 * ldc);
            c10b = FloatVector.fromArray(F, c, cAt + 10 * ldc + L);
            c11a = FloatVector.fromArray(F, c, cAt + 11 * ldc);
            c11b = FloatVector.fromArray(F, c, cAt + 11 * ldc + L);
        }
        int t0 = xAt + tap[tapAt + 0];
        int t1 = xAt + tap[tapAt + 1];
        int t2 = xAt + tap[tapAt + 2];
        int t3 = xAt + tap[tapAt + 3];
        int t4 = xAt + tap[tapAt + 4];
        int t5 = xAt + tap[tapAt + 5];
        int t6 = xAt + tap[tapAt + 6];
        int t7 = xAt + tap[tapAt + 7];
        int t8 = xAt + tap[tapAt + 8];
        int t9 = xAt + tap[tapAt + 9];
        int t10 = xAt + tap[tapAt + 10];
        int t11 = xAt + tap[tapAt + 11];
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
                FloatVector a4 = FloatVector.broadcast(F, x[t4 + row + j]);
                c4a = a4.fma(b0, c4a);
                c4b = a4.fma(b1, c4b);
                FloatVector a5 = FloatVector.broadcast(F, x[t5 + row + j]);
                c5a = a5.fma(b0, c5a);
                c5b = a5.fma(b1, c5b);
                FloatVector a6 = FloatVector.broadcast(F, x[t6 + row + j]);
                c6a = a6.fma(b0, c6a);
                c6b = a6.fma(b1, c6b);
                FloatVector a7 = FloatVector.broadcast(F, x[t7 + row + j]);
                c7a = a7.fma(b0, c7a);
                c7b = a7.fma(b1, c7b);
                FloatVector a8 = FloatVector.broadcast(F, x[t8 + row + j]);
                c8a = a8.fma(b0, c8a);
                c8b = a8.fma(b1, c8b);
                FloatVector a9 = FloatVector.broadcast(F, x[t9 + row + j]);
                c9a = a9.fma(b0, c9a);
                c9b = a9.fma(b1, c9b);
                FloatVector a10 = FloatVector.broadcast(F, x[t10 + row + j]);
                c10a = a10.fma(b0, c10a);
                c10b = a10.fma(b1, c10b);
                FloatVector a11 = FloatVector.broadcast(F, x[t11 + row + j]);
                c11a = a11.fma(b0, c11a);
                c11b = a11.fma(b1, c11b);
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
        c4a.intoArray(c, cAt + 4 * ldc);
        c4b.intoArray(c, cAt + 4 * ldc + L);
        c5a.intoArray(c, cAt + 5 * ldc);
        c5b.intoArray(c, cAt + 5 * ldc + L);
        c6a.intoArray(c, cAt + 6 * ldc);
        c6b.intoArray(c, cAt + 6 * ldc + L);
        c7a.intoArray(c, cAt + 7 * ldc);
        c7b.intoArray(c, cAt + 7 * ldc + L);
        c8a.intoArray(c, cAt + 8 * ldc);
        c8b.intoArray(c, cAt + 8 * ldc + L);
        c9a.intoArray(c, cAt + 9 * ldc);
        c9b.intoArray(c, cAt + 9 * ldc + L);
        c10a.intoArray(c, cAt + 10 * ldc);
        c10b.intoArray(c, cAt + 10 * ldc + L);
        c11a.intoArray(c, cAt + 11 * ldc);
        c11b.intoArray(c, cAt + 11 * ldc + L);
    }

    /**
     * Continues (load) or starts the chains of a tile over all output pixels of one image.
     *
     * @param tap where each of ROWS taps meets output pixel (0, 0) in x, from tapAt
     * @param ldx from one output row to the next in x
     * @param dy panel [outH * outW][L] from dyAt
     * @param c ROWS rows of L channels from cAt, ldc apart
     */
    static void run1(
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
        if (load) {
            c0a = FloatVector.fromArray(F, c, cAt);
            c1a = FloatVector.fromArray(F, c, cAt + ldc);
            c2a = FloatVector.fromArray(F, c, cAt + 2 * ldc);
            c3a = FloatVector.fromArray(F, c, cAt + 3 * ldc);
            c4a = FloatVector.fromArray(F, c, cAt + 4 * ldc);
            c5a = FloatVector.fromArray(F, c, cAt + 5 * ldc);
            c6a = FloatVector.fromArray(F, c, cAt + 6 * ldc);
            c7a = FloatVector.fromArray(F, c, cAt + 7 * ldc);
            c8a = FloatVector.fromArray(F, c, cAt + 8 * ldc);
            c9a = FloatVector.fromArray(F, c, cAt + 9 * ldc);
            c10a = FloatVector.fromArray(F, c, cAt + 10 * ldc);
            c11a = FloatVector.fromArray(F, c, cAt + 11 * ldc);
        }
        int t0 = xAt + tap[tapAt + 0];
        int t1 = xAt + tap[tapAt + 1];
        int t2 = xAt + tap[tapAt + 2];
        int t3 = xAt + tap[tapAt + 3];
        int t4 = xAt + tap[tapAt + 4];
        int t5 = xAt + tap[tapAt + 5];
        int t6 = xAt + tap[tapAt + 6];
        int t7 = xAt + tap[tapAt + 7];
        int t8 = xAt + tap[tapAt + 8];
        int t9 = xAt + tap[tapAt + 9];
        int t10 = xAt + tap[tapAt + 10];
        int t11 = xAt + tap[tapAt + 11];
        for (int i = 0; i < outH; i++) {
            int row = i * ldx;
            int at = dyAt + i * outW * L;
            for (int j = 0; j < outW; j++) {
                FloatVector b0 = FloatVector.fromArray(F, dy, at + j * L);
                FloatVector a0 = FloatVector.broadcast(F, x[t0 + row + j]);
                c0a = a0.fma(b0, c0a);
                FloatVector a1 = FloatVector.broadcast(F, x[t1 + row + j]);
                c1a = a1.fma(b0, c1a);
                FloatVector a2 = FloatVector.broadcast(F, x[t2 + row + j]);
                c2a = a2.fma(b0, c2a);
                FloatVector a3 = FloatVector.broadcast(F, x[t3 + row + j]);
                c3a = a3.fma(b0, c3a);
                FloatVector a4 = FloatVector.broadcast(F, x[t4 + row + j]);
                c4a = a4.fma(b0, c4a);
                FloatVector a5 = FloatVector.broadcast(F, x[t5 + row + j]);
                c5a = a5.fma(b0, c5a);
                FloatVector a6 = FloatVector.broadcast(F, x[t6 + row + j]);
                c6a = a6.fma(b0, c6a);
                FloatVector a7 = FloatVector.broadcast(F, x[t7 + row + j]);
                c7a = a7.fma(b0, c7a);
                FloatVector a8 = FloatVector.broadcast(F, x[t8 + row + j]);
                c8a = a8.fma(b0, c8a);
                FloatVector a9 = FloatVector.broadcast(F, x[t9 + row + j]);
                c9a = a9.fma(b0, c9a);
                FloatVector a10 = FloatVector.broadcast(F, x[t10 + row + j]);
                c10a = a10.fma(b0, c10a);
                FloatVector a11 = FloatVector.broadcast(F, x[t11 + row + j]);
                c11a = a11.fma(b0, c11a);
            }
        }
        c0a.intoArray(c, cAt);
        c1a.intoArray(c, cAt + ldc);
        c2a.intoArray(c, cAt + 2 * ldc);
        c3a.intoArray(c, cAt + 3 * ldc);
        c4a.intoArray(c, cAt + 4 * ldc);
        c5a.intoArray(c, cAt + 5 * ldc);
        c6a.intoArray(c, cAt + 6 * ldc);
        c7a.intoArray(c, cAt + 7 * ldc);
        c8a.intoArray(c, cAt + 8 * ldc);
        c9a.intoArray(c, cAt + 9 * ldc);
        c10a.intoArray(c, cAt + 10 * ldc);
        c11a.intoArray(c, cAt + 11 * ldc);
    }
}
