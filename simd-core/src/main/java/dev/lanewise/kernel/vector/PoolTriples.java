package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.I;
import static dev.lanewise.kernel.vector.Lanes.L;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The maxima of windows three columns wide, at stride 1 or 2 and with padding of at most 1, without a scratch row: what is
 * beside the image is read and blended out. Within a row, and from one row to the next, the later must be larger to win.
 */
final class PoolTriples {
    private static final FloatVector EVEN = FloatVector.zero(F).addIndex(2);
    private static final FloatVector ODD = EVEN.add(1f);
    private static final IntVector ONES = IntVector.zero(I).addIndex(1);
    private static final IntVector TWOS = IntVector.zero(I).addIndex(2);

    private PoolTriples() {}

    /**
     * n output rows of one plane after another, by whole registers: with fewer outputs than a register, what is written
     * too much belongs to the rows that follow.
     *
     * @param plane where the plane of the first begins; {@code size} elements later the next
     * @param i the first's number in its plane
     * @return true if there may be a NaN: then what was written means nothing
     */
    static boolean maxima(
            PoolPlan plan,
            float[] x,
            int plane,
            int size,
            int w,
            int i,
            int n,
            float[] y,
            int yAt,
            int[] places,
            int placesAt) {
        int outputs = plan.columns.outputs;
        boolean risk = false;
        int j = 0;
        while (true) {
            risk |= plan.stride == 1
                    ? strip1(plan, x, plane, size, w, i, n, j - plan.pad, y, yAt + j, places, placesAt + j)
                    : strip2(plan, x, plane, size, w, i, n, 2 * j - plan.pad, y, yAt + j, places, placesAt + j);
            if (j + L >= outputs) {
                return risk;
            }
            j = Math.min(j + L, outputs - L);
        }
    }

    /** A register of output columns, whose first window begins at a column, which is -1 for padding. */
    private static boolean strip1(
            PoolPlan plan,
            float[] x,
            int plane,
            int size,
            int w,
            int i,
            int n,
            int column,
            float[] y,
            int yAt,
            int[] places,
            int placesAt) {
        int step = plan.rows.step * w;
        int outputs = plan.columns.outputs;
        FloatVector least = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
        IntVector first = ONES.add(column);
        IntVector second = first.add(1);
        IntVector third = first.add(2);
        VectorMask<Float> left = first.compare(VectorOperators.LT, 0).cast(F);
        VectorMask<Float> right = third.compare(VectorOperators.GE, w).cast(F);
        IntVector start = first.blend(second, left.cast(I));
        FloatVector all = FloatVector.zero(F);
        int row = i;
        int at = plane;
        for (int q = 0, out = 0; q < n; q++, out += outputs) {
            int top = plan.rows.first[row] * w;
            int last = top + (plan.rows.taps[row] - 1) * step;
            FloatVector best = least;
            IntVector place = start.add(top);
            for (int r = top; r <= last; r += step) {
                FloatVector a = FloatVector.fromArray(F, x, at + r + column);
                FloatVector b = FloatVector.fromArray(F, x, at + r + column + 1);
                FloatVector c = FloatVector.fromArray(F, x, at + r + column + 2);
                all = all.add(a.add(c));
                a = a.blend(least, left);
                c = c.blend(least, right);
                VectorMask<Float> secondWins = b.compare(VectorOperators.GT, a);
                a = a.blend(b, secondWins);
                VectorMask<Float> thirdWins = c.compare(VectorOperators.GT, a);
                a = a.blend(c, thirdWins);
                VectorMask<Float> wins = a.compare(VectorOperators.GT, best);
                best = best.blend(a, wins);
                IntVector where = start.blend(second, secondWins.cast(I)).blend(third, thirdWins.cast(I));
                place = place.blend(where.add(r), wins.cast(I));
            }
            best.intoArray(y, yAt + out);
            place.intoArray(places, placesAt + out);
            if (++row == plan.rows.outputs) {
                row = 0;
                at += size;
            }
        }
        return all.compare(VectorOperators.NE, all).anyTrue();
    }

    /** As {@link #strip1}, with two columns from one window to the next. */
    private static boolean strip2(
            PoolPlan plan,
            float[] x,
            int plane,
            int size,
            int w,
            int i,
            int n,
            int column,
            float[] y,
            int yAt,
            int[] places,
            int placesAt) {
        int step = plan.rows.step * w;
        int outputs = plan.columns.outputs;
        FloatVector least = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
        IntVector first = TWOS.add(column);
        IntVector second = first.add(1);
        IntVector third = first.add(2);
        VectorMask<Float> left = first.compare(VectorOperators.LT, 0).cast(F);
        VectorMask<Float> right = third.compare(VectorOperators.GE, w).cast(F);
        IntVector start = first.blend(second, left.cast(I));
        FloatVector all = FloatVector.zero(F);
        int row = i;
        int at = plane;
        for (int q = 0, out = 0; q < n; q++, out += outputs) {
            int top = plan.rows.first[row] * w;
            int last = top + (plan.rows.taps[row] - 1) * step;
            FloatVector best = least;
            IntVector place = start.add(top);
            for (int r = top; r <= last; r += step) {
                int from = at + r + column;
                FloatVector low = FloatVector.fromArray(F, x, from);
                FloatVector high = FloatVector.fromArray(F, x, from + L);
                FloatVector c = EVEN.selectFrom(
                        FloatVector.fromArray(F, x, from + 2), FloatVector.fromArray(F, x, from + 2 + L));
                all = all.add(low.add(high).add(c));
                FloatVector a = EVEN.selectFrom(low, high).blend(least, left);
                FloatVector b = ODD.selectFrom(low, high);
                c = c.blend(least, right);
                VectorMask<Float> secondWins = b.compare(VectorOperators.GT, a);
                a = a.blend(b, secondWins);
                VectorMask<Float> thirdWins = c.compare(VectorOperators.GT, a);
                a = a.blend(c, thirdWins);
                VectorMask<Float> wins = a.compare(VectorOperators.GT, best);
                best = best.blend(a, wins);
                IntVector where = start.blend(second, secondWins.cast(I)).blend(third, thirdWins.cast(I));
                place = place.blend(where.add(r), wins.cast(I));
            }
            best.intoArray(y, yAt + out);
            place.intoArray(places, placesAt + out);
            if (++row == plan.rows.outputs) {
                row = 0;
                at += size;
            }
        }
        return all.compare(VectorOperators.NE, all).anyTrue();
    }
}
