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

    /** Of four vectors, ld apart, four, ldt apart; that four times, next and nextT further on. */
    static void input(float[] d, int at, int ld, int next, float[] t, int to, int ldt, int nextT) {
        for (int n = 0; n < 4; n++) {
            int p = at + n * next;
            int q = to + n * nextT;
            FloatVector d0 = FloatVector.fromArray(F, d, p);
            FloatVector d1 = FloatVector.fromArray(F, d, p + ld);
            FloatVector d2 = FloatVector.fromArray(F, d, p + 2 * ld);
            FloatVector d3 = FloatVector.fromArray(F, d, p + 3 * ld);
            d0.sub(d2).intoArray(t, q);
            d1.add(d2).intoArray(t, q + ldt);
            d2.sub(d1).intoArray(t, q + 2 * ldt);
            d1.sub(d3).intoArray(t, q + 3 * ldt);
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
     * The four columns of the tiles of a row, to two places: {@code s[to + j * lds + t] = row[at + 2 t + j]}. Reads up to
     * 2 L and writes up to L elements too many.
     */
    static void split(float[] row, int at, int tiles, float[] s, int to, int to2, int lds) {
        for (int t = 0; t < tiles; t += L) {
            FloatVector v0 = FloatVector.fromArray(F, row, at + 2 * t);
            FloatVector v1 = FloatVector.fromArray(F, row, at + 2 * t + L);
            FloatVector s0 = v0.rearrange(EVEN).blend(v1.rearrange(EVEN), HIGH);
            FloatVector s1 = v0.rearrange(ODD).blend(v1.rearrange(ODD), HIGH);
            // The last two are the first two of the next tile.
            FloatVector s2 = s0.rearrange(NEXT);
            FloatVector s3 = s1.rearrange(NEXT);
            s0.intoArray(s, to + t);
            s1.intoArray(s, to + lds + t);
            s2.intoArray(s, to + 2 * lds + t);
            s3.intoArray(s, to + 3 * lds + t);
            s0.intoArray(s, to2 + t);
            s1.intoArray(s, to2 + lds + t);
            s2.intoArray(s, to2 + 2 * lds + t);
            s3.intoArray(s, to2 + 3 * lds + t);
            if (t + L <= tiles) {
                // That of the last lane stands beyond these vectors.
                int last = t + L - 1;
                s[to + 2 * lds + last] = row[at + 2 * (t + L)];
                s[to + 3 * lds + last] = row[at + 2 * (t + L) + 1];
                s[to2 + 2 * lds + last] = row[at + 2 * (t + L)];
                s[to2 + 3 * lds + last] = row[at + 2 * (t + L) + 1];
            }
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
