package dev.lanewise.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** One output channel of a direct convolution along a run of pixels. Written by src/generator/Tiles.java. */
final class ConvRun128 {
    private static final VectorSpecies<Float> F = FloatVector.SPECIES_128;
    private static final int L = 4;

    /** Pixels of a run. */
    static final int PIXELS = 8 * L;

    private ConvRun128() {}

    /**
     * The chains of PIXELS pixels.
     *
     * @param tap where each tap's pixels begin, relative to xAt
     * @param w a weight for each tap from wAt
     * @param bias added after the chain, if there is one
     */
    static void run(
            int taps,
            int[] tap,
            float[] w,
            int wAt,
            float[] x,
            int xAt,
            float[] c,
            int cAt,
            boolean biased,
            float bias) {
        FloatVector c0 = FloatVector.zero(F);
        FloatVector c1 = FloatVector.zero(F);
        FloatVector c2 = FloatVector.zero(F);
        FloatVector c3 = FloatVector.zero(F);
        FloatVector c4 = FloatVector.zero(F);
        FloatVector c5 = FloatVector.zero(F);
        FloatVector c6 = FloatVector.zero(F);
        FloatVector c7 = FloatVector.zero(F);
        for (int k = 0; k < taps; k++) {
            int at = xAt + tap[k];
            FloatVector a = FloatVector.broadcast(F, w[wAt + k]);
            c0 = a.fma(FloatVector.fromArray(F, x, at + 0 * L), c0);
            c1 = a.fma(FloatVector.fromArray(F, x, at + 1 * L), c1);
            c2 = a.fma(FloatVector.fromArray(F, x, at + 2 * L), c2);
            c3 = a.fma(FloatVector.fromArray(F, x, at + 3 * L), c3);
            c4 = a.fma(FloatVector.fromArray(F, x, at + 4 * L), c4);
            c5 = a.fma(FloatVector.fromArray(F, x, at + 5 * L), c5);
            c6 = a.fma(FloatVector.fromArray(F, x, at + 6 * L), c6);
            c7 = a.fma(FloatVector.fromArray(F, x, at + 7 * L), c7);
        }
        if (biased) {
            FloatVector b = FloatVector.broadcast(F, bias);
            c0 = c0.add(b);
            c1 = c1.add(b);
            c2 = c2.add(b);
            c3 = c3.add(b);
            c4 = c4.add(b);
            c5 = c5.add(b);
            c6 = c6.add(b);
            c7 = c7.add(b);
        }
        c0.intoArray(c, cAt + 0 * L);
        c1.intoArray(c, cAt + 1 * L);
        c2.intoArray(c, cAt + 2 * L);
        c3.intoArray(c, cAt + 3 * L);
        c4.intoArray(c, cAt + 4 * L);
        c5.intoArray(c, cAt + 5 * L);
        c6.intoArray(c, cAt + 6 * L);
        c7.intoArray(c, cAt + 7 * L);
    }
}
