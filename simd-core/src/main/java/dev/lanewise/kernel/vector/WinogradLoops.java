package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.Winograd.A;
import static dev.lanewise.kernel.Winograd.A2;
import static dev.lanewise.kernel.Winograd.A3;
import static dev.lanewise.kernel.Winograd.B;
import static dev.lanewise.kernel.Winograd.B2;
import static dev.lanewise.kernel.Winograd.B3;
import static dev.lanewise.kernel.Winograd.PRODUCT;
import static dev.lanewise.kernel.Winograd.SUM;
import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.L;

import dev.lanewise.kernel.Winograd;
import java.util.function.IntUnaryOperator;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * The one-dimensional transforms of {@link Winograd}, many side by side, with the padding of rows, their split into columns
 * of tiles, and the products.
 */
final class WinogradLoops {
    // Every fourth element of four vectors: lane t of phase p is element 4t + p, of the first two vectors or of the
    // last.
    private static final FloatVector PHASE0 = FloatVector.fromArray(F, index(t -> 4 * t % (2 * L)), 0);
    private static final FloatVector PHASE1 = FloatVector.fromArray(F, index(t -> (4 * t + 1) % (2 * L)), 0);
    private static final FloatVector PHASE2 = FloatVector.fromArray(F, index(t -> (4 * t + 2) % (2 * L)), 0);
    private static final FloatVector PHASE3 = FloatVector.fromArray(F, index(t -> (4 * t + 3) % (2 * L)), 0);
    private static final VectorShuffle<Float> NEXT = VectorShuffle.fromOp(F, t -> (t + 1) % L);
    private static final VectorMask<Float> UPPER = F.indexInRange(0, L / 2).not();

    // And back: lane l of vector v is lane v L/4 + l/4 of phase l % 4, of the first two phases or of the last.
    private static final FloatVector WEAVE0 = FloatVector.fromArray(F, index(l -> l % 2 * L + l / 4), 0);
    private static final FloatVector WEAVE1 = FloatVector.fromArray(F, index(l -> l % 2 * L + L / 4 + l / 4), 0);
    private static final FloatVector WEAVE2 = FloatVector.fromArray(F, index(l -> l % 2 * L + L / 2 + l / 4), 0);
    private static final FloatVector WEAVE3 = FloatVector.fromArray(F, index(l -> l % 2 * L + 3 * L / 4 + l / 4), 0);
    private static final VectorMask<Float> LAST_TWO = VectorMask.fromLong(F, 0xccccL & ((1L << L) - 1));

    private WinogradLoops() {}

    private static float[] index(IntUnaryOperator ofLane) {
        float[] lanes = new float[L];
        for (int l = 0; l < L; l++) {
            lanes[l] = ofLane.applyAsInt(l);
        }
        return lanes;
    }

    /** Of six vectors, ld apart, six, ldt apart; that six times, next and nextT further on. */
    static void input(float[] d, int at, int ld, int next, float[] t, int to, int ldt, int nextT) {
        for (int n = 0; n < 6; n++) {
            int p = at + n * next;
            int q = to + n * nextT;
            FloatVector d0 = FloatVector.fromArray(F, d, p);
            FloatVector d1 = FloatVector.fromArray(F, d, p + ld);
            FloatVector d2 = FloatVector.fromArray(F, d, p + 2 * ld);
            FloatVector d3 = FloatVector.fromArray(F, d, p + 3 * ld);
            FloatVector d4 = FloatVector.fromArray(F, d, p + 4 * ld);
            FloatVector d5 = FloatVector.fromArray(F, d, p + 5 * ld);
            FloatVector b = FloatVector.broadcast(F, -B2);
            FloatVector e = b.fma(d2, d4);
            FloatVector f = b.fma(d1, d3);
            FloatVector a = FloatVector.broadcast(F, -A2);
            FloatVector g = a.fma(d2, d4);
            FloatVector h = a.fma(d1, d3);
            FloatVector product = FloatVector.broadcast(F, PRODUCT);
            FloatVector sum = FloatVector.broadcast(F, -SUM);
            product.fma(d0, sum.fma(d2, d4)).intoArray(t, q);
            f.fma(FloatVector.broadcast(F, A), e).intoArray(t, q + ldt);
            f.fma(FloatVector.broadcast(F, -A), e).intoArray(t, q + 2 * ldt);
            h.fma(FloatVector.broadcast(F, B), g).intoArray(t, q + 3 * ldt);
            h.fma(FloatVector.broadcast(F, -B), g).intoArray(t, q + 4 * ldt);
            product.fma(d1, sum.fma(d3, d5)).intoArray(t, q + 5 * ldt);
        }
    }

    /** Of six rows, ld apart, four, ldy apart; count is a multiple of L. */
    static void output(float[] m, int at, int ld, float[] y, int to, int ldy, int count) {
        for (int k = 0; k < count; k += L) {
            FloatVector m1 = FloatVector.fromArray(F, m, at + ld + k);
            FloatVector m2 = FloatVector.fromArray(F, m, at + 2 * ld + k);
            FloatVector m3 = FloatVector.fromArray(F, m, at + 3 * ld + k);
            FloatVector m4 = FloatVector.fromArray(F, m, at + 4 * ld + k);
            FloatVector p = m1.add(m2);
            FloatVector q = m1.sub(m2);
            FloatVector r = m3.add(m4);
            FloatVector s = m3.sub(m4);
            FloatVector.fromArray(F, m, at + k).add(p).add(r).intoArray(y, to + k);
            q.fma(FloatVector.broadcast(F, A), s.mul(B)).intoArray(y, to + ldy + k);
            p.fma(FloatVector.broadcast(F, A2), r.mul(B2)).intoArray(y, to + 2 * ldy + k);
            FloatVector m5 = FloatVector.fromArray(F, m, at + 5 * ld + k);
            q.fma(FloatVector.broadcast(F, A3), s.fma(FloatVector.broadcast(F, B3), m5))
                    .intoArray(y, to + 3 * ldy + k);
        }
    }

    /**
     * The six columns of the tiles of a row, to two places: {@code s[to + j * lds + t] = row[at + 4 t + j]}. Reads up to 4 L
     * and writes up to L elements too many.
     */
    static void split(float[] row, int at, int tiles, float[] s, int to, int to2, int lds) {
        if (4 * tiles <= L) {
            narrowSplit(row, at, s, to, to2, lds);
            return;
        }
        for (int t = 0; t < tiles; t += L) {
            FloatVector v0 = FloatVector.fromArray(F, row, at + 4 * t);
            FloatVector v1 = FloatVector.fromArray(F, row, at + 4 * t + L);
            FloatVector v2 = FloatVector.fromArray(F, row, at + 4 * t + 2 * L);
            FloatVector v3 = FloatVector.fromArray(F, row, at + 4 * t + 3 * L);
            FloatVector s0 = PHASE0.selectFrom(v0, v1).blend(PHASE0.selectFrom(v2, v3), UPPER);
            FloatVector s1 = PHASE1.selectFrom(v0, v1).blend(PHASE1.selectFrom(v2, v3), UPPER);
            FloatVector s2 = PHASE2.selectFrom(v0, v1).blend(PHASE2.selectFrom(v2, v3), UPPER);
            FloatVector s3 = PHASE3.selectFrom(v0, v1).blend(PHASE3.selectFrom(v2, v3), UPPER);
            // The last two are the first two of the next tile.
            FloatVector s4 = s0.rearrange(NEXT);
            FloatVector s5 = s1.rearrange(NEXT);
            s0.intoArray(s, to + t);
            s1.intoArray(s, to + lds + t);
            s2.intoArray(s, to + 2 * lds + t);
            s3.intoArray(s, to + 3 * lds + t);
            s4.intoArray(s, to + 4 * lds + t);
            s5.intoArray(s, to + 5 * lds + t);
            s0.intoArray(s, to2 + t);
            s1.intoArray(s, to2 + lds + t);
            s2.intoArray(s, to2 + 2 * lds + t);
            s3.intoArray(s, to2 + 3 * lds + t);
            s4.intoArray(s, to2 + 4 * lds + t);
            s5.intoArray(s, to2 + 5 * lds + t);
            if (t + L <= tiles) {
                // That of the last lane stands beyond these vectors.
                int last = t + L - 1;
                s[to + 4 * lds + last] = row[at + 4 * (t + L)];
                s[to + 5 * lds + last] = row[at + 4 * (t + L) + 1];
                s[to2 + 4 * lds + last] = row[at + 4 * (t + L)];
                s[to2 + 5 * lds + last] = row[at + 4 * (t + L) + 1];
            }
        }
    }

    private static void narrowSplit(float[] row, int at, float[] s, int to, int to2, int lds) {
        FloatVector v = FloatVector.fromArray(F, row, at);
        FloatVector next = FloatVector.fromArray(F, row, at + 4);
        FloatVector s0 = PHASE0.selectFrom(v, v);
        FloatVector s1 = PHASE1.selectFrom(v, v);
        FloatVector s2 = PHASE2.selectFrom(v, v);
        FloatVector s3 = PHASE3.selectFrom(v, v);
        FloatVector s4 = PHASE0.selectFrom(next, next);
        FloatVector s5 = PHASE1.selectFrom(next, next);
        s0.intoArray(s, to);
        s1.intoArray(s, to + lds);
        s2.intoArray(s, to + 2 * lds);
        s3.intoArray(s, to + 3 * lds);
        s4.intoArray(s, to + 4 * lds);
        s5.intoArray(s, to + 5 * lds);
        s0.intoArray(s, to2);
        s1.intoArray(s, to2 + lds);
        s2.intoArray(s, to2 + 2 * lds);
        s3.intoArray(s, to2 + 3 * lds);
        s4.intoArray(s, to2 + 4 * lds);
        s5.intoArray(s, to2 + 5 * lds);
    }

    /**
     * A row of y from the four columns of its tiles: {@code y[to + 4 t + j] = s[at + j * lds + t]}, plus the bias if there
     * is one. Reads up to L and writes up to L - 1 elements too many.
     */
    static void weave(float[] s, int at, int lds, float[] y, int to, int width, boolean biased, float bias) {
        FloatVector b = FloatVector.broadcast(F, bias);
        for (int x = 0, t = at; x < width; x += 4 * L, t += L) {
            FloatVector s0 = FloatVector.fromArray(F, s, t);
            FloatVector s1 = FloatVector.fromArray(F, s, t + lds);
            FloatVector s2 = FloatVector.fromArray(F, s, t + 2 * lds);
            FloatVector s3 = FloatVector.fromArray(F, s, t + 3 * lds);
            if (biased) {
                s0 = s0.add(b);
                s1 = s1.add(b);
                s2 = s2.add(b);
                s3 = s3.add(b);
            }
            WEAVE0.selectFrom(s0, s1).blend(WEAVE0.selectFrom(s2, s3), LAST_TWO).intoArray(y, to + x);
            if (x + L < width) {
                WEAVE1.selectFrom(s0, s1)
                        .blend(WEAVE1.selectFrom(s2, s3), LAST_TWO)
                        .intoArray(y, to + x + L);
            }
            if (x + 2 * L < width) {
                WEAVE2.selectFrom(s0, s1)
                        .blend(WEAVE2.selectFrom(s2, s3), LAST_TWO)
                        .intoArray(y, to + x + 2 * L);
            }
            if (x + 3 * L < width) {
                WEAVE3.selectFrom(s0, s1)
                        .blend(WEAVE3.selectFrom(s2, s3), LAST_TWO)
                        .intoArray(y, to + x + 3 * L);
            }
        }
    }

    /**
     * The register tile of this width: sums over the channels, for some output channels by one or two vectors of tiles.
     *
     * @param u panel [channels][16] from uAt
     * @param v panel [channels][L or 2 L] from vAt
     * @param load whether to continue the sums of m
     */
    static void product(
            boolean two, int channels, float[] u, int uAt, float[] v, int vAt, boolean load, float[] m, int mAt) {
        if (two) {
            if (L == 16) {
                WinogradTile512.run2(channels, u, uAt, v, vAt, load, m, mAt);
            } else if (L == 8) {
                WinogradTile256.run2(channels, u, uAt, v, vAt, load, m, mAt);
            } else {
                WinogradTile128.run2(channels, u, uAt, v, vAt, load, m, mAt);
            }
        } else if (L == 16) {
            WinogradTile512.run1(channels, u, uAt, v, vAt, load, m, mAt);
        } else if (L == 8) {
            WinogradTile256.run1(channels, u, uAt, v, vAt, load, m, mAt);
        } else {
            WinogradTile128.run1(channels, u, uAt, v, vAt, load, m, mAt);
        }
    }
}
