package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.I;
import static dev.lanewise.kernel.vector.Lanes.L;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Windows of 3x3 at stride 1, {@link PoolPlan#rolling}: a strip of the image as wide as a register is walked downwards, and
 * what a row gives is kept for the three windows that hold it.
 */
final class PoolRolls {
    private static final IntVector ONES = IntVector.zero(I).addIndex(1);

    private PoolRolls() {}

    /** As {@link PoolTriples#maxima}. */
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
            int row = i;
            int at = plane;
            for (int done = 0; done < n; ) {
                int count = Math.min(n - done, plan.rows.outputs - row);
                int out = done * outputs + j;
                int top = row - plan.padTop;
                risk |= strip(x, at, size, w, top, count, j - plan.pad, outputs, y, yAt + out, places, placesAt + out);
                done += count;
                row = 0;
                at += size;
            }
            if (j + L >= outputs) {
                return risk;
            }
            j = Math.min(j + L, outputs - L);
        }
    }

    /**
     * A register of output columns in some output rows of a plane. In the place of a row of padding stands its neighbour in
     * the window, which does not win against itself.
     *
     * @param top the first window's first row
     * @param column the first window's first column, -1 for padding
     */
    private static boolean strip(
            float[] x,
            int plane,
            int size,
            int w,
            int top,
            int n,
            int column,
            int outputs,
            float[] y,
            int yAt,
            int[] places,
            int placesAt) {
        FloatVector least = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
        IntVector first = ONES.add(column);
        IntVector second = first.add(1);
        IntVector third = first.add(2);
        VectorMask<Float> left = first.compare(VectorOperators.LT, 0).cast(F);
        VectorMask<Float> right = third.compare(VectorOperators.GE, w).cast(F);
        IntVector start = first.blend(second, left.cast(I));
        FloatVector all = FloatVector.zero(F);
        FloatVector above = least;
        FloatVector before = least;
        IntVector abovePlace = start;
        IntVector beforePlace = start;
        // The first two rounds have no window yet: what they write is written again.
        for (int q = -2; q < n; q++) {
            int r = Math.clamp((top + q + 2) * (long) w, 0, size - w);
            int at = plane + r + column;
            FloatVector a = FloatVector.fromArray(F, x, at);
            FloatVector b = FloatVector.fromArray(F, x, at + 1);
            FloatVector c = FloatVector.fromArray(F, x, at + 2);
            all = all.add(a.add(c));
            a = a.blend(least, left);
            c = c.blend(least, right);
            VectorMask<Float> secondWins = b.compare(VectorOperators.GT, a);
            a = a.blend(b, secondWins);
            VectorMask<Float> thirdWins = c.compare(VectorOperators.GT, a);
            a = a.blend(c, thirdWins);
            IntVector place = start.blend(second, secondWins.cast(I))
                    .blend(third, thirdWins.cast(I))
                    .add(r);
            VectorMask<Float> beforeWins = before.compare(VectorOperators.GT, above);
            FloatVector best = above.blend(before, beforeWins);
            IntVector bestPlace = abovePlace.blend(beforePlace, beforeWins.cast(I));
            VectorMask<Float> wins = a.compare(VectorOperators.GT, best);
            int out = Math.max(0, q) * outputs;
            best.blend(a, wins).intoArray(y, yAt + out);
            bestPlace.blend(place, wins.cast(I)).intoArray(places, placesAt + out);
            above = before;
            abovePlace = beforePlace;
            before = a;
            beforePlace = place;
        }
        return all.compare(VectorOperators.NE, all).anyTrue();
    }

    /**
     * The sums of n output rows whose windows are whole, times the factors of their columns; the order is that of {@link
     * PoolSums}.
     *
     * @param from where the first window begins
     */
    static void sums(float[] x, int from, int w, int pad, int n, float[] factors, int outputs, float[] y, int yAt) {
        int j = 0;
        while (true) {
            sumStrip(x, from + j, w, j, pad, n, factors, outputs, y, yAt + j);
            if (j + L >= outputs) {
                return;
            }
            j = Math.min(j + L, outputs - L);
        }
    }

    private static void sumStrip(
            float[] x, int from, int w, int j, int pad, int n, float[] factors, int outputs, float[] y, int yAt) {
        FloatVector zero = FloatVector.zero(F);
        FloatVector factor = FloatVector.fromArray(F, factors, j);
        IntVector column = ONES.add(j - pad);
        VectorMask<Float> left = column.compare(VectorOperators.LT, 0).cast(F);
        VectorMask<Float> right = column.compare(VectorOperators.GE, w - 2).cast(F);
        FloatVector a0 = FloatVector.fromArray(F, x, from);
        FloatVector b0 = FloatVector.fromArray(F, x, from + 1);
        FloatVector c0 = FloatVector.fromArray(F, x, from + 2);
        FloatVector a1 = FloatVector.fromArray(F, x, from + w);
        FloatVector b1 = FloatVector.fromArray(F, x, from + w + 1);
        FloatVector c1 = FloatVector.fromArray(F, x, from + w + 2);
        for (int q = 0; q < n; q++) {
            int at = from + (q + 2) * w;
            FloatVector a2 = FloatVector.fromArray(F, x, at);
            FloatVector b2 = FloatVector.fromArray(F, x, at + 1);
            FloatVector c2 = FloatVector.fromArray(F, x, at + 2);
            FloatVector a = a0.add(a1).add(a2).blend(zero, left);
            FloatVector c = c0.add(c1).add(c2).blend(zero, right);
            zero.add(a).add(b0.add(b1).add(b2)).add(c).mul(factor).intoArray(y, yAt + q * outputs);
            a0 = a1;
            b0 = b1;
            c0 = c1;
            a1 = a2;
            b1 = b2;
            c1 = c2;
        }
    }
}
