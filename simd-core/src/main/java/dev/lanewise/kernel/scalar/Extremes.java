package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.RowShapes;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;
import java.util.Arrays;

/**
 * The largest or smallest elements along an axis, and the largest few of a row: what both sets share. A set brings its own
 * search through a column, a row, and for what belongs into a heap.
 */
public class Extremes {
    /** Columns that are searched together. */
    private static final int TILE = 256;

    /** Elements of a chunk. */
    private static final int GRAIN = 1 << 15;

    private static final String TOP = "x:[*,D] y:[*,K]";

    /** A stateless instance, without the Vector API. */
    public Extremes() {}

    /** {@link dev.lanewise.kernel.ReduceKernels#extremes}. */
    public final void extremes(boolean largest, Tensor x, Tensor y, IntTensor at) {
        RowShapes.middle("extremes", x, y, at);
        int tiles = (x.dim(2) + TILE - 1) / TILE;
        int units = x.dim(0) * tiles;
        int grain = Math.max(1, GRAIN / (x.dim(1) * Math.clamp(x.dim(2), 1, TILE)));
        if (Parallel.inline(units, grain)) {
            extremes(largest, x, y, at, tiles, 0, units);
        } else {
            Parallel.run(units, grain, (from, to, worker) -> extremes(largest, x, y, at, tiles, from, to));
        }
    }

    private void extremes(boolean largest, Tensor x, Tensor y, IntTensor at, int tiles, int from, int to) {
        int d = x.dim(1);
        int columns = x.dim(2);
        float[] values = y.array();
        int[] found = at.array();
        float sign = largest ? 1f : -1f;
        for (int u = from; u < to; u++) {
            int a = u / tiles;
            int b = u % tiles * TILE;
            int n = Math.min(TILE, columns - b);
            int xAt = x.offset() + a * d * columns + b;
            int yAt = y.offset() + a * columns + b;
            int foundAt = at.offset() + a * columns + b;
            if (columns == 1) {
                found[foundAt] = first(sign, x.array(), xAt, d);
            } else {
                columns(sign, x.array(), xAt, d, columns, n, values, yAt, found, foundAt);
            }
            for (int i = 0; i < n; i++) {
                values[yAt + i] = x.array()[xAt + found[foundAt + i] * columns + i];
            }
        }
    }

    /** The index of the first largest element of {@code sign * x}, or of the first NaN. */
    protected int first(float sign, float[] x, int at, int d) {
        int best = 0;
        float m = sign * x[at];
        for (int i = 1; i < d; i++) {
            float v = sign * x[at + i];
            if (above(v, m)) {
                m = v;
                best = i;
            }
        }
        return best;
    }

    /** The same of n columns, of elements that are {@code stride} apart; best is scratch. */
    protected void columns(
            float sign, float[] x, int at, int d, int stride, int n, float[] best, int bestAt, int[] found, int to) {
        for (int i = 0; i < n; i++) {
            best[bestAt + i] = sign * x[at + i];
        }
        Arrays.fill(found, to, to + n, 0);
        for (int k = 1; k < d; k++) {
            for (int i = 0; i < n; i++) {
                float v = sign * x[at + k * stride + i];
                if (above(v, best[bestAt + i])) {
                    best[bestAt + i] = v;
                    found[to + i] = k;
                }
            }
        }
    }

    /** True if v is larger than m, NaN being larger than all else. */
    protected static boolean above(float v, float m) {
        return v > m || (Float.isNaN(v) && !Float.isNaN(m));
    }

    /** {@link dev.lanewise.kernel.ReduceKernels#topK}. */
    public final void topK(Tensor x, Tensor y, IntTensor at) {
        RowShapes.top("topK", TOP, x, y, at);
        int k = y.dim(-1);
        int rows = y.size() / k;
        int grain = ScalarReduce.rowsPerChunk(x.dim(-1));
        if (Parallel.inline(rows, grain)) {
            topK(x, y, at, 0, rows);
        } else {
            Parallel.run(rows, grain, (from, to, worker) -> topK(x, y, at, from, to));
        }
    }

    private void topK(Tensor x, Tensor y, IntTensor at, int from, int to) {
        int d = x.dim(-1);
        int k = y.dim(-1);
        for (int r = from; r < to; r++) {
            int xAt = x.offset() + r * d;
            int yAt = y.offset() + r * k;
            int atAt = at.offset() + r * k;
            Heap.first(x.array(), xAt, k, y.array(), yAt, at.array(), atAt);
            rest(x.array(), xAt, d, k, y.array(), yAt, at.array(), atAt);
            Heap.sort(k, y.array(), yAt, at.array(), atAt);
        }
    }

    /** Offers elements from k on to the heap of the first k. */
    protected void rest(float[] x, int xAt, int d, int k, float[] y, int yAt, int[] at, int atAt) {
        for (int i = k; i < d; i++) {
            offer(x[xAt + i], i, k, y, yAt, at, atAt);
        }
    }

    /** Puts a value of a higher index than all in a heap into it, if it belongs there. */
    protected static void offer(float v, int i, int k, float[] y, int yAt, int[] at, int atAt) {
        if (above(v, y[yAt])) {
            Heap.replace(v, i, k, y, yAt, at, atAt);
        }
    }

    /** {@link dev.lanewise.kernel.ReduceKernels#pickedBackward}. */
    public final void pickedBackward(IntTensor at, Tensor dy, Tensor dx) {
        RowShapes.picked("pickedBackward", at, dy, dx);
        int grain = Math.max(1, GRAIN / Math.max(1, dx.dim(1) * dx.dim(2)));
        if (Parallel.inline(dx.dim(0), grain)) {
            pickedBackward(at, dy, dx, 0, dx.dim(0));
        } else {
            Parallel.run(dx.dim(0), grain, (from, to, worker) -> pickedBackward(at, dy, dx, from, to));
        }
    }

    private static void pickedBackward(IntTensor at, Tensor dy, Tensor dx, int from, int to) {
        int d = dx.dim(1);
        int columns = dx.dim(2);
        int picks = dy.dim(1);
        Arrays.fill(dx.array(), dx.offset() + from * d * columns, dx.offset() + to * d * columns, 0f);
        for (int a = from; a < to; a++) {
            int dxAt = dx.offset() + a * d * columns;
            for (int i = 0; i < picks * columns; i++) {
                int pick = a * picks * columns + i;
                dx.array()[dxAt + at.array()[at.offset() + pick] * columns + i % columns] =
                        dy.array()[dy.offset() + pick];
            }
        }
    }
}
