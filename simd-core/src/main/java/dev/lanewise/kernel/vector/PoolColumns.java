package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.I;
import static dev.lanewise.kernel.vector.Lanes.L;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The first step of a pooling: the columns of an output row's windows. A row's last register is moved back to end with
 * it; rows shorter than a register are read with what follows them, which is blended out.
 */
final class PoolColumns {
    private static final IntVector IOTA = IntVector.zero(I).addIndex(1);

    private PoolColumns() {}

    /** The sums of {@code rows} rows of w elements, the first at {@code at}, {@code step} apart, to v from {@code to}. */
    static void sums(float[] x, int at, int step, int rows, int w, float[] v, int to) {
        if (w >= L) {
            wideSums(x, at, step, rows, w, v, to);
        } else if (at + (rows - 1) * step <= x.length - L) {
            narrowSums(x, at, step, rows, w, v, to);
        } else {
            for (int c = 0; c < w; c++) {
                float sum = x[at + c];
                for (int r = 1; r < rows; r++) {
                    sum += x[at + r * step + c];
                }
                v[to + c] = sum;
            }
        }
    }

    // A column's chain begins with its first element, not with +0: the sum of columns, which begins with +0, is the same.
    private static void wideSums(float[] x, int at, int step, int rows, int w, float[] v, int to) {
        for (int c = 0; c < w; c += L) {
            int from = Math.min(c, w - L);
            FloatVector sum = FloatVector.fromArray(F, x, at + from);
            for (int r = 1; r < rows; r++) {
                sum = sum.add(FloatVector.fromArray(F, x, at + from + r * step));
            }
            sum.intoArray(v, to + from);
        }
    }

    private static void narrowSums(float[] x, int at, int step, int rows, int w, float[] v, int to) {
        FloatVector sum = FloatVector.fromArray(F, x, at);
        for (int r = 1; r < rows; r++) {
            sum = sum.add(FloatVector.fromArray(F, x, at + r * step));
        }
        FloatVector.zero(F).blend(sum, F.indexInRange(0, w)).intoArray(v, to);
    }

    /**
     * The first of the largest of each column and its place, which is {@code place} for the first element.
     *
     * @return true if there may be a NaN: then what was written means nothing
     */
    static boolean maxima(float[] x, int at, int step, int rows, int w, int place, float[] v, int[] places, int to) {
        if (w >= L) {
            return wideMaxima(x, at, step, rows, w, place, v, places, to);
        }
        if (at + (rows - 1) * step <= x.length - L) {
            return narrowMaxima(x, at, step, rows, w, place, v, places, to);
        }
        float all = 0f;
        for (int c = 0; c < w; c++) {
            int best = 0;
            for (int r = 0; r < rows; r++) {
                all += x[at + r * step + c];
                best = x[at + r * step + c] > x[at + best * step + c] ? r : best;
            }
            v[to + c] = x[at + best * step + c];
            places[to + c] = place + best * step + c;
        }
        return Float.isNaN(all);
    }

    private static boolean wideMaxima(
            float[] x, int at, int step, int rows, int w, int place, float[] v, int[] places, int to) {
        FloatVector all = FloatVector.zero(F);
        for (int c = 0; c < w; c += L) {
            int from = Math.min(c, w - L);
            FloatVector best = FloatVector.fromArray(F, x, at + from);
            FloatVector sum = best;
            IntVector where = IntVector.broadcast(I, place + from);
            for (int r = 1; r < rows; r++) {
                FloatVector later = FloatVector.fromArray(F, x, at + from + r * step);
                VectorMask<Float> wins = later.compare(VectorOperators.GT, best);
                sum = sum.add(later);
                best = best.blend(later, wins);
                where = where.blend(IntVector.broadcast(I, place + from + r * step), wins.cast(I));
            }
            all = all.add(sum);
            best.intoArray(v, to + from);
            where.add(IOTA).intoArray(places, to + from);
        }
        return all.compare(VectorOperators.NE, all).anyTrue();
    }

    private static boolean narrowMaxima(
            float[] x, int at, int step, int rows, int w, int place, float[] v, int[] places, int to) {
        VectorMask<Float> inside = F.indexInRange(0, w);
        FloatVector best = FloatVector.fromArray(F, x, at);
        FloatVector sum = best;
        IntVector where = IntVector.broadcast(I, place);
        for (int r = 1; r < rows; r++) {
            FloatVector later = FloatVector.fromArray(F, x, at + r * step);
            VectorMask<Float> wins = later.compare(VectorOperators.GT, best);
            sum = sum.add(later);
            best = best.blend(later, wins);
            where = where.blend(IntVector.broadcast(I, place + r * step), wins.cast(I));
        }
        FloatVector.broadcast(F, Float.NEGATIVE_INFINITY).blend(best, inside).intoArray(v, to);
        IntVector.broadcast(I, Integer.MAX_VALUE).blend(where.add(IOTA), inside.cast(I)).intoArray(places, to);
        return sum.compare(VectorOperators.NE, sum).and(inside).anyTrue();
    }

    /** Adds a row to {@code rows} rows. */
    static void add(float[] row, float[] dx, int at, int step, int rows, int w) {
        for (int r = 0; r < rows; r++) {
            int to = at + r * step;
            int c = 0;
            for (; c <= w - L; c += L) {
                FloatVector.fromArray(F, dx, to + c)
                        .add(FloatVector.fromArray(F, row, c))
                        .intoArray(dx, to + c);
            }
            for (; c < w; c++) {
                dx[to + c] += row[c];
            }
        }
    }
}
