package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.L;

import dev.lanewise.kernel.Winograd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/** What {@link WinogradLoops} does for tiles of 4x4, for the tiles of 2x2 of {@link Winograd}. */
final class SmallWinogradLoops {
    private static final VectorShuffle<Float> EVEN = VectorShuffle.fromOp(F, t -> 2 * t % L);
    private static final VectorShuffle<Float> ODD = VectorShuffle.fromOp(F, t -> (2 * t + 1) % L);
    private static final VectorShuffle<Float> NEXT = VectorShuffle.fromOp(F, t -> (t + 1) % L);
    private static final VectorMask<Float> HIGH = F.indexInRange(0, L / 2).not();

    // And back: lane l of vector v is lane v L/2 + l/2 of phase l % 2.
    private static final VectorShuffle<Float> LOWER = VectorShuffle.fromOp(F, l -> l / 2);
    private static final VectorShuffle<Float> UPPER = VectorShuffle.fromOp(F, l -> L / 2 + l / 2);
    private static final VectorMask<Float> SECOND = VectorMask.fromLong(F, 0xAAAAL & ((1L << L) - 1));

    private SmallWinogradLoops() {}

    /** Of four rows, ld apart, four, ldt apart; up to L - 1 more than count are written. */
    static void input(float[] d, int at, int ld, float[] t, int to, int ldt, int count) {
        for (int p = 0; p < count; p += L) {
            FloatVector d0 = FloatVector.fromArray(F, d, at + p);
            FloatVector d1 = FloatVector.fromArray(F, d, at + ld + p);
            FloatVector d2 = FloatVector.fromArray(F, d, at + 2 * ld + p);
            FloatVector d3 = FloatVector.fromArray(F, d, at + 3 * ld + p);
            d0.sub(d2).intoArray(t, to + p);
            d1.add(d2).intoArray(t, to + ldt + p);
            d2.sub(d1).intoArray(t, to + 2 * ldt + p);
            d1.sub(d3).intoArray(t, to + 3 * ldt + p);
        }
    }

    /** Of three rows, ld apart (negative to turn them around), four, ldt apart; count is a multiple of L. */
    static void filter(float[] g, int at, int ld, float[] u, int to, int ldt, int count) {
        for (int p = 0; p < count; p += L) {
            FloatVector g0 = FloatVector.fromArray(F, g, at + p);
            FloatVector g1 = FloatVector.fromArray(F, g, at + ld + p);
            FloatVector g2 = FloatVector.fromArray(F, g, at + 2 * ld + p);
            FloatVector e = g0.add(g2);
            g0.intoArray(u, to + p);
            e.add(g1).mul(0.5f).intoArray(u, to + ldt + p);
            e.sub(g1).mul(0.5f).intoArray(u, to + 2 * ldt + p);
            g2.intoArray(u, to + 3 * ldt + p);
        }
    }

    /** Of four rows, ld apart, two, ldy apart; count is a multiple of L. */
    static void output(float[] m, int at, int ld, float[] y, int to, int ldy, int count) {
        for (int k = 0; k < count; k += L) {
            FloatVector m1 = FloatVector.fromArray(F, m, at + ld + k);
            FloatVector m2 = FloatVector.fromArray(F, m, at + 2 * ld + k);
            FloatVector m3 = FloatVector.fromArray(F, m, at + 3 * ld + k);
            FloatVector.fromArray(F, m, at + k).add(m1).add(m2).intoArray(y, to + k);
            m1.sub(m2).sub(m3).intoArray(y, to + ldy + k);
        }
    }

    /**
     * The four columns of the tiles of a row: {@code s[to + j * lds + t] = row[at + 2 t + j]}. Reads up to 2 L and writes
     * up to L elements too many.
     */
    static void split(float[] row, int at, int tiles, float[] s, int to, int lds) {
        for (int t = 0; t < tiles; t += L) {
            FloatVector v0 = FloatVector.fromArray(F, row, at + 2 * t);
            FloatVector v1 = FloatVector.fromArray(F, row, at + 2 * t + L);
            FloatVector s0 = v0.rearrange(EVEN).blend(v1.rearrange(EVEN), HIGH);
            s0.intoArray(s, to + t);
            FloatVector s1 = v0.rearrange(ODD).blend(v1.rearrange(ODD), HIGH);
            s1.intoArray(s, to + lds + t);
            // The last two are the first two of the next tile; that of the last lane stands beyond these vectors.
            s0.rearrange(NEXT).intoArray(s, to + 2 * lds + t);
            s[to + 2 * lds + t + L - 1] = row[at + 2 * (t + L)];
            s1.rearrange(NEXT).intoArray(s, to + 3 * lds + t);
            s[to + 3 * lds + t + L - 1] = row[at + 2 * (t + L) + 1];
        }
    }

    /**
     * A row of y from the two columns of its tiles: {@code y[to + 2 t + j] = s[at + j * lds + t]}, plus the bias if there is
     * one. Reads up to L and writes up to L - 1 elements too many.
     */
    static void weave(float[] s, int at, int lds, float[] y, int to, int width, boolean biased, float bias) {
        FloatVector b = FloatVector.broadcast(F, bias);
        for (int x = 0, t = at; x < width; x += 2 * L, t += L) {
            FloatVector s0 = FloatVector.fromArray(F, s, t);
            FloatVector s1 = FloatVector.fromArray(F, s, t + lds);
            if (biased) {
                s0 = s0.add(b);
                s1 = s1.add(b);
            }
            s0.rearrange(LOWER).blend(s1.rearrange(LOWER), SECOND).intoArray(y, to + x);
            if (x + L < width) {
                s0.rearrange(UPPER).blend(s1.rearrange(UPPER), SECOND).intoArray(y, to + x + L);
            }
        }
    }
}
