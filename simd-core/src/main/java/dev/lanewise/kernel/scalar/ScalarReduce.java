package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.ReduceKernels;
import dev.lanewise.kernel.RowShapes;
import dev.lanewise.kernel.RowSums;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;
import java.util.Arrays;

/** Reductions without the Vector API. */
public final class ScalarReduce implements ReduceKernels {
    /** A stateless instance. */
    public ScalarReduce() {}

    /** Elements of a chunk. */
    private static final int GRAIN = 1 << 15;

    private static final String PER_ROW = "x:[*,D] y:[*]";

    private static final int PARTS = 0;
    private static final int ROW = 1;

    private static final Extremes EXTREMES = new Extremes();
    private static final LongSums LONG = new LongSums();

    private static final ThreadLocal<float[]> LANES = ThreadLocal.withInitial(() -> new float[RowSums.LANES]);

    @Override
    public void rowSums(Tensor x, Tensor y) {
        RowShapes.perRow("rowSums", PER_ROW, x, y);
        rowSums(x.array(), x.offset(), y.size(), x.dim(-1), y.array(), y.offset());
    }

    /** The sums of rows of d elements each, which begin at an index of x. */
    static void rowSums(float[] x, int xAt, int rows, int d, float[] y, int yAt) {
        int grain = rowsPerChunk(d);
        if (Parallel.inline(rows, grain)) {
            rowSums(x, xAt, d, y, yAt, 0, rows);
        } else {
            Parallel.run(rows, grain, (from, to, worker) -> rowSums(x, xAt, d, y, yAt, from, to));
        }
    }

    private static void rowSums(float[] x, int xAt, int d, float[] y, int yAt, int from, int to) {
        float[] lanes = lanes();
        for (int r = from; r < to; r++) {
            y[yAt + r] = sum(x, xAt + r * d, d, lanes);
        }
    }

    @Override
    public void rowMax(Tensor x, Tensor y) {
        RowShapes.perRow("rowMax", PER_ROW, x, y);
        RowShapes.notEmpty("rowMax", x);
        int grain = rowsPerChunk(x.dim(-1));
        if (Parallel.inline(y.size(), grain)) {
            rowMax(x, y, 0, y.size());
        } else {
            Parallel.run(y.size(), grain, (from, to, worker) -> rowMax(x, y, from, to));
        }
    }

    private static void rowMax(Tensor x, Tensor y, int from, int to) {
        int d = x.dim(-1);
        for (int r = from; r < to; r++) {
            y.array()[y.offset() + r] = max(x.array(), x.offset() + r * d, d);
        }
    }

    @Override
    public void rowArgmax(Tensor x, IntTensor y) {
        RowShapes.perRow("rowArgmax", PER_ROW, x, y);
        RowShapes.notEmpty("rowArgmax", x);
        int grain = rowsPerChunk(x.dim(-1));
        if (Parallel.inline(y.size(), grain)) {
            rowArgmax(x, y, 0, y.size());
        } else {
            Parallel.run(y.size(), grain, (from, to, worker) -> rowArgmax(x, y, from, to));
        }
    }

    private static void rowArgmax(Tensor x, IntTensor y, int from, int to) {
        int d = x.dim(-1);
        for (int r = from; r < to; r++) {
            y.array()[y.offset() + r] = argmax(x.array(), x.offset() + r * d, d);
        }
    }

    private static int argmax(float[] x, int at, int d) {
        int best = 0;
        float largest = x[at];
        for (int i = 1; i < d && !Float.isNaN(largest); i++) {
            float v = x[at + i];
            if (v > largest || Float.isNaN(v)) {
                largest = v;
                best = i;
            }
        }
        return best;
    }

    @Override
    public void columnSums(Tensor x, Tensor y, Workspace work) {
        RowShapes.perColumn("columnSums", "x:[*,D] y:[D]", x, y);
        int d = y.size();
        columnSums(x.array(), x.offset(), d == 0 ? 0 : x.size() / d, d, y.array(), y.offset(), work);
    }

    /** The sums of columns of a matrix of d columns, which begins at an index of x. */
    static void columnSums(float[] x, int xAt, int rows, int d, float[] y, int yAt, Workspace work) {
        int parts = ReduceKernels.columnGrains(rows);
        float[][] sums = work.rows(0, PARTS, parts, d);
        int grain = rows * d <= GRAIN ? parts : 1;
        if (Parallel.inline(parts, grain)) {
            columnParts(x, xAt, rows, d, parts, sums, 0, parts, work, 0);
        } else {
            Parallel.run(parts, grain, (from, to, w) -> columnParts(x, xAt, rows, d, parts, sums, from, to, work, w));
        }
        float[] total = sums[0];
        for (int g = 1; g < parts; g++) {
            add(sums[g], total, d);
        }
        System.arraycopy(total, 0, y, yAt, d);
    }

    private static void columnParts(
            float[] x,
            int xAt,
            int rows,
            int d,
            int parts,
            float[][] sums,
            int from,
            int to,
            Workspace work,
            int worker) {
        float[] row = work.floats(worker, ROW, d);
        for (int g = from; g < to; g++) {
            int end = (int) ((g + 1L) * rows / parts);
            Arrays.fill(sums[g], 0, d, 0f);
            for (int r = (int) ((long) g * rows / parts); r < end; r++) {
                System.arraycopy(x, xAt + r * d, row, 0, d);
                add(row, sums[g], d);
            }
        }
    }

    // The bare index in both arrays is what lets C2 vectorise it.
    private static void add(float[] x, float[] sum, int d) {
        for (int i = 0; i < d; i++) {
            sum[i] += x[i];
        }
    }

    @Override
    public void extremes(boolean largest, Tensor x, Tensor y, IntTensor at) {
        EXTREMES.extremes(largest, x, y, at);
    }

    @Override
    public void topK(Tensor x, Tensor y, IntTensor at) {
        EXTREMES.topK(x, y, at);
    }

    @Override
    public void pickedBackward(IntTensor at, Tensor dy, Tensor dx) {
        EXTREMES.pickedBackward(at, dy, dx);
    }

    @Override
    public float sum(Tensor x) {
        return LONG.sum(x);
    }

    @Override
    public float dot(Tensor a, Tensor b) {
        return LONG.dot(a, b);
    }

    @Override
    public boolean allFinite(Tensor x) {
        float[] array = x.array();
        int end = x.offset() + x.size();
        for (int i = x.offset(); i < end; i++) {
            if (!Float.isFinite(array[i])) {
                return false;
            }
        }
        return true;
    }

    static int rowsPerChunk(int d) {
        return Math.max(1, GRAIN / Math.max(1, d));
    }

    /** This thread's scratch for {@link #sum} and {@link #dot}. */
    static float[] lanes() {
        return LANES.get();
    }

    static float sum(float[] x, int at, int d, float[] lanes) {
        Arrays.fill(lanes, 0f);
        for (int i = 0; i < d; i += RowSums.LANES) {
            int n = Math.min(RowSums.LANES, d - i);
            int base = at + i;
            for (int l = 0; l < n; l++) {
                lanes[l] += x[base + l];
            }
        }
        return RowSums.fold(lanes);
    }

    static float dot(float[] a, int aAt, float[] b, int bAt, int d, float[] lanes) {
        Arrays.fill(lanes, 0f);
        for (int i = 0; i < d; i += RowSums.LANES) {
            int n = Math.min(RowSums.LANES, d - i);
            int aBase = aAt + i;
            int bBase = bAt + i;
            for (int l = 0; l < n; l++) {
                lanes[l] = Math.fma(a[aBase + l], b[bBase + l], lanes[l]);
            }
        }
        return RowSums.fold(lanes);
    }

    static float max(float[] x, int at, int d) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = at; i < at + d; i++) {
            largest = Math.max(largest, x[i]);
        }
        return largest;
    }
}
