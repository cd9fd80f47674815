package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.L;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import dev.lanewise.math.Exp;
import jdk.incubator.vector.FloatVector;

/**
 * The exponentials of a row. They are bound by arithmetic, and what comes before and after them by memory; so one loop
 * makes those of a row, scales the row before and looks for the maximum of the row behind.
 *
 * <p>The last elements of a row, too few for a register, go first, in copies that are filled up: in this thread's
 * scratch, which is also where the two results are left.
 */
final class SoftmaxRows {
    private static final int SUM = 0;
    private static final int LARGEST = 1;
    private static final int X = 16;
    private static final int NEXT = X + L;
    private static final int PREVIOUS = NEXT + L;
    private static final int Y = PREVIOUS + L;

    private static final ThreadLocal<float[]> SCRATCH = ThreadLocal.withInitial(() -> new float[Y + L]);

    private SoftmaxRows() {}

    /** This thread's scratch. */
    static float[] scratch() {
        return SCRATCH.get();
    }

    /**
     * {@code y = exp(x - m)} of one row, m its largest element; returns their sum. Before a vector of it is written,
     * {@code previous *= factor} of a row of y, which may be the same row with a factor of 1; and the maximum of the row
     * from {@code next} on is left to {@link #largest}. y may be x.
     */
    static float exps(
            float[] x,
            int at,
            int next,
            float m,
            float[] y,
            int yAt,
            int previous,
            float factor,
            int d,
            float[] scratch) {
        int whole = d & -L;
        if (whole < d) {
            rest(x, at + whole, next + whole, m, y, yAt + whole, previous + whole, factor, d - whole, scratch);
        }
        loop(x, at, next, m, y, yAt, previous, factor, whole, whole < d, scratch);
        return L == 16 ? scratch[SUM] : RowLoops.sum(y, yAt, d, RowLoops.lanes());
    }

    /** The last n elements, fewer than a register: the same loop over copies, filled up with -inf. */
    private static void rest(
            float[] x,
            int at,
            int next,
            float m,
            float[] y,
            int yAt,
            int previous,
            float factor,
            int n,
            float[] scratch) {
        FloatVector.broadcast(F, Float.NEGATIVE_INFINITY).intoArray(scratch, X);
        FloatVector.broadcast(F, Float.NEGATIVE_INFINITY).intoArray(scratch, NEXT);
        for (int i = 0; i < n; i++) {
            scratch[X + i] = x[at + i];
            scratch[NEXT + i] = x[next + i];
            scratch[PREVIOUS + i] = y[previous + i];
        }
        loop(scratch, X, NEXT, m, scratch, Y, PREVIOUS, factor, L, false, scratch);
        for (int i = 0; i < n; i++) {
            y[previous + i] = scratch[PREVIOUS + i];
            y[yAt + i] = scratch[Y + i];
        }
    }

    /**
     * Whole registers. One loop with one exp, in line: with a second, or where C2 has compiled a function for it by
     * itself, it boxes. The registers of the sum take turns; the fold is the same whichever is the first, with 16 lanes.
     * A NaN is passed over by the maximum, which saves half the instructions and changes no result: its exponential makes
     * the sum NaN.
     */
    private static void loop(
            float[] x,
            int at,
            int next,
            float m,
            float[] y,
            int yAt,
            int previous,
            float factor,
            int n,
            boolean rest,
            float[] scratch) {
        FloatVector s0 = FloatVector.zero(F);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        FloatVector m0 = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
        FloatVector m1 = m0;
        FloatVector m2 = m0;
        FloatVector m3 = m0;
        for (int i = 0; i <= n - L; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, at + i).sub(m);
            FloatVector w = FloatVector.fromArray(F, x, next + i);
            FloatVector scaled = FloatVector.fromArray(F, y, previous + i).mul(factor);
            // VectorMath.expNotAbove0
            FloatVector shifted = v.fma(Exp.LOG2_E, Exp.ROUND);
            FloatVector k = shifted.sub(Exp.ROUND);
            FloatVector r = k.lanewise(FMA, -Exp.LN2_LOW, k.lanewise(FMA, -Exp.LN2_HIGH, v));
            FloatVector p = r.fma(Exp.C6 / 2, Exp.C5 / 2).lanewise(FMA, r, Exp.C4 / 2);
            p = p.lanewise(FMA, r, Exp.C3 / 2).lanewise(FMA, r, Exp.C2 / 2).lanewise(FMA, r, 0.5f);
            p = p.lanewise(FMA, r, 0.5f);
            FloatVector power = shifted.reinterpretAsInts()
                    .add(Float.MAX_EXPONENT + 1)
                    .lanewise(LSHL, Exp.FRACTION_BITS)
                    .reinterpretAsFloats();
            FloatVector e = p.mul(power).blend(0f, v.compare(LT, Exp.LOW));
            scaled.intoArray(y, previous + i);
            e.intoArray(y, yAt + i);
            FloatVector largest = m0.blend(w, w.compare(GT, m0));
            m0 = m1;
            m1 = m2;
            m2 = m3;
            m3 = largest;
            FloatVector s = s0.add(e);
            s0 = s1;
            s1 = s2;
            s2 = s3;
            s3 = s;
        }
        if (rest) {
            s0 = s0.add(FloatVector.fromArray(F, scratch, Y));
            FloatVector last = FloatVector.fromArray(F, scratch, NEXT);
            m0 = m0.blend(last, last.compare(GT, m0));
        }
        scratch[SUM] = RowLoops.fold(s0, s1, s2, s3);
        m0 = m0.blend(m1, m1.compare(GT, m0));
        m2 = m2.blend(m3, m3.compare(GT, m2));
        m0 = m0.blend(m2, m2.compare(GT, m0));
        FloatVector w = m0.rearrange(RowLoops.TAKE_8);
        m0 = m0.blend(w, w.compare(GT, m0));
        w = m0.rearrange(RowLoops.TAKE_4);
        m0 = m0.blend(w, w.compare(GT, m0));
        w = m0.rearrange(RowLoops.TAKE_2);
        m0 = m0.blend(w, w.compare(GT, m0));
        w = m0.rearrange(RowLoops.TAKE_1);
        scratch[LARGEST] = m0.blend(w, w.compare(GT, m0)).lane(0) + 0f;
    }

    /** The largest element of the row behind that of the last {@link #exps}, never -0. */
    static float largest(float[] scratch) {
        return scratch[LARGEST];
    }

    /** The same of a first row, NaN if it has one. */
    static float largest(float[] x, int at, int d) {
        return RowLoops.max(x, at, d) + 0f;
    }
}
