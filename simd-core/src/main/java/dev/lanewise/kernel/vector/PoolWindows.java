package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.I;
import static dev.lanewise.kernel.vector.Lanes.L;

import dev.lanewise.kernel.PoolKernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The second step of a pooling: windows along the scratch row of {@link PoolPlan}. The last register of outputs is moved
 * back to end with the row; with fewer outputs than a register, more are written, for which the caller has room.
 */
final class PoolWindows {
    // The even lanes of two registers in a row.
    private static final FloatVector EVEN = FloatVector.zero(F).addIndex(2);
    private static final IntVector EVEN_PLACES = IntVector.zero(I).addIndex(2);

    private PoolWindows() {}

    static void sums(PoolPlan plan, float[] factors, float[] y, int at) {
        int outputs = plan.columns.outputs;
        if (plan.stride == 1) {
            sums1(plan.row, plan.kernel, factors, outputs, y, at);
        } else if (plan.stride == 2) {
            sums2(plan.row, plan.kernel, factors, outputs, y, at);
        } else {
            float[] row = plan.row;
            for (int j = 0; j < outputs; j++) {
                int first = plan.columns.first[j];
                y[at + j] = sum(row, first, plan.columns.taps[j], plan.lanes) * factors[j];
            }
        }
    }

    private static float sum(float[] row, int first, int taps, float[] lanes) {
        if (taps > PoolKernels.CHAIN) {
            return RowLoops.sum(row, first, taps, lanes);
        }
        float sum = 0f;
        for (int c = first; c < first + taps; c++) {
            sum += row[c];
        }
        return sum;
    }

    private static void sums1(float[] row, int kernel, float[] factors, int outputs, float[] y, int at) {
        for (int j = 0; j < outputs; j += L) {
            int from = Math.max(0, Math.min(j, outputs - L));
            FloatVector sum = FloatVector.zero(F);
            for (int k = 0; k < kernel; k++) {
                sum = sum.add(FloatVector.fromArray(F, row, from + k));
            }
            sum.mul(FloatVector.fromArray(F, factors, from)).intoArray(y, at + from);
        }
    }

    private static void sums2(float[] row, int kernel, float[] factors, int outputs, float[] y, int at) {
        for (int j = 0; j < outputs; j += L) {
            int from = Math.max(0, Math.min(j, outputs - L));
            FloatVector sum = FloatVector.zero(F);
            for (int k = 2 * from; k < 2 * from + kernel; k++) {
                FloatVector low = FloatVector.fromArray(F, row, k);
                FloatVector high = FloatVector.fromArray(F, row, k + L);
                sum = sum.add(EVEN.selectFrom(low, high));
            }
            sum.mul(FloatVector.fromArray(F, factors, from)).intoArray(y, at + from);
        }
    }

    static void maxima(PoolPlan plan, float[] y, int at, int[] places, int placesAt) {
        int outputs = plan.columns.outputs;
        int step = plan.columns.step;
        if (plan.stride == 1) {
            maxima1(plan.row, plan.places, plan.kernel, step, outputs, y, at, places, placesAt);
        } else if (plan.stride == 2) {
            maxima2(plan.row, plan.places, plan.kernel, step, outputs, y, at, places, placesAt);
        } else {
            for (int j = 0; j < outputs; j++) {
                int best = best(plan.row, plan.places, plan.columns.first[j], plan.columns.taps[j], step);
                y[at + j] = plan.row[best];
                places[placesAt + j] = plan.places[best];
            }
        }
    }

    // Of equal ones the first in row order, which has the smaller place.
    private static int best(float[] row, int[] places, int first, int taps, int step) {
        int best = first;
        for (int c = first + step; c < first + taps * step; c += step) {
            boolean wins = row[c] > row[best] || (row[c] == row[best] && places[c] < places[best]);
            best = wins ? c : best;
        }
        return best;
    }

    private static void maxima1(
            float[] row,
            int[] rowPlaces,
            int kernel,
            int step,
            int outputs,
            float[] y,
            int at,
            int[] places,
            int placesAt) {
        for (int j = 0; j < outputs; j += L) {
            int from = Math.max(0, Math.min(j, outputs - L));
            FloatVector best = FloatVector.fromArray(F, row, from);
            IntVector place = IntVector.fromArray(I, rowPlaces, from);
            for (int k = 1; k < kernel; k++) {
                FloatVector later = FloatVector.fromArray(F, row, from + k * step);
                IntVector laterPlace = IntVector.fromArray(I, rowPlaces, from + k * step);
                VectorMask<Float> first = laterPlace.compare(VectorOperators.LT, place).cast(F);
                VectorMask<Float> wins = later.compare(VectorOperators.GT, best)
                        .or(later.compare(VectorOperators.EQ, best).and(first));
                best = best.blend(later, wins);
                place = place.blend(laterPlace, wins.cast(I));
            }
            best.intoArray(y, at + from);
            place.intoArray(places, placesAt + from);
        }
    }

    private static void maxima2(
            float[] row,
            int[] rowPlaces,
            int kernel,
            int step,
            int outputs,
            float[] y,
            int at,
            int[] places,
            int placesAt) {
        for (int j = 0; j < outputs; j += L) {
            int from = Math.max(0, Math.min(j, outputs - L));
            int c = 2 * from;
            FloatVector best =
                    EVEN.selectFrom(FloatVector.fromArray(F, row, c), FloatVector.fromArray(F, row, c + L));
            IntVector place = EVEN_PLACES.selectFrom(
                    IntVector.fromArray(I, rowPlaces, c), IntVector.fromArray(I, rowPlaces, c + L));
            for (int k = 1; k < kernel; k++) {
                c += step;
                FloatVector later =
                        EVEN.selectFrom(FloatVector.fromArray(F, row, c), FloatVector.fromArray(F, row, c + L));
                IntVector laterPlace = EVEN_PLACES.selectFrom(
                        IntVector.fromArray(I, rowPlaces, c), IntVector.fromArray(I, rowPlaces, c + L));
                VectorMask<Float> first = laterPlace.compare(VectorOperators.LT, place).cast(F);
                VectorMask<Float> wins = later.compare(VectorOperators.GT, best)
                        .or(later.compare(VectorOperators.EQ, best).and(first));
                best = best.blend(later, wins);
                place = place.blend(laterPlace, wins.cast(I));
            }
            best.intoArray(y, at + from);
            place.intoArray(places, placesAt + from);
        }
    }

    /** The shares of an output row's windows, each added to the columns of its window, in order. */
    static void spread(PoolPlan plan, float[] shares, float[] row) {
        for (int j = 0; j < plan.columns.outputs; j++) {
            int first = plan.columns.first[j];
            float share = shares[j];
            for (int c = first; c < first + plan.columns.taps[j]; c++) {
                row[c] += share;
            }
        }
    }
}
