package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.I;
import static dev.lanewise.kernel.vector.Lanes.L;

import dev.lanewise.kernel.scalar.Extremes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The searches of {@link Extremes} on vectors. A lane takes what is not at most its largest element so far, hence a NaN, too,
 * unless it has one.
 */
final class VectorExtremes extends Extremes {
    /** The candidates of a row: the largest of each lane of two registers, and where they stand. */
    private static final class Candidates {
        private final float[] values = new float[2 * L];
        private final int[] starts = new int[2 * L];
    }

    private static final ThreadLocal<Candidates> OWN = ThreadLocal.withInitial(Candidates::new);

    @Override
    protected int first(float sign, float[] x, int at, int d) {
        if (d < 2 * L) {
            return super.first(sign, x, at, d);
        }
        Candidates own = OWN.get();
        int i = lanes(sign, x, at, d, own.values, own.starts);
        int best = own.starts[0];
        float m = own.values[0];
        for (int l = 1; l < 2 * L; l++) {
            float v = own.values[l];
            int index = own.starts[l] + l;
            if (above(v, m) || (!above(m, v) && index < best)) {
                m = v;
                best = index;
            }
        }
        for (; i < d; i++) {
            float v = sign * x[at + i];
            if (above(v, m)) {
                m = v;
                best = i;
            }
        }
        return best;
    }

    /** Returns how many elements were looked at. A start is an index without the lane. */
    private static int lanes(float sign, float[] x, int at, int d, float[] values, int[] starts) {
        FloatVector m0 = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
        FloatVector m1 = m0;
        IntVector k0 = IntVector.zero(I);
        IntVector k1 = k0;
        int i = 0;
        for (; i <= d - 2 * L; i += 2 * L) {
            FloatVector v0 = FloatVector.fromArray(F, x, at + i).mul(sign);
            FloatVector v1 = FloatVector.fromArray(F, x, at + i + L).mul(sign);
            VectorMask<Float> take0 = v0.compare(VectorOperators.LE, m0).not().and(m0.compare(VectorOperators.EQ, m0));
            VectorMask<Float> take1 = v1.compare(VectorOperators.LE, m1).not().and(m1.compare(VectorOperators.EQ, m1));
            m0 = m0.blend(v0, take0);
            m1 = m1.blend(v1, take1);
            k0 = k0.blend(i, take0.cast(I));
            k1 = k1.blend(i, take1.cast(I));
        }
        m0.intoArray(values, 0);
        m1.intoArray(values, L);
        k0.intoArray(starts, 0);
        k1.intoArray(starts, L);
        return i;
    }

    @Override
    protected void columns(
            float sign, float[] x, int at, int d, int stride, int n, float[] best, int bestAt, int[] found, int to) {
        int c = 0;
        for (; c <= n - L; c += L) {
            FloatVector m = FloatVector.fromArray(F, x, at + c).mul(sign);
            IntVector index = IntVector.zero(I);
            for (int k = 1, i = at + c + stride; k < d; k++, i += stride) {
                FloatVector v = FloatVector.fromArray(F, x, i).mul(sign);
                VectorMask<Float> take = v.compare(VectorOperators.LE, m).not().and(m.compare(VectorOperators.EQ, m));
                m = m.blend(v, take);
                index = index.blend(k, take.cast(I));
            }
            index.intoArray(found, to + c);
        }
        super.columns(sign, x, at + c, d, stride, n - c, best, bestAt + c, found, to + c);
    }

    @Override
    protected void rest(float[] x, int xAt, int d, int k, float[] y, int yAt, int[] at, int atAt) {
        int i = k;
        for (; i <= d - L; i += L) {
            float last = y[yAt];
            if (Float.isNaN(last)) {
                return;
            }
            FloatVector v = FloatVector.fromArray(F, x, xAt + i);
            if (v.compare(VectorOperators.LE, last).allTrue()) {
                continue;
            }
            for (int l = i; l < i + L; l++) {
                offer(x[xAt + l], l, k, y, yAt, at, atAt);
            }
        }
        for (; i < d; i++) {
            offer(x[xAt + i], i, k, y, yAt, at, atAt);
        }
    }
}
