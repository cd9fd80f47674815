package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.I;
import static dev.lanewise.kernel.vector.Lanes.L;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** The sums of windows that {@link PoolPlan#direct} names, without a scratch row. */
final class PoolSums {
    private static final FloatVector EVEN = FloatVector.zero(F).addIndex(2);
    private static final FloatVector ODD = EVEN.add(1f);
    private static final IntVector ONES = IntVector.zero(I).addIndex(1);
    private static final IntVector TWOS = IntVector.zero(I).addIndex(2);

    private PoolSums() {}

    /**
     * n output rows of one plane after another, by whole registers: with fewer outputs than a register, what is written
     * too much belongs to the rows that follow.
     *
     * @param plane where the plane of the first begins; {@code size} elements later the next
     * @param i the first's number in its plane
     */
    static void sums(PoolPlan plan, float[] x, int plane, int size, int w, int i, int n, float[] y, int yAt) {
        int outputs = plan.columns.outputs;
        int row = i;
        int at = plane;
        int out = yAt;
        for (int q = 0; q < n; ) {
            int first = at + plan.rows.first[row] * w - plan.pad;
            int last = first + (plan.rows.taps[row] - 1) * w;
            float[] factors = plan.factors(row);
            int done = 1;
            if (plan.rolling && plan.rows.taps[row] == 3) {
                done = Math.min(n - q, plan.rows.outputs - plan.padTop - row);
                PoolRolls.sums(x, first, w, plan.pad, done, factors, outputs, y, out);
            } else if (plan.kernel == 2) {
                pairs(x, first, last, factors, outputs, y, out);
            } else if (plan.stride == 1) {
                triples1(x, first, last, w, plan.pad, factors, outputs, y, out);
            } else {
                triples2(x, first, last, w, plan.pad, factors, outputs, y, out);
            }
            q += done;
            out += done * outputs;
            row += done;
            if (row == plan.rows.outputs) {
                row = 0;
                at += size;
            }
        }
    }

    // The sum of two columns is not -0 if it begins with +0; its factor may be negative.
    private static void pairs(float[] x, int first, int last, float[] factors, int outputs, float[] y, int yAt) {
        FloatVector zero = FloatVector.zero(F);
        int j = 0;
        while (true) {
            int c = 2 * j;
            FloatVector low = FloatVector.fromArray(F, x, first + c).add(FloatVector.fromArray(F, x, last + c));
            FloatVector high =
                    FloatVector.fromArray(F, x, first + c + L).add(FloatVector.fromArray(F, x, last + c + L));
            FloatVector sum = zero.add(EVEN.selectFrom(low, high)).add(ODD.selectFrom(low, high));
            sum.mul(FloatVector.fromArray(F, factors, j)).intoArray(y, yAt + j);
            if (j + L >= outputs) {
                return;
            }
            j = Math.min(j + L, outputs - L);
        }
    }

    private static void triples1(
            float[] x, int first, int last, int w, int pad, float[] factors, int outputs, float[] y, int yAt) {
        FloatVector zero = FloatVector.zero(F);
        int j = 0;
        while (true) {
            FloatVector a = FloatVector.fromArray(F, x, first + j);
            FloatVector b = FloatVector.fromArray(F, x, first + j + 1);
            FloatVector c = FloatVector.fromArray(F, x, first + j + 2);
            for (int r = first + j + w; r <= last + j; r += w) {
                a = a.add(FloatVector.fromArray(F, x, r));
                b = b.add(FloatVector.fromArray(F, x, r + 1));
                c = c.add(FloatVector.fromArray(F, x, r + 2));
            }
            IntVector column = ONES.add(j - pad);
            VectorMask<Float> left = column.compare(VectorOperators.LT, 0).cast(F);
            VectorMask<Float> right = column.compare(VectorOperators.GE, w - 2).cast(F);
            FloatVector sum = zero.add(a.blend(zero, left)).add(b).add(c.blend(zero, right));
            sum.mul(FloatVector.fromArray(F, factors, j)).intoArray(y, yAt + j);
            if (j + L >= outputs) {
                return;
            }
            j = Math.min(j + L, outputs - L);
        }
    }

    private static void triples2(
            float[] x, int first, int last, int w, int pad, float[] factors, int outputs, float[] y, int yAt) {
        FloatVector zero = FloatVector.zero(F);
        int j = 0;
        while (true) {
            int from = first + 2 * j;
            FloatVector low = FloatVector.fromArray(F, x, from);
            FloatVector high = FloatVector.fromArray(F, x, from + L);
            FloatVector nextLow = FloatVector.fromArray(F, x, from + 2);
            FloatVector nextHigh = FloatVector.fromArray(F, x, from + 2 + L);
            for (int r = from + w; r <= last + 2 * j; r += w) {
                low = low.add(FloatVector.fromArray(F, x, r));
                high = high.add(FloatVector.fromArray(F, x, r + L));
                nextLow = nextLow.add(FloatVector.fromArray(F, x, r + 2));
                nextHigh = nextHigh.add(FloatVector.fromArray(F, x, r + 2 + L));
            }
            IntVector column = TWOS.add(2 * j - pad);
            VectorMask<Float> left = column.compare(VectorOperators.LT, 0).cast(F);
            VectorMask<Float> right = column.compare(VectorOperators.GE, w - 2).cast(F);
            FloatVector sum = zero.add(EVEN.selectFrom(low, high).blend(zero, left))
                    .add(ODD.selectFrom(low, high))
                    .add(EVEN.selectFrom(nextLow, nextHigh).blend(zero, right));
            sum.mul(FloatVector.fromArray(F, factors, j)).intoArray(y, yAt + j);
            if (j + L >= outputs) {
                return;
            }
            j = Math.min(j + L, outputs - L);
        }
    }
}
