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
import static dev.lanewise.kernel.vector.Lanes.I;
import static dev.lanewise.kernel.vector.Lanes.L;
import static dev.lanewise.kernel.vector.WinogradGroups.UNIT;
import static dev.lanewise.kernel.vector.WinogradInputs.LD;

import dev.lanewise.kernel.Winograd;
import java.util.function.IntUnaryOperator;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

/**
 * The one-dimensional transforms of {@link Winograd}, many side by side, with the padding of rows, their split into columns
 * of tiles, and the products.
 */
final class WinogradLoops {
    // Every fourth element of four vectors: lane t of phase p is element 4t + p, of the first two vectors or of the
    // last.
    private static final IntVector PHASE0 = IntVector.fromArray(I, index(t -> 4 * t % (2 * L)), 0);
    private static final IntVector PHASE1 = IntVector.fromArray(I, index(t -> (4 * t + 1) % (2 * L)), 0);
    private static final IntVector PHASE2 = IntVector.fromArray(I, index(t -> (4 * t + 2) % (2 * L)), 0);
    private static final IntVector PHASE3 = IntVector.fromArray(I, index(t -> (4 * t + 3) % (2 * L)), 0);

    // The first and the second element of the next tile; that of the last lane begins the next vector.
    private static final IntVector NEXT0 = IntVector.fromArray(I, index(t -> t + 1), 0);
    private static final IntVector NEXT1 = IntVector.fromArray(I, index(t -> t + 1 < L ? t + 1 : t + 2), 0);

    private static final VectorMask<Float> UPPER = F.indexInRange(0, L / 2).not();

    // And back: lane l of vector v is lane v L/4 + l/4 of phase l % 4, of the first two phases or of the last.
    private static final IntVector WEAVE0 = IntVector.fromArray(I, index(l -> l % 2 * L + l / 4), 0);
    private static final IntVector WEAVE1 = IntVector.fromArray(I, index(l -> l % 2 * L + L / 4 + l / 4), 0);
    private static final IntVector WEAVE2 = IntVector.fromArray(I, index(l -> l % 2 * L + L / 2 + l / 4), 0);
    private static final IntVector WEAVE3 = IntVector.fromArray(I, index(l -> l % 2 * L + 3 * L / 4 + l / 4), 0);
    private static final VectorMask<Float> LAST_TWO = VectorMask.fromLong(F, 0xccccL & ((1L << L) - 1));

    private WinogradLoops() {}

    private static int[] index(IntUnaryOperator ofLane) {
        int[] lanes = new int[L];
        for (int l = 0; l < L; l++) {
            lanes[l] = ofLane.applyAsInt(l);
        }
        return lanes;
    }

    /** Lanes of two vectors. An index of floats would be converted and checked at every use. */
    private static FloatVector select(IntVector index, FloatVector first, FloatVector second) {
        return index.selectFrom(first.reinterpretAsInts(), second.reinterpretAsInts())
                .reinterpretAsFloats();
    }

    /** The input's first step, of a vector of gathered tiles: t is {@code [row][column][L]}. */
    static void inputDown(float[] s, int at, float[] t) {
        for (int n = 0; n < 6; n++) {
            int p = at + n * LD;
            int q = n * L;
            FloatVector d0 = FloatVector.fromArray(F, s, p);
            FloatVector d1 = FloatVector.fromArray(F, s, p + 6 * LD);
            FloatVector d2 = FloatVector.fromArray(F, s, p + 2 * 6 * LD);
            FloatVector d3 = FloatVector.fromArray(F, s, p + 3 * 6 * LD);
            FloatVector d4 = FloatVector.fromArray(F, s, p + 4 * 6 * LD);
            FloatVector d5 = FloatVector.fromArray(F, s, p + 5 * 6 * LD);
            FloatVector b = FloatVector.broadcast(F, -B2);
            FloatVector e = b.fma(d2, d4);
            FloatVector f = b.fma(d1, d3);
            FloatVector a = FloatVector.broadcast(F, -A2);
            FloatVector g = a.fma(d2, d4);
            FloatVector h = a.fma(d1, d3);
            FloatVector product = FloatVector.broadcast(F, PRODUCT);
            FloatVector sum = FloatVector.broadcast(F, -SUM);
            product.fma(d0, sum.fma(d2, d4)).intoArray(t, q);
            f.fma(FloatVector.broadcast(F, A), e).intoArray(t, q + 6 * L);
            f.fma(FloatVector.broadcast(F, -A), e).intoArray(t, q + 2 * 6 * L);
            h.fma(FloatVector.broadcast(F, B), g).intoArray(t, q + 3 * 6 * L);
            h.fma(FloatVector.broadcast(F, -B), g).intoArray(t, q + 4 * 6 * L);
            product.fma(d1, sum.fma(d3, d5)).intoArray(t, q + 5 * 6 * L);
        }
    }

    /** The input's second step: the positions of a vector are {@code ldv} apart. */
    static void inputAcross(float[] t, float[] v, int to, int ldv) {
        for (int n = 0; n < 6; n++) {
            int p = 6 * n * L;
            int q = to + 6 * n * ldv;
            FloatVector d0 = FloatVector.fromArray(F, t, p);
            FloatVector d1 = FloatVector.fromArray(F, t, p + L);
            FloatVector d2 = FloatVector.fromArray(F, t, p + 2 * L);
            FloatVector d3 = FloatVector.fromArray(F, t, p + 3 * L);
            FloatVector d4 = FloatVector.fromArray(F, t, p + 4 * L);
            FloatVector d5 = FloatVector.fromArray(F, t, p + 5 * L);
            FloatVector b = FloatVector.broadcast(F, -B2);
            FloatVector e = b.fma(d2, d4);
            FloatVector f = b.fma(d1, d3);
            FloatVector a = FloatVector.broadcast(F, -A2);
            FloatVector g = a.fma(d2, d4);
            FloatVector h = a.fma(d1, d3);
            FloatVector product = FloatVector.broadcast(F, PRODUCT);
            FloatVector sum = FloatVector.broadcast(F, -SUM);
            product.fma(d0, sum.fma(d2, d4)).intoArray(v, q);
            f.fma(FloatVector.broadcast(F, A), e).intoArray(v, q + ldv);
            f.fma(FloatVector.broadcast(F, -A), e).intoArray(v, q + 2 * ldv);
            h.fma(FloatVector.broadcast(F, B), g).intoArray(v, q + 3 * ldv);
            h.fma(FloatVector.broadcast(F, -B), g).intoArray(v, q + 4 * ldv);
            product.fma(d1, sum.fma(d3, d5)).intoArray(v, q + 5 * ldv);
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
     * The output's second step, of a row of the tiles of some outputs: from {@code t[at + j * UNIT + r * width]} four columns
     * {@code z[to + r * ldOutput + i * ldz]}.
     *
     * @param width tiles of an output, one vector or two
     */
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
        FloatVector m4 = FloatVector.fromArray(F, t, at + 4 * UNIT);
        FloatVector m5 = FloatVector.fromArray(F, t, at + 5 * UNIT);
        FloatVector p = m1.add(m2);
        FloatVector q = m1.sub(m2);
        FloatVector r = m3.add(m4);
        FloatVector s = m3.sub(m4);
        FloatVector.fromArray(F, t, at).add(p).add(r).intoArray(z, to);
        q.fma(FloatVector.broadcast(F, A), s.mul(B)).intoArray(z, to + ldz);
        p.fma(FloatVector.broadcast(F, A2), r.mul(B2)).intoArray(z, to + 2 * ldz);
        q.fma(FloatVector.broadcast(F, A3), s.fma(FloatVector.broadcast(F, B3), m5))
                .intoArray(z, to + 3 * ldz);
    }

    /**
     * The six columns of the tiles of a row, to two places: {@code s[to + j * LD + t] = row[at + 4 t + j]}. Reads up to 5 L
     * and writes up to L elements too many.
     */
    static void split(float[] row, int at, int tiles, float[] s, int to, int to2) {
        // The common case apart: a loop of one step would spend more on its checks than on its work.
        splitVector(row, at, s, to, to2);
        for (int t = L; t < tiles; t += L) {
            splitVector(row, at + 4 * t, s, to + t, to2 + t);
        }
    }

    private static void splitVector(float[] row, int at, float[] s, int to, int to2) {
        FloatVector v0 = FloatVector.fromArray(F, row, at);
        FloatVector v1 = FloatVector.fromArray(F, row, at + L);
        FloatVector v2 = FloatVector.fromArray(F, row, at + 2 * L);
        FloatVector v3 = FloatVector.fromArray(F, row, at + 3 * L);
        FloatVector next = FloatVector.fromArray(F, row, at + 4 * L);
        FloatVector s0 = select(PHASE0, v0, v1).blend(select(PHASE0, v2, v3), UPPER);
        FloatVector s1 = select(PHASE1, v0, v1).blend(select(PHASE1, v2, v3), UPPER);
        FloatVector s2 = select(PHASE2, v0, v1).blend(select(PHASE2, v2, v3), UPPER);
        FloatVector s3 = select(PHASE3, v0, v1).blend(select(PHASE3, v2, v3), UPPER);
        // The last two are the first two of the next tile.
        FloatVector s4 = select(NEXT0, s0, next);
        FloatVector s5 = select(NEXT1, s1, next);
        s0.intoArray(s, to);
        s1.intoArray(s, to + LD);
        s2.intoArray(s, to + 2 * LD);
        s3.intoArray(s, to + 3 * LD);
        s4.intoArray(s, to + 4 * LD);
        s5.intoArray(s, to + 5 * LD);
        s0.intoArray(s, to2);
        s1.intoArray(s, to2 + LD);
        s2.intoArray(s, to2 + 2 * LD);
        s3.intoArray(s, to2 + 3 * LD);
        s4.intoArray(s, to2 + 4 * LD);
        s5.intoArray(s, to2 + 5 * LD);
    }

    /**
     * A row of y from the four columns of its tiles: {@code y[to + 4 t + j] = s[at + j * lds + t]}, plus the bias, which
     * is -0 for none. Reads up to L and writes up to L - 1 elements too many.
     */
    static void weave(float[] s, int at, int lds, float[] y, int to, int width, float bias) {
        weaveVector(s, at, lds, y, to, width, bias);
        for (int x = 4 * L, t = at + L; x < width; x += 4 * L, t += L) {
            weaveVector(s, t, lds, y, to + x, width - x, bias);
        }
    }

    private static void weaveVector(float[] s, int at, int lds, float[] y, int to, int width, float bias) {
        FloatVector b = FloatVector.broadcast(F, bias);
        FloatVector s0 = FloatVector.fromArray(F, s, at).add(b);
        FloatVector s1 = FloatVector.fromArray(F, s, at + lds).add(b);
        FloatVector s2 = FloatVector.fromArray(F, s, at + 2 * lds).add(b);
        FloatVector s3 = FloatVector.fromArray(F, s, at + 3 * lds).add(b);
        select(WEAVE0, s0, s1).blend(select(WEAVE0, s2, s3), LAST_TWO).intoArray(y, to);
        if (L < width) {
            select(WEAVE1, s0, s1).blend(select(WEAVE1, s2, s3), LAST_TWO).intoArray(y, to + L);
        }
        if (2 * L < width) {
            select(WEAVE2, s0, s1).blend(select(WEAVE2, s2, s3), LAST_TWO).intoArray(y, to + 2 * L);
        }
        if (3 * L < width) {
            select(WEAVE3, s0, s1).blend(select(WEAVE3, s2, s3), LAST_TWO).intoArray(y, to + 3 * L);
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

    /**
     * The same for the few tiles of a last block, at two positions.
     *
     * @param u panels [channels][16] from uAt, nextU apart
     * @param v panels [channels][FEW] from vAt, nextV apart
     * @param m [tile][16] from mAt, and nextM further on
     */
    static void few(
            int channels,
            float[] u,
            int uAt,
            int nextU,
            float[] v,
            int vAt,
            int nextV,
            boolean load,
            float[] m,
            int mAt,
            int nextM) {
        if (L == 16) {
            WinogradTile512.few(channels, u, uAt, nextU, v, vAt, nextV, load, m, mAt, nextM);
        } else if (L == 8) {
            WinogradTile256.few(channels, u, uAt, nextU, v, vAt, nextV, load, m, mAt, nextM);
        } else {
            WinogradTile128.few(channels, u, uAt, nextU, v, vAt, nextV, load, m, mAt, nextM);
        }
    }
}
