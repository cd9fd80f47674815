package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.L;

import dev.lanewise.kernel.NormKernels;
import dev.lanewise.kernel.RowSums;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * The loops of normalisation over runs, on vectors. Sums of runs of whole strips of 64 elements stay in registers where these
 * hold 16 floats; else the logical lanes live in memory between the steps, as in {@link RowLoops}, which also says why masked
 * loads keep inside their arrays.
 */
final class NormRuns extends NormTiles {
    private static final int LANES = RowSums.LANES;

    /** The lanes of two sums. */
    private static final ThreadLocal<float[]> SCRATCH = ThreadLocal.withInitial(() -> new float[2 * LANES]);

    @Override
    public double sum(float[] x, int at, int n, double before) {
        float[] lanes = RowLoops.lanes();
        double sum = before;
        for (int i = 0; i < n; i += NormKernels.BLOCK) {
            sum += RowLoops.sum(x, at + i, Math.min(NormKernels.BLOCK, n - i), lanes);
        }
        return sum;
    }

    @Override
    public void add(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector.fromArray(F, a, aAt + i)
                    .add(FloatVector.fromArray(F, b, bAt + i))
                    .intoArray(y, yAt + i);
        }
        super.add(a, aAt + i, b, bAt + i, y, yAt + i, n - i);
    }

    @Override
    public void moments(float[] x, int at, int n, float shift, double[] sums) {
        for (int i = 0; i < n; i += NormKernels.BLOCK) {
            int d = Math.min(NormKernels.BLOCK, n - i);
            if (L == 16 && d % LANES == 0) {
                wholeMoments(x, at + i, d, shift, sums);
            } else {
                stripMoments(x, at + i, d, shift, sums);
            }
        }
    }

    private static void wholeMoments(float[] x, int at, int d, float shift, double[] sums) {
        FloatVector s0 = FloatVector.zero(F);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        FloatVector q0 = s0;
        FloatVector q1 = s0;
        FloatVector q2 = s0;
        FloatVector q3 = s0;
        for (int i = at; i < at + d; i += LANES) {
            FloatVector v0 = FloatVector.fromArray(F, x, i).sub(shift);
            FloatVector v1 = FloatVector.fromArray(F, x, i + L).sub(shift);
            FloatVector v2 = FloatVector.fromArray(F, x, i + 2 * L).sub(shift);
            FloatVector v3 = FloatVector.fromArray(F, x, i + 3 * L).sub(shift);
            s0 = s0.add(v0);
            s1 = s1.add(v1);
            s2 = s2.add(v2);
            s3 = s3.add(v3);
            q0 = v0.fma(v0, q0);
            q1 = v1.fma(v1, q1);
            q2 = v2.fma(v2, q2);
            q3 = v3.fma(v3, q3);
        }
        // Through memory: of two folds of registers in one method, C2 does not inline the second, and boxes.
        float[] lanes = SCRATCH.get();
        s0.intoArray(lanes, 0);
        s1.intoArray(lanes, L);
        s2.intoArray(lanes, 2 * L);
        s3.intoArray(lanes, 3 * L);
        q0.intoArray(lanes, LANES);
        q1.intoArray(lanes, LANES + L);
        q2.intoArray(lanes, LANES + 2 * L);
        q3.intoArray(lanes, LANES + 3 * L);
        sums[0] += RowLoops.fold(lanes, 0);
        sums[1] += RowLoops.fold(lanes, LANES);
    }

    private static void stripMoments(float[] x, int at, int d, float shift, double[] sums) {
        float[] lanes = SCRATCH.get();
        RowLoops.clear(lanes);
        int whole = d - d % LANES;
        for (int strip = 0; strip < LANES; strip += 2 * L) {
            momentStrip(x, at + strip, at + whole, shift, lanes, strip);
        }
        int l = 0;
        for (; l < d - whole && at + whole + l <= x.length - L; l += L) {
            VectorMask<Float> inside = F.indexInRange(l, d - whole);
            FloatVector v = FloatVector.fromArray(F, x, at + whole + l, inside).sub(shift);
            FloatVector s = FloatVector.fromArray(F, lanes, l);
            FloatVector q = FloatVector.fromArray(F, lanes, LANES + l);
            s.blend(s.add(v), inside).intoArray(lanes, l);
            q.blend(v.fma(v, q), inside).intoArray(lanes, LANES + l);
        }
        for (; l < d - whole; l++) {
            float v = x[at + whole + l] - shift;
            lanes[l] += v;
            lanes[LANES + l] = Math.fma(v, v, lanes[LANES + l]);
        }
        sums[0] += RowLoops.fold(lanes, 0);
        sums[1] += RowLoops.fold(lanes, LANES);
    }

    /** Of elements 64 apart: two registers of each sum. */
    private static void momentStrip(float[] x, int from, int to, float shift, float[] lanes, int strip) {
        FloatVector s0 = FloatVector.fromArray(F, lanes, strip);
        FloatVector s1 = FloatVector.fromArray(F, lanes, strip + L);
        FloatVector q0 = FloatVector.fromArray(F, lanes, LANES + strip);
        FloatVector q1 = FloatVector.fromArray(F, lanes, LANES + strip + L);
        for (int i = from; i < to; i += LANES) {
            FloatVector v0 = FloatVector.fromArray(F, x, i).sub(shift);
            FloatVector v1 = FloatVector.fromArray(F, x, i + L).sub(shift);
            s0 = s0.add(v0);
            s1 = s1.add(v1);
            q0 = v0.fma(v0, q0);
            q1 = v1.fma(v1, q1);
        }
        s0.intoArray(lanes, strip);
        s1.intoArray(lanes, strip + L);
        q0.intoArray(lanes, LANES + strip);
        q1.intoArray(lanes, LANES + strip + L);
    }

    @Override
    public void gradients(
            float[] dy, int dyAt, float[] x, int xAt, int n, float high, float low, float rstd, double[] sums) {
        for (int i = 0; i < n; i += NormKernels.BLOCK) {
            stripGradients(
                    dy, dyAt + i, null, 0, x, xAt + i, Math.min(NormKernels.BLOCK, n - i), high, low, rstd, sums);
        }
    }

    @Override
    public void rowGradients(
            float[] dy,
            int dyAt,
            float[] weight,
            int weightAt,
            float[] x,
            int xAt,
            int n,
            float high,
            float low,
            float rstd,
            double[] sums) {
        for (int i = 0; i < n; i += NormKernels.BLOCK) {
            int d = Math.min(NormKernels.BLOCK, n - i);
            if (L == 16 && d % LANES == 0) {
                wholeGradients(dy, dyAt + i, weight, weightAt + i, x, xAt + i, d, high, low, rstd, sums);
            } else {
                stripGradients(dy, dyAt + i, weight, weightAt + i, x, xAt + i, d, high, low, rstd, sums);
            }
        }
    }

    private static void wholeGradients(
            float[] dy,
            int dyAt,
            float[] w,
            int wAt,
            float[] x,
            int xAt,
            int d,
            float high,
            float low,
            float rstd,
            double[] sums) {
        FloatVector s0 = FloatVector.zero(F);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        FloatVector q0 = s0;
        FloatVector q1 = s0;
        FloatVector q2 = s0;
        FloatVector q3 = s0;
        // The registers take turns: the folds are the same whichever is the first.
        for (int i = 0; i <= d - L; i += L) {
            FloatVector g = FloatVector.fromArray(F, dy, dyAt + i).mul(FloatVector.fromArray(F, w, wAt + i));
            FloatVector xhat =
                    FloatVector.fromArray(F, x, xAt + i).sub(high).sub(low).mul(rstd);
            FloatVector s = s0.add(g);
            FloatVector q = xhat.fma(g, q0);
            s0 = s1;
            s1 = s2;
            s2 = s3;
            s3 = s;
            q0 = q1;
            q1 = q2;
            q2 = q3;
            q3 = q;
        }
        float[] lanes = SCRATCH.get();
        s0.intoArray(lanes, 0);
        s1.intoArray(lanes, L);
        s2.intoArray(lanes, 2 * L);
        s3.intoArray(lanes, 3 * L);
        q0.intoArray(lanes, LANES);
        q1.intoArray(lanes, LANES + L);
        q2.intoArray(lanes, LANES + 2 * L);
        q3.intoArray(lanes, LANES + 3 * L);
        sums[0] += RowLoops.fold(lanes, 0);
        sums[1] += RowLoops.fold(lanes, LANES);
    }

    private static void stripGradients(
            float[] dy,
            int dyAt,
            float[] w,
            int wAt,
            float[] x,
            int xAt,
            int d,
            float high,
            float low,
            float rstd,
            double[] sums) {
        float[] lanes = SCRATCH.get();
        RowLoops.clear(lanes);
        int whole = d - d % LANES;
        for (int strip = 0; strip < LANES; strip += 2 * L) {
            if (w == null) {
                gradientStrip(dy, dyAt + strip, x, xAt + strip, whole, high, low, rstd, lanes, strip);
            } else {
                gradientStrip(dy, dyAt + strip, w, wAt + strip, x, xAt + strip, whole, high, low, rstd, lanes, strip);
            }
        }
        if (whole < d) {
            int weightAt = w == null ? 0 : wAt + whole;
            gradientTail(dy, dyAt + whole, w, weightAt, x, xAt + whole, d - whole, high, low, rstd, lanes);
        }
        sums[0] += RowLoops.fold(lanes, 0);
        sums[1] += RowLoops.fold(lanes, LANES);
    }

    private static void gradientStrip(
            float[] dy, int dyAt, float[] x, int xAt, int n, float high, float low, float rstd, float[] lanes, int at) {
        FloatVector s0 = FloatVector.fromArray(F, lanes, at);
        FloatVector s1 = FloatVector.fromArray(F, lanes, at + L);
        FloatVector q0 = FloatVector.fromArray(F, lanes, LANES + at);
        FloatVector q1 = FloatVector.fromArray(F, lanes, LANES + at + L);
        for (int i = 0; i < n; i += LANES) {
            FloatVector g0 = FloatVector.fromArray(F, dy, dyAt + i);
            FloatVector g1 = FloatVector.fromArray(F, dy, dyAt + i + L);
            s0 = s0.add(g0);
            s1 = s1.add(g1);
            q0 = FloatVector.fromArray(F, x, xAt + i)
                    .sub(high)
                    .sub(low)
                    .mul(rstd)
                    .fma(g0, q0);
            q1 = FloatVector.fromArray(F, x, xAt + i + L)
                    .sub(high)
                    .sub(low)
                    .mul(rstd)
                    .fma(g1, q1);
        }
        s0.intoArray(lanes, at);
        s1.intoArray(lanes, at + L);
        q0.intoArray(lanes, LANES + at);
        q1.intoArray(lanes, LANES + at + L);
    }

    private static void gradientStrip(
            float[] dy,
            int dyAt,
            float[] w,
            int wAt,
            float[] x,
            int xAt,
            int n,
            float high,
            float low,
            float rstd,
            float[] lanes,
            int at) {
        FloatVector s0 = FloatVector.fromArray(F, lanes, at);
        FloatVector s1 = FloatVector.fromArray(F, lanes, at + L);
        FloatVector q0 = FloatVector.fromArray(F, lanes, LANES + at);
        FloatVector q1 = FloatVector.fromArray(F, lanes, LANES + at + L);
        for (int i = 0; i < n; i += LANES) {
            FloatVector g0 = FloatVector.fromArray(F, dy, dyAt + i).mul(FloatVector.fromArray(F, w, wAt + i));
            FloatVector g1 = FloatVector.fromArray(F, dy, dyAt + i + L).mul(FloatVector.fromArray(F, w, wAt + i + L));
            s0 = s0.add(g0);
            s1 = s1.add(g1);
            q0 = FloatVector.fromArray(F, x, xAt + i)
                    .sub(high)
                    .sub(low)
                    .mul(rstd)
                    .fma(g0, q0);
            q1 = FloatVector.fromArray(F, x, xAt + i + L)
                    .sub(high)
                    .sub(low)
                    .mul(rstd)
                    .fma(g1, q1);
        }
        s0.intoArray(lanes, at);
        s1.intoArray(lanes, at + L);
        q0.intoArray(lanes, LANES + at);
        q1.intoArray(lanes, LANES + at + L);
    }

    /** The last n elements, fewer than 64. */
    private static void gradientTail(
            float[] dy,
            int dyAt,
            float[] w,
            int wAt,
            float[] x,
            int xAt,
            int n,
            float high,
            float low,
            float rstd,
            float[] lanes) {
        int last = Math.min(dy.length - dyAt, x.length - xAt) - L;
        last = w == null ? last : Math.min(last, w.length - wAt - L);
        int l = 0;
        for (; l < n && l <= last; l += L) {
            VectorMask<Float> inside = F.indexInRange(l, n);
            FloatVector g = FloatVector.fromArray(F, dy, dyAt + l, inside);
            if (w != null) {
                g = g.mul(FloatVector.fromArray(F, w, wAt + l, inside));
            }
            FloatVector s = FloatVector.fromArray(F, lanes, l);
            FloatVector q = FloatVector.fromArray(F, lanes, LANES + l);
            FloatVector xhat = FloatVector.fromArray(F, x, xAt + l, inside)
                    .sub(high)
                    .sub(low)
                    .mul(rstd);
            s.blend(s.add(g), inside).intoArray(lanes, l);
            q.blend(xhat.fma(g, q), inside).intoArray(lanes, LANES + l);
        }
        for (; l < n; l++) {
            float xhat = ((x[xAt + l] - high) - low) * rstd;
            float g = w == null ? dy[dyAt + l] : dy[dyAt + l] * w[wAt + l];
            lanes[l] += g;
            lanes[LANES + l] = Math.fma(g, xhat, lanes[LANES + l]);
        }
    }
}
