package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.L;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;

/** Planes [from, to) of a pooling whose windows a {@link PoolPlan} describes. */
final class PoolPlanes {
    private PoolPlanes() {}

    static void sums(PoolPlan plan, float factor, Tensor x, Tensor y, int from, int to) {
        plan.forSums(factor);
        int w = x.dim(3);
        int size = x.dim(2) * w;
        int outputs = plan.columns.outputs;
        int at = y.offset() + from * plan.rows.outputs * outputs;
        int end = y.offset() + to * plan.rows.outputs * outputs;
        for (int plane = from; plane < to; plane++) {
            int xAt = x.offset() + plane * size;
            for (int i = 0; i < plan.rows.outputs; i++, at += outputs) {
                PoolColumns.sums(
                        x.array(), xAt + plan.rows.first[i] * w, w, plan.rows.taps[i], w, plan.row, plan.pad);
                // What a whole register writes too much is written again, but for the last outputs of all.
                if (at + Math.max(outputs, L) <= end) {
                    PoolWindows.sums(plan, plan.factors(i), y.array(), at);
                } else {
                    PoolWindows.sums(plan, plan.factors(i), plan.spareY, 0);
                    System.arraycopy(plan.spareY, 0, y.array(), at, outputs);
                }
            }
        }
    }

    static void sumsBackward(PoolPlan plan, float factor, Tensor dy, Tensor dx, int from, int to) {
        plan.forSums(factor);
        int w = dx.dim(3);
        int outputs = plan.columns.outputs;
        int at = dy.offset() + from * plan.rows.outputs * outputs;
        for (int plane = from; plane < to; plane++) {
            int dxAt = dx.offset() + plane * dx.dim(2) * w;
            int done = 0;
            for (int i = 0; i < plan.rows.outputs; i++, at += outputs) {
                scale(dy.array(), at, plan.factors(i), plan.shares, outputs);
                Arrays.fill(plan.row, 0, w, 0f);
                PoolWindows.spread(plan, plan.shares, plan.row);
                done = addRow(plan, i, dx.array(), dxAt, w, done);
            }
            Arrays.fill(dx.array(), dxAt + done * w, dxAt + dx.dim(2) * w, 0f);
        }
    }

    private static void scale(float[] dy, int at, float[] factors, float[] shares, int n) {
        for (int j = 0; j < n; j++) {
            shares[j] = dy[at + j] * factors[j];
        }
    }

    /** Adds the row to its windows' rows; those from {@code done} hold nothing yet. Returns how many hold something. */
    private static int addRow(PoolPlan plan, int i, float[] dx, int at, int w, int done) {
        int first = plan.rows.first[i];
        int end = first + plan.rows.taps[i];
        PoolColumns.add(plan.row, dx, at + first * w, w, Math.min(done, end) - first, w);
        if (done < first) {
            Arrays.fill(dx, at + done * w, at + first * w, 0f);
        }
        for (int r = Math.max(done, first); r < end; r++) {
            System.arraycopy(plan.row, 0, dx, at + r * w, w);
        }
        return Math.max(done, end);
    }

    static void maxima(PoolPlan plan, Tensor x, Tensor y, IntTensor places, int from, int to) {
        plan.forMaxima();
        int w = x.dim(3);
        int step = plan.rows.step * w;
        int outputs = plan.columns.outputs;
        int out = from * plan.rows.outputs * outputs;
        int end = to * plan.rows.outputs * outputs;
        for (int plane = from; plane < to; plane++) {
            int xAt = x.offset() + plane * x.dim(2) * w;
            for (int i = 0; i < plan.rows.outputs; i++, out += outputs) {
                int place = plan.rows.first[i] * w;
                int taps = plan.rows.taps[i];
                int yAt = y.offset() + out;
                int placesAt = places.offset() + out;
                if (PoolColumns.maxima(x.array(), xAt + place, step, taps, w, place, plan.row, plan.places, plan.pad)) {
                    exact(plan, i, x.array(), xAt, w, y.array(), yAt, places.array(), placesAt);
                } else if (out + Math.max(outputs, L) <= end) {
                    PoolWindows.maxima(plan, y.array(), yAt, places.array(), placesAt);
                } else {
                    PoolWindows.maxima(plan, plan.spareY, 0, plan.sparePlaces, 0);
                    System.arraycopy(plan.spareY, 0, y.array(), yAt, outputs);
                    System.arraycopy(plan.sparePlaces, 0, places.array(), placesAt, outputs);
                }
            }
        }
    }

    /** An output row with a NaN, perhaps. */
    private static void exact(
            PoolPlan plan, int i, float[] x, int xAt, int w, float[] y, int yAt, int[] places, int placesAt) {
        for (int j = 0; j < plan.columns.outputs; j++) {
            int corner = plan.rows.first[i] * w + plan.columns.first[j];
            int best = corner;
            for (int r = 0; r < plan.rows.taps[i]; r++) {
                for (int c = 0; c < plan.columns.taps[j]; c++) {
                    int place = corner + r * plan.rows.step * w + c * plan.columns.step;
                    float v = x[xAt + place];
                    float largest = x[xAt + best];
                    best = v > largest || (Float.isNaN(v) && !Float.isNaN(largest)) ? place : best;
                }
            }
            y[yAt + j] = x[xAt + best];
            places[placesAt + j] = best;
        }
    }
}
