package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.L;
import static jdk.incubator.vector.VectorOperators.MAX;
import static jdk.incubator.vector.VectorOperators.MIN;
import static jdk.incubator.vector.VectorOperators.UGT;
import static jdk.incubator.vector.VectorOperators.UMAX;

import dev.lanewise.kernel.RowSums;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * Sum, dot product and maximum of one row, with the bits of the scalar set.
 *
 * <p>A masked load keeps inside its array with the lanes that are off, too, else the Vector API checks lane by lane and
 * may box the mask: the last elements of an array are done one by one.
 */
final class RowLoops {
    private static final int LANES = RowSums.LANES;

    /** Elements between two visits of the lanes in memory: they stay in the first-level cache for the next strip. */
    private static final int BLOCK = 64 * LANES;

    private static final int PLUS_INFINITY = 0x7f800000;
    private static final int MINUS_INFINITY = 0xff800000;

    private static final ThreadLocal<float[]> SCRATCH = ThreadLocal.withInitial(() -> new float[LANES]);

    // Lane l takes lane l + 8, 4, 2, 1.
    static final VectorShuffle<Float> TAKE_8 = VectorShuffle.iota(F, 8 % L, 1, true);
    static final VectorShuffle<Float> TAKE_4 = VectorShuffle.iota(F, 4 % L, 1, true);
    static final VectorShuffle<Float> TAKE_2 = VectorShuffle.iota(F, 2, 1, true);
    static final VectorShuffle<Float> TAKE_1 = VectorShuffle.iota(F, 1, 1, true);

    private RowLoops() {}

    /** This thread's scratch for {@link #sum} and {@link #dot}. */
    static float[] lanes() {
        return SCRATCH.get();
    }

    /**
     * The sum of a row in the order of {@link RowSums}. The logical lanes live in memory between the steps, so that
     * each step is a small method for every width.
     */
    static float sum(float[] x, int at, int d, float[] lanes) {
        if (d <= L && at <= x.length - L) {
            return shortSum(x, at, d);
        }
        if (L == 16 && d % LANES == 0) {
            return wholeSum(x, at, d, lanes);
        }
        clear(lanes);
        int whole = d - d % LANES;
        for (int from = 0; from < whole; from += BLOCK) {
            int to = Math.min(whole, from + BLOCK);
            for (int strip = 0; strip < LANES; strip += 4 * L) {
                addStrip(x, at + from + strip, at + to, lanes, strip);
            }
        }
        if (whole < d) {
            addTail(x, at + whole, d - whole, lanes);
        }
        return fold(lanes);
    }

    /** The sum of a row that fits one register: all other lanes are +0, and the folds down to it change nothing. */
    private static float shortSum(float[] x, int at, int d) {
        // +0 first, as in every lane: a -0 becomes +0.
        FloatVector v = FloatVector.zero(F).add(FloatVector.fromArray(F, x, at, F.indexInRange(0, d)));
        if (L == 16) {
            v = v.add(v.rearrange(TAKE_8));
        }
        if (L >= 8) {
            v = v.add(v.rearrange(TAKE_4));
        }
        v = v.add(v.rearrange(TAKE_2));
        return v.add(v.rearrange(TAKE_1)).lane(0);
    }

    /**
     * How many elements from an index on come before one that begins a cache line, where the array begins one with its
     * header of 16 bytes, as large arrays do. A load that straddles two lines costs twice.
     */
    static int head(int at) {
        return (12 - at) & 15;
    }

    /** True if a row of d elements can be read from h - L to d + h, what is outside it masked. */
    static boolean turns(float[] x, int at, int d, int h) {
        return h > 0 && d > 0 && at + h >= L && at + d + h <= x.length;
    }

    /**
     * The sum of whole strips in four wide registers. If the array lets it, loads begin at cache lines: then the lanes are
     * those of the row turned round, which changes no sum, as every fold adds what is half a turn apart.
     */
    private static float wholeSum(float[] x, int at, int d, float[] lanes) {
        int h = head(at);
        return turns(x, at, d, h) ? turnedSum(x, at, d, h, lanes) : straightSum(x, at, d, lanes);
    }

    private static float straightSum(float[] x, int at, int d, float[] lanes) {
        FloatVector s0 = FloatVector.zero(F);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int i = at; i < at + d; i += LANES) {
            s0 = s0.add(FloatVector.fromArray(F, x, i));
            s1 = s1.add(FloatVector.fromArray(F, x, i + L));
            s2 = s2.add(FloatVector.fromArray(F, x, i + 2 * L));
            s3 = s3.add(FloatVector.fromArray(F, x, i + 3 * L));
        }
        s0.intoArray(lanes, 0);
        s1.intoArray(lanes, L);
        s2.intoArray(lanes, 2 * L);
        s3.intoArray(lanes, 3 * L);
        return fold(lanes);
    }

    // Without a branch in it: where masks and registers of two branches meet, C2 makes objects of them. The fold
    // gets memory only: four registers at once boxed, too.
    private static float turnedSum(float[] x, int at, int d, int h, float[] lanes) {
        FloatVector s0 = FloatVector.zero(F);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        VectorMask<Float> last = F.indexInRange(0, L - h).not();
        FloatVector s3 = s0.add(FloatVector.fromArray(F, x, at + h - L, last));
        int i = at + h;
        for (; i <= at + d - LANES; i += LANES) {
            s0 = s0.add(FloatVector.fromArray(F, x, i));
            s1 = s1.add(FloatVector.fromArray(F, x, i + L));
            s2 = s2.add(FloatVector.fromArray(F, x, i + 2 * L));
            s3 = s3.add(FloatVector.fromArray(F, x, i + 3 * L));
        }
        s0 = s0.add(FloatVector.fromArray(F, x, i));
        s1 = s1.add(FloatVector.fromArray(F, x, i + L));
        s2 = s2.add(FloatVector.fromArray(F, x, i + 2 * L));
        s3 = s3.add(FloatVector.fromArray(F, x, i + 3 * L, F.indexInRange(h, L)));
        s0.intoArray(lanes, 0);
        s1.intoArray(lanes, L);
        s2.intoArray(lanes, 2 * L);
        s3.intoArray(lanes, 3 * L);
        return fold(lanes);
    }

    /** {@link RowSums#fold} of 64 lanes in four wide registers. */
    static float fold(FloatVector s0, FloatVector s1, FloatVector s2, FloatVector s3) {
        FloatVector v = s0.add(s2).add(s1.add(s3));
        v = v.add(v.rearrange(TAKE_8));
        v = v.add(v.rearrange(TAKE_4));
        v = v.add(v.rearrange(TAKE_2));
        return v.add(v.rearrange(TAKE_1)).lane(0);
    }

    /** Adds x[i + 64 k] for all k to lanes [strip, strip + 4 * L): four registers, hence four chains. */
    private static void addStrip(float[] x, int from, int to, float[] lanes, int strip) {
        FloatVector s0 = FloatVector.fromArray(F, lanes, strip);
        FloatVector s1 = FloatVector.fromArray(F, lanes, strip + L);
        FloatVector s2 = FloatVector.fromArray(F, lanes, strip + 2 * L);
        FloatVector s3 = FloatVector.fromArray(F, lanes, strip + 3 * L);
        for (int i = from; i < to; i += LANES) {
            s0 = s0.add(FloatVector.fromArray(F, x, i));
            s1 = s1.add(FloatVector.fromArray(F, x, i + L));
            s2 = s2.add(FloatVector.fromArray(F, x, i + 2 * L));
            s3 = s3.add(FloatVector.fromArray(F, x, i + 3 * L));
        }
        s0.intoArray(lanes, strip);
        s1.intoArray(lanes, strip + L);
        s2.intoArray(lanes, strip + 2 * L);
        s3.intoArray(lanes, strip + 3 * L);
    }

    /** Adds the last n elements, fewer than 64, to the first lanes. */
    private static void addTail(float[] x, int at, int n, float[] lanes) {
        int l = 0;
        for (; l < n && at + l <= x.length - L; l += L) {
            // The lanes outside take +0, which leaves them as they are: a chain of additions from +0 is never -0.
            FloatVector v = FloatVector.fromArray(F, x, at + l, F.indexInRange(l, n));
            FloatVector.fromArray(F, lanes, l).add(v).intoArray(lanes, l);
        }
        for (; l < n; l++) {
            lanes[l] += x[at + l];
        }
    }

    /** The dot product of two rows, in the order of {@link #sum}. */
    static float dot(float[] a, int aAt, float[] b, int bAt, int d, float[] lanes) {
        if (L == 16 && d % LANES == 0) {
            return wholeDot(a, aAt, b, bAt, d, lanes);
        }
        clear(lanes);
        int whole = d - d % LANES;
        for (int from = 0; from < whole; from += BLOCK) {
            int n = Math.min(whole - from, BLOCK);
            for (int strip = 0; strip < LANES; strip += 4 * L) {
                fmaStrip(a, aAt + from + strip, b, bAt + from + strip, n, lanes, strip);
            }
        }
        if (whole < d) {
            fmaTail(a, aAt + whole, b, bAt + whole, d - whole, lanes);
        }
        return fold(lanes);
    }

    /** The dot product of whole strips, turned round as in {@link #wholeSum} if that suits both rows. */
    private static float wholeDot(float[] a, int aAt, float[] b, int bAt, int d, float[] lanes) {
        int h = head(aAt);
        return head(bAt) == h && turns(a, aAt, d, h) && turns(b, bAt, d, h)
                ? turnedDot(a, aAt, b, bAt, d, h, lanes)
                : straightDot(a, aAt, b, bAt, d, lanes);
    }

    private static float straightDot(float[] a, int aAt, float[] b, int bAt, int d, float[] lanes) {
        FloatVector s0 = FloatVector.zero(F);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int i = 0; i < d; i += LANES) {
            int p = aAt + i;
            int q = bAt + i;
            s0 = FloatVector.fromArray(F, a, p).fma(FloatVector.fromArray(F, b, q), s0);
            s1 = FloatVector.fromArray(F, a, p + L).fma(FloatVector.fromArray(F, b, q + L), s1);
            s2 = FloatVector.fromArray(F, a, p + 2 * L).fma(FloatVector.fromArray(F, b, q + 2 * L), s2);
            s3 = FloatVector.fromArray(F, a, p + 3 * L).fma(FloatVector.fromArray(F, b, q + 3 * L), s3);
        }
        s0.intoArray(lanes, 0);
        s1.intoArray(lanes, L);
        s2.intoArray(lanes, 2 * L);
        s3.intoArray(lanes, 3 * L);
        return fold(lanes);
    }

    // As turnedSum.
    private static float turnedDot(float[] a, int aAt, float[] b, int bAt, int d, int h, float[] lanes) {
        FloatVector s0 = FloatVector.zero(F);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        VectorMask<Float> last = F.indexInRange(0, L - h).not();
        FloatVector v = FloatVector.fromArray(F, a, aAt + h - L, last);
        FloatVector s3 = v.fma(FloatVector.fromArray(F, b, bAt + h - L, last), s0);
        int i = h;
        for (; i <= d - LANES; i += LANES) {
            int p = aAt + i;
            int q = bAt + i;
            s0 = FloatVector.fromArray(F, a, p).fma(FloatVector.fromArray(F, b, q), s0);
            s1 = FloatVector.fromArray(F, a, p + L).fma(FloatVector.fromArray(F, b, q + L), s1);
            s2 = FloatVector.fromArray(F, a, p + 2 * L).fma(FloatVector.fromArray(F, b, q + 2 * L), s2);
            s3 = FloatVector.fromArray(F, a, p + 3 * L).fma(FloatVector.fromArray(F, b, q + 3 * L), s3);
        }
        int p = aAt + i;
        int q = bAt + i;
        s0 = FloatVector.fromArray(F, a, p).fma(FloatVector.fromArray(F, b, q), s0);
        s1 = FloatVector.fromArray(F, a, p + L).fma(FloatVector.fromArray(F, b, q + L), s1);
        s2 = FloatVector.fromArray(F, a, p + 2 * L).fma(FloatVector.fromArray(F, b, q + 2 * L), s2);
        VectorMask<Float> first = F.indexInRange(h, L);
        v = FloatVector.fromArray(F, a, p + 3 * L, first);
        // The lanes outside are left alone, as in fmaTail.
        s3 = s3.blend(v.fma(FloatVector.fromArray(F, b, q + 3 * L, first), s3), first);
        s0.intoArray(lanes, 0);
        s1.intoArray(lanes, L);
        s2.intoArray(lanes, 2 * L);
        s3.intoArray(lanes, 3 * L);
        return fold(lanes);
    }

    private static void fmaStrip(float[] a, int aAt, float[] b, int bAt, int n, float[] lanes, int strip) {
        FloatVector s0 = FloatVector.fromArray(F, lanes, strip);
        FloatVector s1 = FloatVector.fromArray(F, lanes, strip + L);
        FloatVector s2 = FloatVector.fromArray(F, lanes, strip + 2 * L);
        FloatVector s3 = FloatVector.fromArray(F, lanes, strip + 3 * L);
        for (int i = 0; i < n; i += LANES) {
            int p = aAt + i;
            int q = bAt + i;
            s0 = FloatVector.fromArray(F, a, p).fma(FloatVector.fromArray(F, b, q), s0);
            s1 = FloatVector.fromArray(F, a, p + L).fma(FloatVector.fromArray(F, b, q + L), s1);
            s2 = FloatVector.fromArray(F, a, p + 2 * L).fma(FloatVector.fromArray(F, b, q + 2 * L), s2);
            s3 = FloatVector.fromArray(F, a, p + 3 * L).fma(FloatVector.fromArray(F, b, q + 3 * L), s3);
        }
        s0.intoArray(lanes, strip);
        s1.intoArray(lanes, strip + L);
        s2.intoArray(lanes, strip + 2 * L);
        s3.intoArray(lanes, strip + 3 * L);
    }

    private static void fmaTail(float[] a, int aAt, float[] b, int bAt, int n, float[] lanes) {
        int last = Math.min(a.length - aAt, b.length - bAt) - L;
        int l = 0;
        for (; l < n && l <= last; l += L) {
            VectorMask<Float> inside = F.indexInRange(l, n);
            FloatVector v = FloatVector.fromArray(F, a, aAt + l, inside);
            FloatVector sum = FloatVector.fromArray(F, lanes, l);
            // The lanes outside are left alone: an fma may have made a -0, which a 0 * 0 would turn into +0.
            sum.blend(v.fma(FloatVector.fromArray(F, b, bAt + l, inside), sum), inside)
                    .intoArray(lanes, l);
        }
        for (; l < n; l++) {
            lanes[l] = Math.fma(a[aAt + l], b[bAt + l], lanes[l]);
        }
    }

    // By vectors, not Arrays.fill: a load is served from the store buffer only if one store covers it.
    static void clear(float[] lanes) {
        for (int l = 0; l < lanes.length; l += L) {
            FloatVector.zero(F).intoArray(lanes, l);
        }
    }

    /** {@link RowSums#fold}: in memory down to one register, then inside it. */
    private static float fold(float[] lanes) {
        return fold(lanes, 0);
    }

    /** The same of 64 lanes from an index on. */
    static float fold(float[] lanes, int at) {
        for (int half = LANES / 2; half >= L; half /= 2) {
            for (int l = at; l < at + half; l += L) {
                FloatVector.fromArray(F, lanes, l)
                        .add(FloatVector.fromArray(F, lanes, l + half))
                        .intoArray(lanes, l);
            }
        }
        FloatVector v = FloatVector.fromArray(F, lanes, at);
        if (L == 16) {
            v = v.add(v.rearrange(TAKE_8));
        }
        if (L >= 8) {
            v = v.add(v.rearrange(TAKE_4));
        }
        v = v.add(v.rearrange(TAKE_2));
        return v.add(v.rearrange(TAKE_1)).lane(0);
    }

    /**
     * The largest element of a row, NaN if it has one, -inf if it is empty. Any order gives the same bits, so vectors may
     * overlap. Of the bits as integers: the largest is that of the elements of positive sign, if there is one, else the
     * smallest is the element; and a NaN is beyond the infinity of its sign. Three instructions a vector; the maximum of
     * floats, with what Java wants of NaN and zeros, is six.
     */
    static float max(float[] x, int at, int d) {
        return d < L ? shortMax(x, at, d) : wholeMax(x, at, at + d);
    }

    private static float shortMax(float[] x, int at, int d) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = at; i < at + d; i++) {
            largest = Math.max(largest, x[i]);
        }
        return largest;
    }

    // Loads begin at cache lines as in turnedSum; the first and the last vector overlap with others.
    private static float wholeMax(float[] x, int from, int to) {
        IntVector p0 = FloatVector.fromArray(F, x, from).reinterpretAsInts();
        IntVector p1 = FloatVector.fromArray(F, x, to - L).reinterpretAsInts();
        IntVector n0 = p0.min(p1);
        IntVector u0 = p0.lanewise(UMAX, p1);
        IntVector n1 = n0;
        IntVector u1 = u0;
        int i = from + (head(from) & L - 1);
        for (; i <= to - 4 * L; i += 4 * L) {
            IntVector a = FloatVector.fromArray(F, x, i).reinterpretAsInts();
            IntVector b = FloatVector.fromArray(F, x, i + L).reinterpretAsInts();
            IntVector c = FloatVector.fromArray(F, x, i + 2 * L).reinterpretAsInts();
            IntVector e = FloatVector.fromArray(F, x, i + 3 * L).reinterpretAsInts();
            p0 = p0.max(a).max(c);
            p1 = p1.max(b).max(e);
            n0 = n0.min(a).min(c);
            n1 = n1.min(b).min(e);
            u0 = u0.lanewise(UMAX, a).lanewise(UMAX, c);
            u1 = u1.lanewise(UMAX, b).lanewise(UMAX, e);
        }
        for (; i <= to - L; i += L) {
            IntVector a = FloatVector.fromArray(F, x, i).reinterpretAsInts();
            p0 = p0.max(a);
            n0 = n0.min(a);
            u0 = u0.lanewise(UMAX, a);
        }
        int largest = p0.max(p1).reduceLanes(MAX);
        if (largest > PLUS_INFINITY
                || u0.lanewise(UMAX, u1).compare(UGT, MINUS_INFINITY).anyTrue()) {
            return Float.NaN;
        }
        return Float.intBitsToFloat(largest >= 0 ? largest : n0.min(n1).reduceLanes(MIN));
    }
}
