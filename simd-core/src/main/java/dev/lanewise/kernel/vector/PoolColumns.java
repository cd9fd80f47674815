package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.I;
import static dev.lanewise.kernel.vector.Lanes.L;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The first step of a pooling: the columns of the windows of output rows, the first of which is row {@code i} of the
 * plane at {@code plane}, into the scratch rows of a {@link PoolPlan}.
 *
 * <p>A row's last register is moved back to end with it; rows shorter than a register are read with what follows them,
 * which is blended out. Loops are of a form that C2 neither splits nor unrolls: they mostly run once or twice.
 */
final class PoolColumns {
    private static final IntVector IOTA = IntVector.zero(I).addIndex(1);

    private PoolColumns() {}

    /** The sums of the columns of {@code n} output rows. */
    static void sums(PoolPlan plan, float[] x, int plane, int size, int w, int i, int n) {
        int row = i;
        int at = plane;
        for (int q = 0, to = plan.pad; q < n; q++, to += plan.pitch) {
            int first = at + plan.rows.first[row] * w;
            int last = first + (plan.rows.taps[row] - 1) * w;
            if (w >= L) {
                wideSums(x, first, last, w, plan.row, to);
            } else if (last <= x.length - L) {
                narrowSums(x, first, last, w, plan.row, to);
            } else {
                lastSums(x, first, last, w, plan.row, to);
            }
            if (++row == plan.rows.outputs) {
                row = 0;
                at += size;
            }
        }
    }

    // A column's chain begins with its first element, not with +0: the sum of columns, which begins with +0, is the
    // same.
    private static void wideSums(float[] x, int first, int last, int w, float[] v, int to) {
        if (last == first + w) {
            widePairs(x, first, last, w, v, to);
            return;
        }
        int c = 0;
        while (true) {
            FloatVector sum = FloatVector.fromArray(F, x, first + c);
            for (int r = first + w; r <= last; r += w) {
                sum = sum.add(FloatVector.fromArray(F, x, r + c));
            }
            sum.intoArray(v, to + c);
            if (c + L >= w) {
                return;
            }
            c = Math.min(c + L, w - L);
        }
    }

    // Two rows without a loop over rows, which C2 sometimes compiles with an object for each sum.
    private static void widePairs(float[] x, int first, int last, int w, float[] v, int to) {
        int c = 0;
        while (true) {
            FloatVector.fromArray(F, x, first + c)
                    .add(FloatVector.fromArray(F, x, last + c))
                    .intoArray(v, to + c);
            if (c + L >= w) {
                return;
            }
            c = Math.min(c + L, w - L);
        }
    }

    private static void narrowSums(float[] x, int first, int last, int w, float[] v, int to) {
        FloatVector sum = FloatVector.fromArray(F, x, first);
        for (int r = first + w; r <= last; r += w) {
            sum = sum.add(FloatVector.fromArray(F, x, r));
        }
        FloatVector.zero(F).blend(sum, F.indexInRange(0, w)).intoArray(v, to);
    }

    private static void lastSums(float[] x, int first, int last, int w, float[] v, int to) {
        for (int c = 0; c < w; c++) {
            float sum = x[first + c];
            for (int r = first + w; r <= last; r += w) {
                sum += x[r + c];
            }
            v[to + c] = sum;
        }
    }

    /**
     * The first of the largest of each column, and its place.
     *
     * @return true if there may be a NaN: then what was written means nothing
     */
    static boolean maxima(PoolPlan plan, float[] x, int plane, int size, int w, int i, int n) {
        return w >= L ? wideMaxima(plan, x, plane, size, w, i, n) : narrowMaxima(plan, x, plane, size, w, i, n);
    }

    private static boolean wideMaxima(PoolPlan plan, float[] x, int plane, int size, int w, int i, int n) {
        int step = plan.rows.step * w;
        int row = i;
        int at = plane;
        FloatVector all = FloatVector.zero(F);
        for (int q = 0, to = plan.pad; q < n; q++, to += plan.pitch) {
            int first = plan.rows.first[row] * w;
            int last = first + (plan.rows.taps[row] - 1) * step;
            int c = 0;
            while (true) {
                FloatVector best = FloatVector.fromArray(F, x, at + first + c);
                FloatVector sum = best;
                IntVector where = IntVector.broadcast(I, first + c);
                for (int r = first + step; r <= last; r += step) {
                    FloatVector later = FloatVector.fromArray(F, x, at + r + c);
                    VectorMask<Float> wins = later.compare(VectorOperators.GT, best);
                    sum = sum.add(later);
                    best = best.blend(later, wins);
                    where = where.blend(IntVector.broadcast(I, r + c), wins.cast(I));
                }
                all = all.add(sum);
                best.intoArray(plan.row, to + c);
                where.add(IOTA).intoArray(plan.places, to + c);
                if (c + L >= w) {
                    break;
                }
                c = Math.min(c + L, w - L);
            }
            if (++row == plan.rows.outputs) {
                row = 0;
                at += size;
            }
        }
        return all.compare(VectorOperators.NE, all).anyTrue();
    }

    private static boolean narrowMaxima(PoolPlan plan, float[] x, int plane, int size, int w, int i, int n) {
        int step = plan.rows.step * w;
        int row = i;
        int at = plane;
        boolean risk = false;
        VectorMask<Float> inside = F.indexInRange(0, w);
        FloatVector least = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
        IntVector nowhere = IntVector.broadcast(I, Integer.MAX_VALUE);
        FloatVector all = FloatVector.zero(F);
        for (int q = 0, to = plan.pad; q < n; q++, to += plan.pitch) {
            int first = plan.rows.first[row] * w;
            int last = first + (plan.rows.taps[row] - 1) * step;
            if (at + last <= x.length - L) {
                FloatVector best = FloatVector.fromArray(F, x, at + first);
                FloatVector sum = best;
                IntVector where = IntVector.broadcast(I, first);
                for (int r = first + step; r <= last; r += step) {
                    FloatVector later = FloatVector.fromArray(F, x, at + r);
                    VectorMask<Float> wins = later.compare(VectorOperators.GT, best);
                    sum = sum.add(later);
                    best = best.blend(later, wins);
                    where = where.blend(IntVector.broadcast(I, r), wins.cast(I));
                }
                all = all.add(sum);
                least.blend(best, inside).intoArray(plan.row, to);
                nowhere.blend(where.add(IOTA), inside.cast(I)).intoArray(plan.places, to);
            } else {
                risk |= lastMaxima(x, at, first, last, step, w, plan, to);
            }
            if (++row == plan.rows.outputs) {
                row = 0;
                at += size;
            }
        }
        boolean unordered = all.compare(VectorOperators.NE, all).and(inside).anyTrue();
        return risk || unordered;
    }

    /** Rows that end less than a register before their array. */
    private static boolean lastMaxima(float[] x, int at, int first, int last, int step, int w, PoolPlan plan, int to) {
        float all = 0f;
        for (int c = 0; c < w; c++) {
            int best = first + c;
            for (int r = first; r <= last; r += step) {
                all += x[at + r + c];
                best = x[at + r + c] > x[at + best] ? r + c : best;
            }
            plan.row[to + c] = x[at + best];
            plan.places[to + c] = best;
        }
        return Float.isNaN(all);
    }

    /** Adds a row to {@code rows} rows of w elements. */
    static void add(float[] row, float[] dx, int at, int rows, int w) {
        for (int r = 0; r < rows; r++) {
            int to = at + r * w;
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
