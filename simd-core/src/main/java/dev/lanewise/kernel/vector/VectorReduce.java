package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.L;

import dev.lanewise.kernel.ReduceKernels;
import dev.lanewise.kernel.RowShapes;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.kernel.scalar.LongSums;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Reductions on vectors, with the bits of {@link dev.lanewise.kernel.scalar.ScalarReduce}. */
final class VectorReduce implements ReduceKernels {
    /** Elements of a chunk. */
    private static final int GRAIN = 1 << 16;

    private static final String PER_ROW = "x:[*,D] y:[*]";

    private static final VectorExtremes EXTREMES = new VectorExtremes();
    private static final LongSums LONG = new VectorLongSums();

    private static final int PARTS = 0;
    private static final int TOTAL = 1;

    /** Rows of a band, which are read side by side: no more than a set of the first-level cache holds at power-of-two distance. */
    private static final int BAND = 8;

    /** From this width on sums of columns are made band by band; below, rows lie close together. */
    private static final int WIDE = 16 * L;

    @Override
    public void rowSums(Tensor x, Tensor y) {
        RowShapes.perRow("rowSums", PER_ROW, x, y);
        rowSums(x.array(), x.offset(), y.size(), x.dim(-1), y.array(), y.offset());
    }

    private static void rowSums(float[] x, int xAt, int rows, int d, float[] y, int yAt) {
        int grain = rowsPerChunk(d);
        if (Parallel.inline(rows, grain)) {
            rowSums(x, xAt, d, y, yAt, 0, rows);
        } else {
            Parallel.run(rows, grain, (from, to, worker) -> rowSums(x, xAt, d, y, yAt, from, to));
        }
    }

    private static void rowSums(float[] x, int xAt, int d, float[] y, int yAt, int from, int to) {
        float[] lanes = RowLoops.lanes();
        for (int r = from; r < to; r++) {
            y[yAt + r] = RowLoops.sum(x, xAt + r * d, d, lanes);
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
            y.array()[y.offset() + r] = RowLoops.max(x.array(), x.offset() + r * d, d);
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
            int at = x.offset() + r * d;
            y.array()[y.offset() + r] = indexOf(RowLoops.max(x.array(), at, d), x.array(), at, d);
        }
    }

    /** The first element of a row that equals {@code value}, NaN being equal to NaN; there must be one. */
    private static int indexOf(float value, float[] x, int at, int d) {
        boolean nan = Float.isNaN(value);
        int i = 0;
        for (; i <= d - L; i += L) {
            FloatVector v = FloatVector.fromArray(F, x, at + i);
            VectorMask<Float> found = nan ? v.compare(VectorOperators.NE, v) : v.compare(VectorOperators.EQ, value);
            if (found.anyTrue()) {
                return i + found.firstTrue();
            }
        }
        while (nan ? !Float.isNaN(x[at + i]) : x[at + i] != value) {
            i++;
        }
        return i;
    }

    @Override
    public void columnSums(Tensor x, Tensor y, Workspace work) {
        RowShapes.perColumn("columnSums", "x:[*,D] y:[D]", x, y);
        int d = y.size();
        columnSums(x.array(), x.offset(), d == 0 ? 0 : x.size() / d, d, y.array(), y.offset(), work);
    }

    private static void columnSums(float[] x, int xAt, int rows, int d, float[] y, int yAt, Workspace work) {
        int parts = ReduceKernels.columnGrains(rows);
        float[] sums = work.floats(0, PARTS, parts * (d + L));
        int grain = rows * d <= GRAIN ? parts : 1;
        if (Parallel.inline(parts, grain)) {
            columnParts(x, xAt, rows, d, parts, sums, 0, parts);
        } else {
            Parallel.run(parts, grain, (from, to, w) -> columnParts(x, xAt, rows, d, parts, sums, from, to));
        }
        total(sums, parts, d, y, yAt, work, 0);
    }

    private static void columnParts(float[] x, int xAt, int rows, int d, int parts, float[] sums, int from, int to) {
        for (int g = from; g < to; g++) {
            int first = (int) ((long) g * rows / parts);
            int end = (int) ((g + 1L) * rows / parts);
            columns(x, xAt + first * d, d, end - first, d, sums, g * (d + L));
        }
    }

    private static void total(float[] sums, int parts, int d, float[] y, int yAt, Workspace work, int worker) {
        float[] total = work.floats(worker, TOTAL, d + L);
        columns(sums, 0, d + L, parts, d, total, 0);
        System.arraycopy(total, 0, y, yAt, d);
    }

    /** {@code y:[before,after] = the sums over d of x:[before,d,after]}: rows or the columns of some matrices. */
    static void sums(float[] x, int xAt, int before, int d, int after, float[] y, int yAt, Workspace work) {
        if (after == 1) {
            rowSums(x, xAt, before, d, y, yAt);
            return;
        }
        int grain = rowsPerChunk(d * after);
        if (before > 1 && grain > 1 && !Parallel.inline(before, grain)) {
            Parallel.run(before, grain, (from, to, worker) -> {
                matrices(x, xAt, d, after, y, yAt, from, to, work, worker);
            });
        } else if (grain > 1) {
            matrices(x, xAt, d, after, y, yAt, 0, before, work, 0);
        } else {
            for (int i = 0; i < before; i++) {
                columnSums(x, xAt + i * d * after, d, after, y, yAt + i * after, work);
            }
        }
    }

    /** The sums of the columns of some small matrices, each by one worker. */
    private static void matrices(
            float[] x, int xAt, int rows, int d, float[] y, int yAt, int from, int to, Workspace work, int worker) {
        int parts = ReduceKernels.columnGrains(rows);
        float[] sums = work.floats(worker, PARTS, parts * (d + L));
        for (int i = from; i < to; i++) {
            columnParts(x, xAt + i * rows * d, rows, d, parts, sums, 0, parts);
            total(sums, parts, d, y, yAt + i * d, work, worker);
        }
    }

    /** {@code y[c] = sum over r of x[at + r * ld + c]}, r ascending; y has L elements more, which are overwritten. */
    private static void columns(float[] x, int at, int ld, int rows, int d, float[] y, int yAt) {
        int c = 0;
        if (d >= WIDE && rows >= BAND) {
            c = d & -L;
            bands(x, at, ld, rows, c, y, yAt);
        }
        // Four columns of vectors a pass: a row's cache lines are used whole, and four chains hide the latency.
        for (; c <= d - 4 * L; c += 4 * L) {
            FloatVector a0 = FloatVector.zero(F);
            FloatVector a1 = FloatVector.zero(F);
            FloatVector a2 = FloatVector.zero(F);
            FloatVector a3 = FloatVector.zero(F);
            for (int r = 0, i = at + c; r < rows; r++, i += ld) {
                a0 = a0.add(FloatVector.fromArray(F, x, i));
                a1 = a1.add(FloatVector.fromArray(F, x, i + L));
                a2 = a2.add(FloatVector.fromArray(F, x, i + 2 * L));
                a3 = a3.add(FloatVector.fromArray(F, x, i + 3 * L));
            }
            a0.intoArray(y, yAt + c);
            a1.intoArray(y, yAt + c + L);
            a2.intoArray(y, yAt + c + 2 * L);
            a3.intoArray(y, yAt + c + 3 * L);
        }
        for (; c < d; c += L) {
            FloatVector a = FloatVector.zero(F);
            int r = 0;
            int i = at + c;
            // What is loaded beyond the row is never used. The last rows end where the array does.
            for (; r < rows && i <= x.length - L; r++, i += ld) {
                a = a.add(FloatVector.fromArray(F, x, i));
            }
            a.intoArray(y, yAt + c);
            for (; r < rows; r++, i += ld) {
                for (int k = 0; k < Math.min(L, d - c); k++) {
                    y[yAt + c + k] += x[i + k];
                }
            }
        }
    }

    /** The same of d columns, a multiple of L, along the rows: by columns, every load would be in another page. */
    private static void bands(float[] x, int at, int ld, int rows, int d, float[] y, int yAt) {
        Arrays.fill(y, yAt, yAt + d, 0f);
        int r = 0;
        for (; r <= rows - BAND; r += BAND) {
            band(x, at + r * ld, ld, d, y, yAt);
        }
        for (; r < rows; r++) {
            ArithmeticLoops.add(1f, y, yAt, x, at + r * ld, y, yAt, d);
        }
    }

    private static void band(float[] x, int at, int ld, int d, float[] y, int yAt) {
        int at1 = at + ld;
        int at2 = at + 2 * ld;
        int at3 = at + 3 * ld;
        int at4 = at + 4 * ld;
        int at5 = at + 5 * ld;
        int at6 = at + 6 * ld;
        int at7 = at + 7 * ld;
        for (int c = 0; c < d; c += L) {
            FloatVector.fromArray(F, y, yAt + c)
                    .add(FloatVector.fromArray(F, x, at + c))
                    .add(FloatVector.fromArray(F, x, at1 + c))
                    .add(FloatVector.fromArray(F, x, at2 + c))
                    .add(FloatVector.fromArray(F, x, at3 + c))
                    .add(FloatVector.fromArray(F, x, at4 + c))
                    .add(FloatVector.fromArray(F, x, at5 + c))
                    .add(FloatVector.fromArray(F, x, at6 + c))
                    .add(FloatVector.fromArray(F, x, at7 + c))
                    .intoArray(y, yAt + c);
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
        int i = x.offset();
        int end = i + x.size();
        // 0 * x is a zero if x is finite, else NaN, and a NaN stays in the sum: one test at the end of a block.
        for (; i <= end - 16 * L; i += 16 * L) {
            FloatVector a0 = FloatVector.zero(F);
            FloatVector a1 = FloatVector.zero(F);
            for (int j = 0; j < 16 * L; j += 2 * L) {
                a0 = FloatVector.fromArray(F, array, i + j).fma(FloatVector.zero(F), a0);
                a1 = FloatVector.fromArray(F, array, i + j + L).fma(FloatVector.zero(F), a1);
            }
            FloatVector a = a0.add(a1);
            if (a.compare(VectorOperators.NE, a).anyTrue()) {
                return false;
            }
        }
        for (; i < end; i++) {
            if (!Float.isFinite(array[i])) {
                return false;
            }
        }
        return true;
    }

    private static int rowsPerChunk(int d) {
        return Math.max(1, GRAIN / Math.max(1, d));
    }
}
