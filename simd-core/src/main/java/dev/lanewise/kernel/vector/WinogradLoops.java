package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.Winograd.A;
import static dev.lanewise.kernel.Winograd.A2;
import static dev.lanewise.kernel.Winograd.A3;
import static dev.lanewise.kernel.Winograd.B;
import static dev.lanewise.kernel.Winograd.B2;
import static dev.lanewise.kernel.Winograd.B3;
import static dev.lanewise.kernel.Winograd.PRODUCT;
import static dev.lanewise.kernel.Winograd.Q;
import static dev.lanewise.kernel.Winograd.QA;
import static dev.lanewise.kernel.Winograd.QB;
import static dev.lanewise.kernel.Winograd.SUM;
import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.L;

import dev.lanewise.kernel.Winograd;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * The one-dimensional transforms of {@link Winograd}, many side by side, with the padding of rows, their split into columns
 * of tiles, and the products.
 */
final class WinogradLoops {
    // Every fourth element of four vectors: lane t of phase p is element 4t + p, which stands in vector (4t + p) / L.
    private static final VectorShuffle<Float> PHASE0 = VectorShuffle.fromOp(F, t -> 4 * t % L);
    private static final VectorShuffle<Float> PHASE1 = VectorShuffle.fromOp(F, t -> (4 * t + 1) % L);
    private static final VectorShuffle<Float> PHASE2 = VectorShuffle.fromOp(F, t -> (4 * t + 2) % L);
    private static final VectorShuffle<Float> PHASE3 = VectorShuffle.fromOp(F, t -> (4 * t + 3) % L);
    private static final VectorShuffle<Float> NEXT = VectorShuffle.fromOp(F, t -> (t + 1) % L);
    private static final VectorMask<Float> SECOND = F.indexInRange(0, L / 4).not();
    private static final VectorMask<Float> THIRD = F.indexInRange(0, L / 2).not();
    private static final VectorMask<Float> FOURTH = F.indexInRange(0, 3 * L / 4).not();

    // And back: lane l of vector v is lane v L/4 + l/4 of phase l % 4.
    private static final VectorShuffle<Float> WEAVE0 = VectorShuffle.fromOp(F, l -> l / 4);
    private static final VectorShuffle<Float> WEAVE1 = VectorShuffle.fromOp(F, l -> L / 4 + l / 4);
    private static final VectorShuffle<Float> WEAVE2 = VectorShuffle.fromOp(F, l -> L / 2 + l / 4);
    private static final VectorShuffle<Float> WEAVE3 = VectorShuffle.fromOp(F, l -> 3 * L / 4 + l / 4);
    private static final VectorMask<Float> LANE1 = VectorMask.fromLong(F, 0x2222L & lanes());
    private static final VectorMask<Float> LANE2 = VectorMask.fromLong(F, 0x4444L & lanes());
    private static final VectorMask<Float> LANE3 = VectorMask.fromLong(F, 0x8888L & lanes());

    private WinogradLoops() {}

    private static long lanes() {
        return (1L << L) - 1;
    }

    /** Rows of a channel from top on, with zeros on the left and where x has none; ld apart, columns of them needed. */
    static void pad(Tensor x, int channel, int top, int rows, int left, int columns, float[] plane, int ld) {
        int h = x.dim(2);
        int width = x.dim(3);
        for (int r = 0; r < rows; r++) {
            int source = top + r;
            int at = r * ld;
            if (source < 0 || source >= h) {
                Arrays.fill(plane, at, at + columns, 0f);
                continue;
            }
            for (int k = 0; k < left; k++) {
                plane[at + k] = 0f;
            }
            System.arraycopy(x.array(), x.offset() + (channel * h + source) * width, plane, at + left, width);
            for (int k = left + width; k < columns; k++) {
                plane[at + k] = 0f;
            }
        }
    }

    /** Of six rows, ld apart, six, ldt apart; up to L - 1 more than count are written. */
    static void input(float[] d, int at, int ld, float[] t, int to, int ldt, int count) {
        for (int p = 0; p < count; p += L) {
            FloatVector d0 = FloatVector.fromArray(F, d, at + p);
            FloatVector d1 = FloatVector.fromArray(F, d, at + ld + p);
            FloatVector d2 = FloatVector.fromArray(F, d, at + 2 * ld + p);
            FloatVector d3 = FloatVector.fromArray(F, d, at + 3 * ld + p);
            FloatVector d4 = FloatVector.fromArray(F, d, at + 4 * ld + p);
            FloatVector d5 = FloatVector.fromArray(F, d, at + 5 * ld + p);
            FloatVector b = FloatVector.broadcast(F, -B2);
            FloatVector e = b.fma(d2, d4);
            FloatVector f = b.fma(d1, d3);
            FloatVector a = FloatVector.broadcast(F, -A2);
            FloatVector g = a.fma(d2, d4);
            FloatVector h = a.fma(d1, d3);
            FloatVector product = FloatVector.broadcast(F, PRODUCT);
            FloatVector sum = FloatVector.broadcast(F, -SUM);
            product.fma(d0, sum.fma(d2, d4)).intoArray(t, to + p);
            f.fma(FloatVector.broadcast(F, A), e).intoArray(t, to + ldt + p);
            f.fma(FloatVector.broadcast(F, -A), e).intoArray(t, to + 2 * ldt + p);
            h.fma(FloatVector.broadcast(F, B), g).intoArray(t, to + 3 * ldt + p);
            h.fma(FloatVector.broadcast(F, -B), g).intoArray(t, to + 4 * ldt + p);
            product.fma(d1, sum.fma(d3, d5)).intoArray(t, to + 5 * ldt + p);
        }
    }

    /** Of three rows, ld apart (negative to turn them around), six, ldt apart; count is a multiple of L. */
    static void filter(float[] g, int at, int ld, float[] u, int to, int ldt, int count) {
        for (int p = 0; p < count; p += L) {
            FloatVector g0 = FloatVector.fromArray(F, g, at + p);
            FloatVector g1 = FloatVector.fromArray(F, g, at + ld + p);
            FloatVector g2 = FloatVector.fromArray(F, g, at + 2 * ld + p);
            FloatVector e = g2.fma(FloatVector.broadcast(F, A2), g0);
            FloatVector h = g2.fma(FloatVector.broadcast(F, B2), g0);
            g0.mul(Q).intoArray(u, to + p);
            g1.fma(FloatVector.broadcast(F, A), e).mul(QA).intoArray(u, to + ldt + p);
            g1.fma(FloatVector.broadcast(F, -A), e).mul(QA).intoArray(u, to + 2 * ldt + p);
            g1.fma(FloatVector.broadcast(F, B), h).mul(QB).intoArray(u, to + 3 * ldt + p);
            g1.fma(FloatVector.broadcast(F, -B), h).mul(QB).intoArray(u, to + 4 * ldt + p);
            g2.intoArray(u, to + 5 * ldt + p);
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
     * The six columns of the tiles of a row: {@code s[to + j * lds + t] = row[at + 4 t + j]}. Reads up to 4 L and writes up
     * to L elements too many.
     */
    static void split(float[] row, int at, int tiles, float[] s, int to, int lds) {
        for (int t = 0; t < tiles; t += L) {
            FloatVector v0 = FloatVector.fromArray(F, row, at + 4 * t);
            FloatVector v1 = FloatVector.fromArray(F, row, at + 4 * t + L);
            FloatVector v2 = FloatVector.fromArray(F, row, at + 4 * t + 2 * L);
            FloatVector v3 = FloatVector.fromArray(F, row, at + 4 * t + 3 * L);
            FloatVector s0 = v0.rearrange(PHASE0)
                    .blend(v1.rearrange(PHASE0), SECOND)
                    .blend(v2.rearrange(PHASE0), THIRD)
                    .blend(v3.rearrange(PHASE0), FOURTH);
            s0.intoArray(s, to + t);
            FloatVector s1 = v0.rearrange(PHASE1)
                    .blend(v1.rearrange(PHASE1), SECOND)
                    .blend(v2.rearrange(PHASE1), THIRD)
                    .blend(v3.rearrange(PHASE1), FOURTH);
            s1.intoArray(s, to + lds + t);
            v0.rearrange(PHASE2)
                    .blend(v1.rearrange(PHASE2), SECOND)
                    .blend(v2.rearrange(PHASE2), THIRD)
                    .blend(v3.rearrange(PHASE2), FOURTH)
                    .intoArray(s, to + 2 * lds + t);
            v0.rearrange(PHASE3)
                    .blend(v1.rearrange(PHASE3), SECOND)
                    .blend(v2.rearrange(PHASE3), THIRD)
                    .blend(v3.rearrange(PHASE3), FOURTH)
                    .intoArray(s, to + 3 * lds + t);
            // The last two are the first two of the next tile; that of the last lane stands beyond these vectors.
            s0.rearrange(NEXT).intoArray(s, to + 4 * lds + t);
            s[to + 4 * lds + t + L - 1] = row[at + 4 * (t + L)];
            s1.rearrange(NEXT).intoArray(s, to + 5 * lds + t);
            s[to + 5 * lds + t + L - 1] = row[at + 4 * (t + L) + 1];
        }
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
            s0.rearrange(WEAVE0)
                    .blend(s1.rearrange(WEAVE0), LANE1)
                    .blend(s2.rearrange(WEAVE0), LANE2)
                    .blend(s3.rearrange(WEAVE0), LANE3)
                    .intoArray(y, to + x);
            if (x + L < width) {
                s0.rearrange(WEAVE1)
                        .blend(s1.rearrange(WEAVE1), LANE1)
                        .blend(s2.rearrange(WEAVE1), LANE2)
                        .blend(s3.rearrange(WEAVE1), LANE3)
                        .intoArray(y, to + x + L);
            }
            if (x + 2 * L < width) {
                s0.rearrange(WEAVE2)
                        .blend(s1.rearrange(WEAVE2), LANE1)
                        .blend(s2.rearrange(WEAVE2), LANE2)
                        .blend(s3.rearrange(WEAVE2), LANE3)
                        .intoArray(y, to + x + 2 * L);
            }
            if (x + 3 * L < width) {
                s0.rearrange(WEAVE3)
                        .blend(s1.rearrange(WEAVE3), LANE1)
                        .blend(s2.rearrange(WEAVE3), LANE2)
                        .blend(s3.rearrange(WEAVE3), LANE3)
                        .intoArray(y, to + x + 3 * L);
            }
        }
    }

    /**
     * The register tile of this width: sums over the channels, for some output channels by one or two vectors of tiles.
     *
     * @param u panel [channels][16] from uAt
     * @param v panel [channels][L or 2 L] from vAt
     */
    static void product(boolean two, int channels, float[] u, int uAt, float[] v, int vAt, float[] m, int mAt) {
        if (two) {
            if (L == 16) {
                WinogradTile512.run2(channels, u, uAt, v, vAt, m, mAt);
            } else if (L == 8) {
                WinogradTile256.run2(channels, u, uAt, v, vAt, m, mAt);
            } else {
                WinogradTile128.run2(channels, u, uAt, v, vAt, m, mAt);
            }
        } else if (L == 16) {
            WinogradTile512.run1(channels, u, uAt, v, vAt, m, mAt);
        } else if (L == 8) {
            WinogradTile256.run1(channels, u, uAt, v, vAt, m, mAt);
        } else {
            WinogradTile128.run1(channels, u, uAt, v, vAt, m, mAt);
        }
    }
}
