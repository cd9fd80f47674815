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
        if (plan.global(x.dim(2), w)) {
            PoolWindows.planes(x.array(), x.offset() + from * size, size, plan, y.array(), y.offset(), from, to);
            return;
        }
        int begin = from * plan.rows.outputs;
        int end = to * plan.rows.outputs;
        if (!plan.direct()) {
            inSteps(plan, x, y, begin, end, end);
            return;
        }
        long rows = readable(plan, x, begin, end, end);
        int first = (int) (rows >>> 32);
        int last = (int) rows;
        int plane = x.offset() + first / plan.rows.outputs * size;
        int i = first % plan.rows.outputs;
        int yAt = y.offset() + first * plan.columns.outputs;
        PoolSums.sums(plan, x.array(), plane, size, w, i, last - first, y.array(), yAt);
        inSteps(plan, x, y, begin, first, first);
        inSteps(plan, x, y, last, end, end);
    }

    /** Output rows [begin, to) by way of scratch rows; those to {@code end} are not written yet. */
    private static void inSteps(PoolPlan plan, Tensor x, Tensor y, int begin, int to, int end) {
        int w = x.dim(3);
        int size = x.dim(2) * w;
        int outputs = plan.columns.outputs;
        for (int row = begin; row < to; row += plan.block) {
            int n = Math.min(plan.block, to - row);
            int i = row % plan.rows.outputs;
            PoolColumns.sums(plan, x.array(), x.offset() + row / plan.rows.outputs * size, size, w, i, n);
            int whole = Math.max(0, whole(n, end - row, outputs));
            PoolWindows.sums(plan, 0, i, whole, y.array(), y.offset() + row * outputs);
            for (int q = whole; q < n; q++) {
                PoolWindows.sums(plan, q, (row + q) % plan.rows.outputs, 1, plan.spareY, 0);
                System.arraycopy(plan.spareY, 0, y.array(), y.offset() + (row + q) * outputs, outputs);
            }
        }
    }

    /**
     * How many of n output rows can be written by whole registers, when {@code left} are still to be written: what a
     * register writes too much is then written again.
     */
    private static int whole(int n, int left, int outputs) {
        return Math.min(n, left - (Math.max(outputs, L) - 1) / outputs);
    }

    static void sumsBackward(PoolPlan plan, float factor, Tensor dy, Tensor dx, int from, int to) {
        plan.forSums(factor);
        int w = dx.dim(3);
        int outputs = plan.columns.outputs;
        int at = dy.offset() + from * plan.rows.outputs * outputs;
        if (plan.global(dx.dim(2), w)) {
            int size = dx.dim(2) * w;
            float share = plan.factors(0)[0];
            for (int plane = from; plane < to; plane++) {
                int dxAt = dx.offset() + plane * size;
                // A chain from +0 has no -0.
                Arrays.fill(dx.array(), dxAt, dxAt + size, dy.array()[dy.offset() + plane] * share + 0f);
            }
            return;
        }
        for (int plane = from; plane < to; plane++) {
            int dxAt = dx.offset() + plane * dx.dim(2) * w;
            int done = 0;
            for (int i = 0; i < plan.rows.outputs; i++, at += outputs) {
                PoolWindows.spread(plan, dy.array(), at, plan.factors(i), w);
                done = addRow(plan, i, dx.array(), dxAt, w, done);
            }
            Arrays.fill(dx.array(), dxAt + done * w, dxAt + dx.dim(2) * w, 0f);
        }
    }

    /** Adds the row to its windows' rows; those from {@code done} hold nothing yet. Returns how many hold something. */
    private static int addRow(PoolPlan plan, int i, float[] dx, int at, int w, int done) {
        int first = plan.rows.first[i];
        int end = first + plan.rows.taps[i];
        PoolColumns.add(plan.row, dx, at + first * w, Math.min(done, end) - first, w);
        if (done < first) {
            Arrays.fill(dx, at + done * w, at + first * w, 0f);
        }
        for (int r = Math.max(done, first); r < end; r++) {
            System.arraycopy(plan.row, 0, dx, at + r * w, w);
        }
        return Math.max(done, end);
    }

    static void maxima(PoolPlan plan, Tensor x, Tensor y, IntTensor places, int from, int to) {
        if (plan.direct()) {
            direct(plan, x, y, places, from, to);
            return;
        }
        plan.forMaxima();
        int w = x.dim(3);
        int size = x.dim(2) * w;
        int outputs = plan.columns.outputs;
        int begin = from * plan.rows.outputs;
        int end = to * plan.rows.outputs;
        for (int row = begin; row < end; row += plan.block) {
            int n = Math.min(plan.block, end - row);
            int i = row % plan.rows.outputs;
            int yAt = y.offset() + row * outputs;
            int placesAt = places.offset() + row * outputs;
            int plane = x.offset() + row / plan.rows.outputs * size;
            if (PoolColumns.maxima(plan, x.array(), plane, size, w, i, n)) {
                exact(plan, x, row, n, y, places);
                continue;
            }
            int whole = Math.max(0, whole(n, end - row, outputs));
            PoolWindows.maxima(plan, 0, whole, y.array(), yAt, places.array(), placesAt);
            for (int q = whole; q < n; q++) {
                PoolWindows.maxima(plan, q, 1, plan.spareY, 0, plan.sparePlaces, 0);
                System.arraycopy(plan.spareY, 0, y.array(), yAt + q * outputs, outputs);
                System.arraycopy(plan.sparePlaces, 0, places.array(), placesAt + q * outputs, outputs);
            }
        }
    }

    /** Without a scratch row: planes of short rows together, others one by one. */
    private static void direct(PoolPlan plan, Tensor x, Tensor y, IntTensor places, int from, int to) {
        int rows = plan.rows.outputs;
        if (plan.columns.outputs <= L && !direct(plan, x, y, places, from * rows, to * rows, to * rows)) {
            return;
        }
        for (int plane = from; plane < to; plane++) {
            if (direct(plan, x, y, places, plane * rows, (plane + 1) * rows, to * rows)) {
                exact(plan, x, plane * rows, rows, y, places);
            }
        }
    }

    /** Output rows [from, to), after which those to {@code end} come. Returns true if one of them may have a NaN. */
    private static boolean direct(PoolPlan plan, Tensor x, Tensor y, IntTensor places, int from, int to, int end) {
        int w = x.dim(3);
        int size = x.dim(2) * w;
        int outputs = plan.columns.outputs;
        int rows = plan.rows.outputs;
        long readable = readable(plan, x, from, to, end);
        int first = (int) (readable >>> 32);
        int last = (int) readable;
        float[] array = x.array();
        int at = x.offset() + first / rows * size;
        int i = first % rows;
        int yAt = y.offset() + first * outputs;
        int placesAt = places.offset() + first * outputs;
        int n = last - first;
        boolean risk = plan.squares
                ? PoolSquares.maxima(array, at, size, w, rows, i, n, outputs, y.array(), yAt, places.array(), placesAt)
                : plan.rolling
                        ? PoolRolls.maxima(plan, array, at, size, w, i, n, y.array(), yAt, places.array(), placesAt)
                        : PoolTriples.maxima(plan, array, at, size, w, i, n, y.array(), yAt, places.array(), placesAt);
        exact(plan, x, from, first - from, y, places);
        exact(plan, x, last, to - last, y, places);
        return risk;
    }

    /**
     * The first of output rows [from, to), and in the lower half the last plus 1, that can be read and written by whole
     * registers, with what is beside them; those at the ends of the arrays cannot.
     */
    private static long readable(PoolPlan plan, Tensor x, int from, int to, int end) {
        int last = Math.max(from, from + whole(to - from, end - from, plan.columns.outputs));
        while (last > from && !readable(plan, x, last - 1)) {
            last--;
        }
        int first = from;
        while (first < last && !readable(plan, x, first)) {
            first++;
        }
        return ((long) first << 32) | last;
    }

    /** Whether whole registers of the windows of an output row can be read. */
    private static boolean readable(PoolPlan plan, Tensor x, int row) {
        int w = x.dim(3);
        int i = row % plan.rows.outputs;
        int first = x.offset() + (row / plan.rows.outputs * x.dim(2) + plan.rows.first[i]) * w - plan.pad;
        int last = first + (plan.rows.taps[i] - 1) * plan.rows.step * w;
        return first >= 0 && last + plan.stride * Math.max(plan.columns.outputs, L) + plan.kernel <= x.array().length;
    }

    /** Output rows with a NaN, perhaps. */
    private static void exact(PoolPlan plan, Tensor x, int row, int n, Tensor y, IntTensor places) {
        int w = x.dim(3);
        int outputs = plan.columns.outputs;
        for (int q = row; q < row + n; q++) {
            int plane = x.offset() + q / plan.rows.outputs * x.dim(2) * w;
            for (int j = 0; j < outputs; j++) {
                int best = argmax(plan, q % plan.rows.outputs, j, x.array(), plane, w);
                y.array()[y.offset() + q * outputs + j] = x.array()[plane + best];
                places.array()[places.offset() + q * outputs + j] = best;
            }
        }
    }

    /** Where in its plane the largest element of a window stands; the first NaN wins over all. */
    private static int argmax(PoolPlan plan, int i, int j, float[] x, int plane, int w) {
        int corner = plan.rows.first[i] * w + plan.columns.first[j];
        int best = corner;
        for (int r = 0; r < plan.rows.taps[i]; r++) {
            for (int c = 0; c < plan.columns.taps[j]; c++) {
                int place = corner + r * plan.rows.step * w + c * plan.columns.step;
                float v = x[plane + place];
                float largest = x[plane + best];
                best = v > largest || (Float.isNaN(v) && !Float.isNaN(largest)) ? place : best;
            }
        }
        return best;
    }
}
