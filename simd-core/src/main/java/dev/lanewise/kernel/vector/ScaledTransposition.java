package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.L;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * Transposes and scales squares of {@link Lanes#L} by L elements. For each power of two h below L, pairs of rows h apart exchange
 * what lies h off the diagonal: rows l and columns l + h change places where l has not the bit h. Two such steps a pass.
 */
final class ScaledTransposition {
    private static final VectorShuffle<Float> FROM_8 = VectorShuffle.iota(F, 8 % L, 1, true);
    private static final VectorShuffle<Float> FROM_4 = VectorShuffle.iota(F, 4 % L, 1, true);
    private static final VectorShuffle<Float> FROM_2 = VectorShuffle.iota(F, 2, 1, true);
    private static final VectorShuffle<Float> FROM_1 = VectorShuffle.iota(F, 1, 1, true);
    private static final VectorShuffle<Float> TO_4 = VectorShuffle.iota(F, L - 4 % L, 1, true);
    private static final VectorShuffle<Float> TO_2 = VectorShuffle.iota(F, L - 2, 1, true);
    private static final VectorShuffle<Float> TO_1 = VectorShuffle.iota(F, L - 1, 1, true);

    // The lanes whose number has the bit.
    private static final VectorMask<Float> BIT_8 = VectorMask.fromLong(F, 0xff00);
    private static final VectorMask<Float> BIT_4 = VectorMask.fromLong(F, 0xf0f0);
    private static final VectorMask<Float> BIT_2 = VectorMask.fromLong(F, 0xcccc);
    private static final VectorMask<Float> BIT_1 = VectorMask.fromLong(F, 0xaaaa);

    /** The floats of scratch that {@link #square} needs. */
    static final int SCRATCH = L * L;

    private ScaledTransposition() {}

    /** {@code to[c * ldTo + r] = factor * x[r * ld + c]} for r and c below L. */
    static void square(float factor, float[] x, int at, int ld, float[] to, int toAt, int ldTo, float[] scratch) {
        passes(factor, x, at, ld, to, toAt, ldTo, scratch, 0, L);
    }

    /**
     * The same without factor and scratch: what is between the passes stays in the places of the result, so ldTo is at
     * least L.
     */
    static void square(float[] x, int at, int ld, float[] to, int toAt, int ldTo) {
        passes(1f, x, at, ld, to, toAt, ldTo, to, toAt, ldTo);
    }

    private static void passes(
            float factor, float[] x, int at, int ld, float[] to, int toAt, int ldTo, float[] s, int sAt, int ldS) {
        if (L == 16) {
            eightAndFour(factor, x, at, ld, s, sAt, ldS);
        } else if (L == 8) {
            four(factor, x, at, ld, s, sAt, ldS);
        } else {
            none(factor, x, at, ld, s, sAt, ldS);
        }
        twoAndOne(s, sAt, ldS, to, toAt, ldTo);
    }

    private static void eightAndFour(float factor, float[] x, int at, int ld, float[] s, int sAt, int ldS) {
        for (int r = 0; r < 4; r++) {
            FloatVector a = FloatVector.fromArray(F, x, at + r * ld).mul(factor);
            FloatVector b = FloatVector.fromArray(F, x, at + (r + 4) * ld).mul(factor);
            FloatVector c = FloatVector.fromArray(F, x, at + (r + 8) * ld).mul(factor);
            FloatVector d = FloatVector.fromArray(F, x, at + (r + 12) * ld).mul(factor);
            FloatVector e = a.blend(c.rearrange(FROM_8), BIT_8);
            FloatVector f = b.blend(d.rearrange(FROM_8), BIT_8);
            FloatVector g = a.rearrange(FROM_8).blend(c, BIT_8);
            FloatVector h = b.rearrange(FROM_8).blend(d, BIT_8);
            e.blend(f.rearrange(TO_4), BIT_4).intoArray(s, sAt + r * ldS);
            e.rearrange(FROM_4).blend(f, BIT_4).intoArray(s, sAt + (r + 4) * ldS);
            g.blend(h.rearrange(TO_4), BIT_4).intoArray(s, sAt + (r + 8) * ldS);
            g.rearrange(FROM_4).blend(h, BIT_4).intoArray(s, sAt + (r + 12) * ldS);
        }
    }

    private static void four(float factor, float[] x, int at, int ld, float[] s, int sAt, int ldS) {
        for (int r = 0; r < 4; r++) {
            FloatVector a = FloatVector.fromArray(F, x, at + r * ld).mul(factor);
            FloatVector b = FloatVector.fromArray(F, x, at + (r + 4) * ld).mul(factor);
            a.blend(b.rearrange(TO_4), BIT_4).intoArray(s, sAt + r * ldS);
            a.rearrange(FROM_4).blend(b, BIT_4).intoArray(s, sAt + (r + 4) * ldS);
        }
    }

    private static void none(float factor, float[] x, int at, int ld, float[] s, int sAt, int ldS) {
        for (int r = 0; r < L; r++) {
            FloatVector.fromArray(F, x, at + r * ld).mul(factor).intoArray(s, sAt + r * ldS);
        }
    }

    private static void twoAndOne(float[] s, int sAt, int ldS, float[] to, int toAt, int ldTo) {
        for (int r = 0; r < L; r += 4) {
            FloatVector a = FloatVector.fromArray(F, s, sAt + r * ldS);
            FloatVector b = FloatVector.fromArray(F, s, sAt + (r + 1) * ldS);
            FloatVector c = FloatVector.fromArray(F, s, sAt + (r + 2) * ldS);
            FloatVector d = FloatVector.fromArray(F, s, sAt + (r + 3) * ldS);
            FloatVector e = a.blend(c.rearrange(TO_2), BIT_2);
            FloatVector f = b.blend(d.rearrange(TO_2), BIT_2);
            FloatVector g = a.rearrange(FROM_2).blend(c, BIT_2);
            FloatVector h = b.rearrange(FROM_2).blend(d, BIT_2);
            e.blend(f.rearrange(TO_1), BIT_1).intoArray(to, toAt + r * ldTo);
            e.rearrange(FROM_1).blend(f, BIT_1).intoArray(to, toAt + (r + 1) * ldTo);
            g.blend(h.rearrange(TO_1), BIT_1).intoArray(to, toAt + (r + 2) * ldTo);
            g.rearrange(FROM_1).blend(h, BIT_1).intoArray(to, toAt + (r + 3) * ldTo);
        }
    }
}
