package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.I;
import static dev.lanewise.kernel.vector.Lanes.L;

import dev.lanewise.kernel.PoolKernels;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/**
 * The second step of a pooling: windows along the scratch rows of a {@link PoolPlan}, those of {@code n} output rows from
 * row {@code i} of a plane on. The last register of outputs is moved back to end with the row; with fewer outputs than a
 * register, more are written, for which the caller has room. Loops are of the form of those in {@link PoolColumns}.
 */
final class PoolWindows {
    // The even lanes of two registers in a row.
    private static final FloatVector EVEN = FloatVector.zero(F).addIndex(2);
    private static final IntVector EVEN_PLACES = IntVector.zero(I).addIndex(2);

    // Each lane of the first half twice, and of the second.
    private static final VectorShuffle<Float> LOW_TWICE = VectorShuffle.fromOp(F, l -> l / 2);
    private static final VectorShuffle<Float> HIGH_TWICE = VectorShuffle.fromOp(F, l -> L / 2 + l / 2);

    private PoolWindows() {}

    /** The products of sums and factors to y; the first scratch row is number {@code q}. */
    static void sums(PoolPlan plan, int q, int i, int n, float[] y, int yAt) {
        int outputs = plan.columns.outputs;
        int row = i;
        int at = yAt;
        for (int from = q * plan.pitch; from < (q + n) * plan.pitch; from += plan.pitch) {
            float[] factors = plan.factors(row);
            if (plan.stride == 1) {
                sums1(plan.row, from, plan.kernel, factors, outputs, y, at);
            } else if (plan.stride == 2) {
                sums2(plan.row, from, plan.kernel, factors, outputs, y, at);
            } else {
                sumsAnywhere(plan, from, factors, y, at);
            }
            at += outputs;
            row = row + 1 == plan.rows.outputs ? 0 : row + 1;
        }
    }

    private static void sumsAnywhere(PoolPlan plan, int from, float[] factors, float[] y, int at) {
        for (int j = 0; j < plan.columns.outputs; j++) {
            int first = from + plan.columns.first[j];
            int taps = plan.columns.taps[j];
            y[at + j] = factors[j]
                    * (taps > PoolKernels.CHAIN
                            ? RowLoops.sum(plan.row, first, taps, plan.lanes)
                            : chain(plan.row, first, taps));
        }
    }

    private static float chain(float[] row, int first, int taps) {
        float sum = 0f;
        for (int c = first; c < first + taps; c++) {
            sum += row[c];
        }
        return sum;
    }

    private static void sums1(float[] row, int from, int kernel, float[] factors, int outputs, float[] y, int at) {
        FloatVector zero = FloatVector.zero(F);
        int j = 0;
        while (true) {
            FloatVector sum = zero.add(FloatVector.fromArray(F, row, from + j));
            if (kernel > 1) {
                sum = sum.add(FloatVector.fromArray(F, row, from + j + 1));
            }
            if (kernel > 2) {
                sum = sum.add(FloatVector.fromArray(F, row, from + j + 2));
            }
            for (int k = from + j + 3; k < from + j + kernel; k++) {
                sum = sum.add(FloatVector.fromArray(F, row, k));
            }
            sum.mul(FloatVector.fromArray(F, factors, j)).intoArray(y, at + j);
            if (j + L >= outputs) {
                return;
            }
            j = Math.min(j + L, outputs - L);
        }
    }

    private static void sums2(float[] row, int from, int kernel, float[] factors, int outputs, float[] y, int at) {
        FloatVector zero = FloatVector.zero(F);
        int j = 0;
        while (true) {
            int c = from + 2 * j;
            FloatVector sum =
                    zero.add(EVEN.selectFrom(FloatVector.fromArray(F, row, c), FloatVector.fromArray(F, row, c + L)));
            if (kernel > 1) {
                sum = sum.add(EVEN.selectFrom(
                        FloatVector.fromArray(F, row, c + 1), FloatVector.fromArray(F, row, c + 1 + L)));
            }
            for (int k = c + 2; k < c + kernel; k++) {
                sum = sum.add(EVEN.selectFrom(FloatVector.fromArray(F, row, k), FloatVector.fromArray(F, row, k + L)));
            }
            sum.mul(FloatVector.fromArray(F, factors, j)).intoArray(y, at + j);
            if (j + L >= outputs) {
                return;
            }
            j = Math.min(j + L, outputs - L);
        }
    }

    /** Planes that are their one window. */
    static void planes(float[] x, int first, int size, PoolPlan plan, float[] y, int yAt, int from, int to) {
        float factor = plan.factors(0)[0];
        int at = first;
        for (int plane = from; plane < to; plane++, at += size) {
            boolean few = L == 16 && size <= 4 * L && size > L && at <= x.length - 4 * L;
            y[yAt + plane] = factor * (few ? few(x, at, size) : RowLoops.sum(x, at, size, plan.lanes));
        }
    }

    /** The sum of up to 64 elements in the order of RowSums, in four registers. */
    private static float few(float[] x, int at, int size) {
        FloatVector zero = FloatVector.zero(F);
        FloatVector second = zero.blend(FloatVector.fromArray(F, x, at + L), F.indexInRange(L, size));
        FloatVector third = zero.blend(FloatVector.fromArray(F, x, at + 2 * L), F.indexInRange(2 * L, size));
        FloatVector fourth = zero.blend(FloatVector.fromArray(F, x, at + 3 * L), F.indexInRange(3 * L, size));
        FloatVector sum = FloatVector.fromArray(F, x, at).add(third).add(second.add(fourth));
        sum = sum.add(sum.rearrange(RowLoops.TAKE_8));
        sum = sum.add(sum.rearrange(RowLoops.TAKE_4));
        sum = sum.add(sum.rearrange(RowLoops.TAKE_2));
        // A lane begins with +0, so that no sum is -0.
        return sum.add(sum.rearrange(RowLoops.TAKE_1)).lane(0) + 0f;
    }

    /** The maxima to y and their places; the first scratch row is number {@code q}. */
    static void maxima(PoolPlan plan, int q, int n, float[] y, int yAt, int[] places, int placesAt) {
        if (plan.stride == 1) {
            maxima1(plan, q * plan.pitch, (q + n) * plan.pitch, y, yAt, places, placesAt);
        } else if (plan.stride == 2) {
            maxima2(plan, q * plan.pitch, (q + n) * plan.pitch, y, yAt, places, placesAt);
        } else {
            maximaAnywhere(plan, q * plan.pitch, (q + n) * plan.pitch, y, yAt, places, placesAt);
        }
    }

    private static void maximaAnywhere(
            PoolPlan plan, int from, int to, float[] y, int yAt, int[] places, int placesAt) {
        int outputs = plan.columns.outputs;
        int step = plan.columns.step;
        int out = 0;
        for (int row = from; row < to; row += plan.pitch, out += outputs) {
            for (int j = 0; j < outputs; j++) {
                int best = best(plan, row + plan.columns.first[j], plan.columns.taps[j], step);
                y[yAt + out + j] = plan.row[best];
                places[placesAt + out + j] = plan.places[best];
            }
        }
    }

    // Of equal ones the first in row order, which has the smaller place.
    private static int best(PoolPlan plan, int first, int taps, int step) {
        float[] row = plan.row;
        int best = first;
        for (int c = first + step; c < first + taps * step; c += step) {
            boolean wins = row[c] > row[best] || (row[c] == row[best] && plan.places[c] < plan.places[best]);
            best = wins ? c : best;
        }
        return best;
    }

    private static void maxima1(PoolPlan plan, int first, int to, float[] y, int yAt, int[] places, int placesAt) {
        int outputs = plan.columns.outputs;
        int step = plan.columns.step;
        int span = plan.kernel * step;
        int out = 0;
        for (int row = first; row < to; row += plan.pitch, out += outputs) {
            int j = 0;
            while (true) {
                FloatVector best = FloatVector.fromArray(F, plan.row, row + j);
                IntVector place = IntVector.fromArray(I, plan.places, row + j);
                for (int c = row + j + step; c < row + j + span; c += step) {
                    FloatVector later = FloatVector.fromArray(F, plan.row, c);
                    IntVector laterPlace = IntVector.fromArray(I, plan.places, c);
                    VectorMask<Float> before =
                            laterPlace.compare(VectorOperators.LT, place).cast(F);
                    VectorMask<Float> wins = later.compare(VectorOperators.GT, best)
                            .or(later.compare(VectorOperators.EQ, best).and(before));
                    best = best.blend(later, wins);
                    place = place.blend(laterPlace, wins.cast(I));
                }
                best.intoArray(y, yAt + out + j);
                place.intoArray(places, placesAt + out + j);
                if (j + L >= outputs) {
                    break;
                }
                j = Math.min(j + L, outputs - L);
            }
        }
    }

    private static void maxima2(PoolPlan plan, int first, int to, float[] y, int yAt, int[] places, int placesAt) {
        int outputs = plan.columns.outputs;
        int step = plan.columns.step;
        int span = plan.kernel * step;
        int out = 0;
        for (int row = first; row < to; row += plan.pitch, out += outputs) {
            int j = 0;
            while (true) {
                int from = row + 2 * j;
                FloatVector best = EVEN.selectFrom(
                        FloatVector.fromArray(F, plan.row, from), FloatVector.fromArray(F, plan.row, from + L));
                IntVector place = EVEN_PLACES.selectFrom(
                        IntVector.fromArray(I, plan.places, from), IntVector.fromArray(I, plan.places, from + L));
                for (int c = from + step; c < from + span; c += step) {
                    FloatVector later = EVEN.selectFrom(
                            FloatVector.fromArray(F, plan.row, c), FloatVector.fromArray(F, plan.row, c + L));
                    IntVector laterPlace = EVEN_PLACES.selectFrom(
                            IntVector.fromArray(I, plan.places, c), IntVector.fromArray(I, plan.places, c + L));
                    VectorMask<Float> before =
                            laterPlace.compare(VectorOperators.LT, place).cast(F);
                    VectorMask<Float> wins = later.compare(VectorOperators.GT, best)
                            .or(later.compare(VectorOperators.EQ, best).and(before));
                    best = best.blend(later, wins);
                    place = place.blend(laterPlace, wins.cast(I));
                }
                best.intoArray(y, yAt + out + j);
                place.intoArray(places, placesAt + out + j);
                if (j + L >= outputs) {
                    break;
                }
                j = Math.min(j + L, outputs - L);
            }
        }
    }

    /** The row of width w that the shares of an output row make, each added to the columns of its window, in order. */
    static void spread(PoolPlan plan, float[] dy, int at, float[] factors, int w) {
        int outputs = plan.columns.outputs;
        // What is before the first share and after the last is +0.
        int begin = plan.stride == 1 ? plan.kernel - 1 - plan.pad : 0;
        for (int j = 0; j < outputs; j++) {
            plan.shares[begin + j] = dy[at + j] * factors[j];
        }
        if (plan.stride == 1) {
            spread1(plan.shares, plan.kernel, plan.row, w);
            return;
        }
        Arrays.fill(plan.row, 0, w, 0f);
        if (plan.squares) {
            twice(plan.shares, outputs, plan.row);
            return;
        }
        for (int j = 0; j < outputs; j++) {
            int first = plan.columns.first[j];
            float share = plan.shares[j];
            for (int c = first; c < first + plan.columns.taps[j]; c++) {
                plan.row[c] += share;
            }
        }
    }

    private static void spread1(float[] shares, int kernel, float[] row, int w) {
        for (int c = 0; c < w; c += L) {
            FloatVector sum = FloatVector.zero(F);
            for (int k = c; k < c + kernel; k++) {
                sum = sum.add(FloatVector.fromArray(F, shares, k));
            }
            sum.intoArray(row, c);
        }
    }

    private static void twice(float[] shares, int outputs, float[] row) {
        for (int j = 0; j < outputs; j += L) {
            FloatVector share = FloatVector.zero(F).add(FloatVector.fromArray(F, shares, j));
            share.rearrange(LOW_TWICE).intoArray(row, 2 * j);
            share.rearrange(HIGH_TWICE).intoArray(row, 2 * j + L);
        }
    }
}
