package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.L;
import static dev.lanewise.kernel.vector.WinogradGroups.UNIT;
import static dev.lanewise.kernel.vector.WinogradInputs.LD;

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

    /** The input's first step, of a vector of gathered tiles: t is {@code [row][column][L]}. */
    static void inputDown(float[] s, int at, float[] t) {
        for (int n = 0; n < 4; n++) {
            int p = at + n * LD;
            int q = n * L;
            FloatVector d0 = FloatVector.fromArray(F, s, p);
            FloatVector d1 = FloatVector.fromArray(F, s, p + 4 * LD);
            FloatVector d2 = FloatVector.fromArray(F, s, p + 8 * LD);
            FloatVector d3 = FloatVector.fromArray(F, s, p + 12 * LD);
            d0.sub(d2).intoArray(t, q);
            d1.add(d2).intoArray(t, q + 4 * L);
            d2.sub(d1).intoArray(t, q + 8 * L);
            d1.sub(d3).intoArray(t, q + 12 * L);
        }
    }

    /** The input's second step: the positions of a vector are {@code ldv} apart. */
    static void inputAcross(float[] t, float[] v, int to, int ldv) {
        for (int n = 0; n < 4; n++) {
            int p = 4 * n * L;
            int q = to + 4 * n * ldv;
            FloatVector d0 = FloatVector.fromArray(F, t, p);
            FloatVector d1 = FloatVector.fromArray(F, t, p + L);
            FloatVector d2 = FloatVector.fromArray(F, t, p + 2 * L);
            FloatVector d3 = FloatVector.fromArray(F, t, p + 3 * L);
            d0.sub(d2).intoArray(v, q);
            d1.add(d2).intoArray(v, q + ldv);
            d2.sub(d1).intoArray(v, q + 2 * ldv);
            d1.sub(d3).intoArray(v, q + 3 * ldv);
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

    /** The output's second step, as in {@link WinogradLoops#outputAcross}: two columns. */
    static void outputAcross(float[] t, int at, int width, float[] z, int to, int ldOutput, int ldz) {
        for (int r = 0; r < UNIT / width; r++) {
            int p = at + r * width;
            int q = to + r * ldOutput;
            columns(t, p, z, q, ldz);
            if (width > L) {
                columns(t, p + L, z, q + L, ldz);
            }
        }
    }

    private static void columns(float[] t, int at, float[] z, int to, int ldz) {
        FloatVector m1 = FloatVector.fromArray(F, t, at + UNIT);
        FloatVector m2 = FloatVector.fromArray(F, t, at + 2 * UNIT);
        FloatVector m3 = FloatVector.fromArray(F, t, at + 3 * UNIT);
        FloatVector.fromArray(F, t, at).add(m1).add(m2).intoArray(z, to);
        m1.sub(m2).sub(m3).intoArray(z, to + ldz);
    }

    /**
     * The four columns of the tiles of a row, to two places: {@code s[to + j * LD + t] = row[at + 2 t + j]}. Reads up to
     * 2 L and writes up to L elements too many.
     */
    static void split(float[] row, int at, int tiles, float[] s, int to, int to2) {
        for (int t = 0; t < tiles; t += L) {
            FloatVector v0 = FloatVector.fromArray(F, row, at + 2 * t);
            FloatVector v1 = FloatVector.fromArray(F, row, at + 2 * t + L);
            FloatVector s0 = v0.rearrange(EVEN).blend(v1.rearrange(EVEN), HIGH);
            FloatVector s1 = v0.rearrange(ODD).blend(v1.rearrange(ODD), HIGH);
            // The last two are the first two of the next tile.
            FloatVector s2 = s0.rearrange(NEXT);
            FloatVector s3 = s1.rearrange(NEXT);
            s0.intoArray(s, to + t);
            s1.intoArray(s, to + LD + t);
            s2.intoArray(s, to + 2 * LD + t);
            s3.intoArray(s, to + 3 * LD + t);
            s0.intoArray(s, to2 + t);
            s1.intoArray(s, to2 + LD + t);
            s2.intoArray(s, to2 + 2 * LD + t);
            s3.intoArray(s, to2 + 3 * LD + t);
            if (t + L <= tiles) {
                // That of the last lane stands beyond these vectors.
                int last = t + L - 1;
                s[to + 2 * LD + last] = row[at + 2 * (t + L)];
                s[to + 3 * LD + last] = row[at + 2 * (t + L) + 1];
                s[to2 + 2 * LD + last] = row[at + 2 * (t + L)];
                s[to2 + 3 * LD + last] = row[at + 2 * (t + L) + 1];
            }
        }
    }

    /**
     * A row of y from the two columns of its tiles: {@code y[to + 2 t + j] = s[at + j * lds + t]}, plus the bias, which is -0 for
     * none. Reads up to L and writes up to L - 1 elements too many.
     */
    static void weave(float[] s, int at, int lds, float[] y, int to, int width, float bias) {
        FloatVector b = FloatVector.broadcast(F, bias);
        for (int x = 0, t = at; x < width; x += 2 * L, t += L) {
            FloatVector s0 = FloatVector.fromArray(F, s, t).add(b);
            FloatVector s1 = FloatVector.fromArray(F, s, t + lds).add(b);
            s0.rearrange(LOWER).blend(s1.rearrange(LOWER), SECOND).intoArray(y, to + x);
            if (x + L < width) {
                s0.rearrange(UPPER).blend(s1.rearrange(UPPER), SECOND).intoArray(y, to + x + L);
            }
        }
    }
}
