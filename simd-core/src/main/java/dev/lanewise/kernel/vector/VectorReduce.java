package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.L;

import dev.lanewise.kernel.ReduceKernels;
import dev.lanewise.kernel.RowShapes;
import dev.lanewise.kernel.RowSums;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/** Reductions on vectors, with the bits of {@link dev.lanewise.kernel.scalar.ScalarReduce}. */
final class VectorReduce implements ReduceKernels {
    /** Elements of a chunk. */
    private static final int GRAIN = 1 << 16;

    private static final String PER_ROW = "x:[*,D] y:[*]";

    private static final int PARTS = 0;

    private static final int LANES = RowSums.LANES;

    /** Elements between two visits of the lanes in memory: they stay in the first-level cache for the next strip. */
    private static final int BLOCK = 64 * LANES;

    private static final ThreadLocal<float[]> SCRATCH = ThreadLocal.withInitial(() -> new float[LANES]);

    // Lane l takes lane l + 8, 4, 2, 1.
    static final VectorShuffle<Float> TAKE_8 = VectorShuffle.iota(F, 8 % L, 1, true);
    static final VectorShuffle<Float> TAKE_4 = VectorShuffle.iota(F, 4 % L, 1, true);
    static final VectorShuffle<Float> TAKE_2 = VectorShuffle.iota(F, 2, 1, true);
    static final VectorShuffle<Float> TAKE_1 = VectorShuffle.iota(F, 1, 1, true);

    @Override
    public void rowSums(Tensor x, Tensor y) {
        RowShapes.perRow("rowSums", PER_ROW, x, y);
        int grain = rowsPerChunk(x.dim(-1));
        if (Parallel.inline(y.size(), grain)) {
            rowSums(x, y, 0, y.size());
        } else {
            Parallel.run(y.size(), grain, (from, to, worker) -> rowSums(x, y, from, to));
        }
    }

    private static void rowSums(Tensor x, Tensor y, int from, int to) {
        int d = x.dim(-1);
        float[] lanes = lanes();
        for (int r = from; r < to; r++) {
            y.array()[y.offset() + r] = sum(x.array(), x.offset() + r * d, d, lanes);
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
            int at = x.offset() + r * d;
            y.array()[y.offset() + r] = indexOf(max(x.array(), at, d), x.array(), at, d);
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
        int rows = d == 0 ? 0 : x.size() / d;
        int parts = ReduceKernels.columnGrains(rows);
        float[] sums = work.floats(0, PARTS, parts * d);
        int grain = x.size() <= GRAIN ? parts : 1;
        if (Parallel.inline(parts, grain)) {
            columnParts(x, rows, d, parts, sums, 0, parts);
        } else {
            Parallel.run(parts, grain, (from, to, worker) -> columnParts(x, rows, d, parts, sums, from, to));
        }
        columns(sums, 0, parts, d, y.array(), y.offset());
    }

    private static void columnParts(Tensor x, int rows, int d, int parts, float[] sums, int from, int to) {
        for (int g = from; g < to; g++) {
            int first = (int) ((long) g * rows / parts);
            int end = (int) ((g + 1L) * rows / parts);
            columns(x.array(), x.offset() + first * d, end - first, d, sums, g * d);
        }
    }

    /** {@code y[c] = sum over r of x[r,c]}, r ascending. */
    private static void columns(float[] x, int at, int rows, int d, float[] y, int yAt) {
        int c = 0;
        // Four columns of vectors a pass: a row's cache lines are used whole, and four chains hide the latency.
        for (; c <= d - 4 * L; c += 4 * L) {
            FloatVector a0 = FloatVector.zero(F);
            FloatVector a1 = FloatVector.zero(F);
            FloatVector a2 = FloatVector.zero(F);
            FloatVector a3 = FloatVector.zero(F);
            for (int r = 0, i = at + c; r < rows; r++, i += d) {
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
            VectorMask<Float> inside = F.indexInRange(c, d);
            FloatVector a = FloatVector.zero(F);
            for (int r = 0, i = at + c; r < rows; r++, i += d) {
                a = a.add(FloatVector.fromArray(F, x, i, inside));
            }
            a.intoArray(y, yAt + c, inside);
        }
    }

    @Override
    public float sum(Tensor x) {
        return sum(x.array(), x.offset(), x.size(), lanes());
    }

    @Override
    public float dot(Tensor a, Tensor b) {
        RowShapes.sameSize("dot", a, b);
        return dot(a.array(), a.offset(), b.array(), b.offset(), a.size(), lanes());
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

    /** This thread's scratch for {@link #sum} and {@link #dot}. */
    static float[] lanes() {
        return SCRATCH.get();
    }

    /**
     * The sum of a row in the order of {@link RowSums}. The logical lanes live in memory between the steps, so that
     * each step is a small method for every width.
     */
    static float sum(float[] x, int at, int d, float[] lanes) {
        if (d <= L) {
            return shortSum(x, at, d);
        }
        clear(lanes);
        int whole = d - d % LANES;
        for (int from = 0; from < whole; from += BLOCK) {
            int to = Math.min(whole, from + BLOCK);
            for (int strip = 0; strip < LANES; strip += 4 * L) {
                addStrip(x, at + from + strip, at + to, lanes, strip);
            }
        }
        if (whole < d) {
            addTail(x, at + whole, d - whole, lanes);
        }
        return fold(lanes);
    }

    /** The sum of a row that fits one register: all other lanes are +0, and the folds down to it change nothing. */
    private static float shortSum(float[] x, int at, int d) {
        // +0 first, as in every lane: a -0 becomes +0.
        FloatVector v = FloatVector.zero(F).add(FloatVector.fromArray(F, x, at, F.indexInRange(0, d)));
        if (L == 16) {
            v = v.add(v.rearrange(TAKE_8));
        }
        if (L >= 8) {
            v = v.add(v.rearrange(TAKE_4));
        }
        v = v.add(v.rearrange(TAKE_2));
        return v.add(v.rearrange(TAKE_1)).lane(0);
    }

    /** Adds x[i + 64 k] for all k to lanes [strip, strip + 4 * L): four registers, hence four chains. */
    private static void addStrip(float[] x, int from, int to, float[] lanes, int strip) {
        FloatVector s0 = FloatVector.fromArray(F, lanes, strip);
        FloatVector s1 = FloatVector.fromArray(F, lanes, strip + L);
        FloatVector s2 = FloatVector.fromArray(F, lanes, strip + 2 * L);
        FloatVector s3 = FloatVector.fromArray(F, lanes, strip + 3 * L);
        for (int i = from; i < to; i += LANES) {
            s0 = s0.add(FloatVector.fromArray(F, x, i));
            s1 = s1.add(FloatVector.fromArray(F, x, i + L));
            s2 = s2.add(FloatVector.fromArray(F, x, i + 2 * L));
            s3 = s3.add(FloatVector.fromArray(F, x, i + 3 * L));
        }
        s0.intoArray(lanes, strip);
        s1.intoArray(lanes, strip + L);
        s2.intoArray(lanes, strip + 2 * L);
        s3.intoArray(lanes, strip + 3 * L);
    }

    /** Adds the last n elements, fewer than 64, to the first lanes. */
    private static void addTail(float[] x, int at, int n, float[] lanes) {
        for (int l = 0; l < n; l += L) {
            // The lanes outside take +0, which leaves them as they are: a chain of additions from +0 is never -0.
            FloatVector v = FloatVector.fromArray(F, x, at + l, F.indexInRange(l, n));
            FloatVector.fromArray(F, lanes, l).add(v).intoArray(lanes, l);
        }
    }

    /** The dot product of two rows, in the order of {@link #sum}. */
    static float dot(float[] a, int aAt, float[] b, int bAt, int d, float[] lanes) {
        clear(lanes);
        int whole = d - d % LANES;
        for (int from = 0; from < whole; from += BLOCK) {
            int n = Math.min(whole - from, BLOCK);
            for (int strip = 0; strip < LANES; strip += 4 * L) {
                fmaStrip(a, aAt + from + strip, b, bAt + from + strip, n, lanes, strip);
            }
        }
        if (whole < d) {
            fmaTail(a, aAt + whole, b, bAt + whole, d - whole, lanes);
        }
        return fold(lanes);
    }

    private static void fmaStrip(float[] a, int aAt, float[] b, int bAt, int n, float[] lanes, int strip) {
        FloatVector s0 = FloatVector.fromArray(F, lanes, strip);
        FloatVector s1 = FloatVector.fromArray(F, lanes, strip + L);
        FloatVector s2 = FloatVector.fromArray(F, lanes, strip + 2 * L);
        FloatVector s3 = FloatVector.fromArray(F, lanes, strip + 3 * L);
        for (int i = 0; i < n; i += LANES) {
            int p = aAt + i;
            int q = bAt + i;
            s0 = FloatVector.fromArray(F, a, p).fma(FloatVector.fromArray(F, b, q), s0);
            s1 = FloatVector.fromArray(F, a, p + L).fma(FloatVector.fromArray(F, b, q + L), s1);
            s2 = FloatVector.fromArray(F, a, p + 2 * L).fma(FloatVector.fromArray(F, b, q + 2 * L), s2);
            s3 = FloatVector.fromArray(F, a, p + 3 * L).fma(FloatVector.fromArray(F, b, q + 3 * L), s3);
        }
        s0.intoArray(lanes, strip);
        s1.intoArray(lanes, strip + L);
        s2.intoArray(lanes, strip + 2 * L);
        s3.intoArray(lanes, strip + 3 * L);
    }

    private static void fmaTail(float[] a, int aAt, float[] b, int bAt, int n, float[] lanes) {
        for (int l = 0; l < n; l += L) {
            VectorMask<Float> inside = F.indexInRange(l, n);
            FloatVector v = FloatVector.fromArray(F, a, aAt + l, inside);
            FloatVector sum = FloatVector.fromArray(F, lanes, l);
            // The lanes outside are left alone: an fma may have made a -0, which a 0 * 0 would turn into +0.
            sum.blend(v.fma(FloatVector.fromArray(F, b, bAt + l, inside), sum), inside)
                    .intoArray(lanes, l);
        }
    }

    // By vectors, not Arrays.fill: a load is served from the store buffer only if one store covers it.
    private static void clear(float[] lanes) {
        for (int l = 0; l < LANES; l += L) {
            FloatVector.zero(F).intoArray(lanes, l);
        }
    }

    /** {@link RowSums#fold}: in memory down to one register, then inside it. */
    private static float fold(float[] lanes) {
        for (int half = LANES / 2; half >= L; half /= 2) {
            for (int l = 0; l < half; l += L) {
                FloatVector.fromArray(F, lanes, l)
                        .add(FloatVector.fromArray(F, lanes, l + half))
                        .intoArray(lanes, l);
            }
        }
        FloatVector v = FloatVector.fromArray(F, lanes, 0);
        if (L == 16) {
            v = v.add(v.rearrange(TAKE_8));
        }
        if (L >= 8) {
            v = v.add(v.rearrange(TAKE_4));
        }
        v = v.add(v.rearrange(TAKE_2));
        return v.add(v.rearrange(TAKE_1)).lane(0);
    }

    /** The largest element of a row, NaN if it has one, -inf if it is empty. Any order gives the same bits. */
    static float max(float[] x, int at, int d) {
        FloatVector m0 = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
        FloatVector m1 = m0;
        FloatVector m2 = m0;
        FloatVector m3 = m0;
        int i = 0;
        for (; i <= d - 4 * L; i += 4 * L) {
            m0 = m0.max(FloatVector.fromArray(F, x, at + i));
            m1 = m1.max(FloatVector.fromArray(F, x, at + i + L));
            m2 = m2.max(FloatVector.fromArray(F, x, at + i + 2 * L));
            m3 = m3.max(FloatVector.fromArray(F, x, at + i + 3 * L));
        }
        for (; i < d; i += L) {
            VectorMask<Float> inside = F.indexInRange(i, d);
            m0 = m0.max(m0.blend(FloatVector.fromArray(F, x, at + i, inside), inside));
        }
        FloatVector m = m0.max(m1).max(m2.max(m3));
        if (L == 16) {
            m = m.max(m.rearrange(TAKE_8));
        }
        if (L >= 8) {
            m = m.max(m.rearrange(TAKE_4));
        }
        m = m.max(m.rearrange(TAKE_2));
        return m.max(m.rearrange(TAKE_1)).lane(0);
    }
}
