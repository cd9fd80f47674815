package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.L;
import static jdk.incubator.vector.VectorOperators.FMA;

import dev.lanewise.kernel.RowShapes;
import dev.lanewise.kernel.SoftmaxKernels;
import dev.lanewise.math.Exp;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Softmax on vectors, with the bits of {@link dev.lanewise.kernel.scalar.ScalarSoftmax}. A row is a few passes, each a
 * method of its own with at most one exp: more is too much for C2 to inline. Masks as in {@link RowLoops}.
 */
final class VectorSoftmax implements SoftmaxKernels {
    /** Elements of a chunk. */
    private static final int GRAIN = 1 << 14;

    /** Elements of rows that stay in the first-level cache from one pass to the next. */
    private static final int CACHED = 1 << 12;

    private static final int MOST_ROWS = 8;
    // Two numbers of each of some rows.
    private static final ThreadLocal<float[]> NUMBERS = ThreadLocal.withInitial(() -> new float[2 * MOST_ROWS]);

    private static final String FORWARD = "x:[*,D] y:[*,D]";
    private static final String BACKWARD = "y:[*,D] dy:[*,D] dx:[*,D]";

    private static int rowsPerChunk(int d) {
        return Math.max(1, GRAIN / Math.max(1, d));
    }

    /** How many rows go through each pass together. */
    private static int together(int d) {
        return Math.clamp(CACHED / Math.max(1, d), 1, MOST_ROWS);
    }

    private static int rows(Tensor x) {
        return x.size() == 0 ? 0 : x.size() / x.dim(-1);
    }

    @Override
    public void softmax(Tensor x, Tensor y) {
        RowShapes.alike("softmax", FORWARD, x, y);
        int rows = rows(x);
        int grain = rowsPerChunk(x.dim(-1));
        if (Parallel.inline(rows, grain)) {
            softmax(x, null, null, y, 0, rows);
        } else {
            Parallel.run(rows, grain, (from, to, worker) -> softmax(x, null, null, y, from, to));
        }
    }

    @Override
    public void crossEntropy(Tensor x, IntTensor labels, Tensor loss, Tensor probabilities) {
        RowShapes.alike("crossEntropy", "x:[*,D] probabilities:[*,D]", x, probabilities);
        RowShapes.perRow("crossEntropy", "x:[*,D] labels:[*]", x, labels);
        RowShapes.perRow("crossEntropy", "x:[*,D] loss:[*]", x, loss);
        RowShapes.labels("crossEntropy", labels, x.dim(-1));
        int grain = rowsPerChunk(x.dim(-1));
        if (Parallel.inline(labels.size(), grain)) {
            softmax(x, labels, loss, probabilities, 0, labels.size());
        } else {
            Parallel.run(labels.size(), grain, (from, to, worker) -> softmax(x, labels, loss, probabilities, from, to));
        }
    }

    /** Softmax of some rows and, if there are labels, their cross-entropy. */
    private static void softmax(Tensor x, IntTensor labels, Tensor loss, Tensor y, int from, int to) {
        int d = x.dim(-1);
        float[] numbers = NUMBERS.get();
        int step = together(d);
        for (int first = from; first < to; first += step) {
            int rows = Math.min(step, to - first);
            int xAt = x.offset() + first * d;
            int yAt = y.offset() + first * d;
            largest(x.array(), xAt, d, rows, numbers);
            for (int r = 0; r < rows && labels != null; r++) {
                // Read first: y may take the place of x.
                int label = labels.array()[labels.offset() + first + r];
                numbers[MOST_ROWS + r] = x.array()[xAt + r * d + label] - numbers[r];
            }
            for (int r = 0; r < rows; r++) {
                numbers[r] = exps(x.array(), xAt + r * d, numbers[r], y.array(), yAt + r * d, d);
            }
            for (int r = 0; r < rows; r++) {
                scale(1f / numbers[r], y.array(), yAt + r * d, y.array(), yAt + r * d, d);
            }
            for (int r = 0; r < rows && labels != null; r++) {
                loss.array()[loss.offset() + first + r] = log(numbers[r]) - numbers[MOST_ROWS + r];
            }
        }
    }

    /** The largest elements of some rows. */
    private static void largest(float[] x, int at, int d, int rows, float[] m) {
        for (int r = 0; r < rows; r++) {
            m[r] = max(x, at + r * d, d);
        }
    }

    /** Softmax of one row in place; zeros if there is nothing in it but -inf. */
    static void row(float[] y, int at, int n) {
        float m = max(y, at, n);
        if (m == Float.NEGATIVE_INFINITY && !hasNan(y, at, n)) {
            Arrays.fill(y, at, at + n, 0f);
            return;
        }
        scale(1f / exps(y, at, m, y, at, n), y, at, y, at, n);
    }

    private static boolean hasNan(float[] y, int at, int n) {
        for (int i = at; i < at + n; i++) {
            if (Float.isNaN(y[i])) {
                return true;
            }
        }
        return false;
    }

    /**
     * The largest element of a row, never -0. A NaN is passed over, which saves half the instructions and changes no
     * result: its exponential makes the sum NaN.
     */
    private static float max(float[] x, int at, int d) {
        FloatVector m0 = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
        FloatVector m1 = m0;
        FloatVector m2 = m0;
        FloatVector m3 = m0;
        int i = 0;
        if (L == 16 && d >= 4 * L) {
            // The first vector again from a cache line on: what is seen twice is no larger.
            m0 = m0.blend(
                    FloatVector.fromArray(F, x, at),
                    FloatVector.fromArray(F, x, at).compare(VectorOperators.GT, m0));
            i = RowLoops.head(at);
        }
        for (; i <= d - 4 * L; i += 4 * L) {
            FloatVector v0 = FloatVector.fromArray(F, x, at + i);
            FloatVector v1 = FloatVector.fromArray(F, x, at + i + L);
            FloatVector v2 = FloatVector.fromArray(F, x, at + i + 2 * L);
            FloatVector v3 = FloatVector.fromArray(F, x, at + i + 3 * L);
            m0 = m0.blend(v0, v0.compare(VectorOperators.GT, m0));
            m1 = m1.blend(v1, v1.compare(VectorOperators.GT, m1));
            m2 = m2.blend(v2, v2.compare(VectorOperators.GT, m2));
            m3 = m3.blend(v3, v3.compare(VectorOperators.GT, m3));
        }
        m0 = m0.blend(m2, m2.compare(VectorOperators.GT, m0));
        m1 = m1.blend(m3, m3.compare(VectorOperators.GT, m1));
        for (; i < d && at + i <= x.length - L; i += L) {
            VectorMask<Float> inside = F.indexInRange(i, d);
            FloatVector v = FloatVector.fromArray(F, x, at + i, inside);
            m0 = m0.blend(v, v.compare(VectorOperators.GT, m0, inside));
        }
        FloatVector m = m0.blend(m1, m1.compare(VectorOperators.GT, m0));
        FloatVector v = m.rearrange(RowLoops.TAKE_8);
        m = m.blend(v, v.compare(VectorOperators.GT, m));
        v = m.rearrange(RowLoops.TAKE_4);
        m = m.blend(v, v.compare(VectorOperators.GT, m));
        v = m.rearrange(RowLoops.TAKE_2);
        m = m.blend(v, v.compare(VectorOperators.GT, m));
        v = m.rearrange(RowLoops.TAKE_1);
        m = m.blend(v, v.compare(VectorOperators.GT, m));
        float largest = m.lane(0);
        for (; i < d; i++) {
            largest = x[at + i] > largest ? x[at + i] : largest;
        }
        return largest + 0f;
    }

    /**
     * {@code y = exp(x - m)} of one row, m its largest element; returns their sum. One loop with one exp: with a second, or a
     * mask that some turns have, C2 boxes. The registers of the sum take turns; the fold is the same whichever is the first.
     */
    private static float exps(float[] x, int xAt, float m, float[] y, int yAt, int d) {
        FloatVector s0 = FloatVector.zero(F);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int i = 0;
        for (; i <= d - L; i += L) {
            // VectorMath.expNotAbove0 in line: where C2 has compiled that one by itself, it is too big to be inlined.
            FloatVector v = FloatVector.fromArray(F, x, xAt + i).sub(m);
            FloatVector shifted = v.fma(Exp.LOG2_E, Exp.ROUND);
            FloatVector n = shifted.sub(Exp.ROUND);
            FloatVector r = n.lanewise(FMA, -Exp.LN2_LOW, n.lanewise(FMA, -Exp.LN2_HIGH, v));
            FloatVector p = r.fma(Exp.C6 / 2, Exp.C5 / 2).lanewise(FMA, r, Exp.C4 / 2);
            p = p.lanewise(FMA, r, Exp.C3 / 2).lanewise(FMA, r, Exp.C2 / 2).lanewise(FMA, r, 0.5f);
            p = p.lanewise(FMA, r, 0.5f);
            FloatVector power = shifted.reinterpretAsInts()
                    .add(Float.MAX_EXPONENT + 1)
                    .lanewise(VectorOperators.LSHL, Exp.FRACTION_BITS)
                    .reinterpretAsFloats();
            FloatVector e = p.mul(power).blend(0f, v.compare(VectorOperators.LT, Exp.LOW));
            e.intoArray(y, yAt + i);
            FloatVector s = s0.add(e);
            s0 = s1;
            s1 = s2;
            s2 = s3;
            s3 = s;
        }
        if (L < 16) {
            return sumOf(x, xAt, m, y, yAt, i, d);
        }
        if (i < d) {
            s0 = s0.add(FloatVector.fromArray(F, lastExps(x, xAt, m, y, yAt, i, d), 0));
        }
        return RowLoops.fold(s0, s1, s2, s3);
    }

    /** The last exponentials, too few for a register, also as a register's worth of lanes. */
    private static float[] lastExps(float[] x, int xAt, float m, float[] y, int yAt, int from, int d) {
        float[] lanes = RowLoops.lanes();
        RowLoops.clear(lanes);
        for (int i = from; i < d; i++) {
            y[yAt + i] = Exp.exp(x[xAt + i] - m);
            lanes[i - from] = y[yAt + i];
        }
        return lanes;
    }

    /** The sum of all exponentials, of which the last are still to be made. */
    private static float sumOf(float[] x, int xAt, float m, float[] y, int yAt, int from, int d) {
        for (int i = from; i < d; i++) {
            y[yAt + i] = Exp.exp(x[xAt + i] - m);
        }
        return RowLoops.sum(y, yAt, d, RowLoops.lanes());
    }

    /** {@code y = factor * x} of one row. */
    private static void scale(float factor, float[] x, int xAt, float[] y, int yAt, int d) {
        int i = 0;
        int h = RowLoops.head(yAt);
        if (L == 16 && h > 0 && d >= 4 * L) {
            VectorMask<Float> before = F.indexInRange(0, h);
            FloatVector.fromArray(F, x, xAt, before).mul(factor).intoArray(y, yAt, before);
            i = h;
        }
        for (; i <= d - L; i += L) {
            FloatVector.fromArray(F, x, xAt + i).mul(factor).intoArray(y, yAt + i);
        }
        for (; i < d; i++) {
            y[yAt + i] = factor * x[xAt + i];
        }
    }

    private static float log(float sum) {
        return (float) StrictMath.log(sum);
    }

    @Override
    public void softmaxBackward(Tensor y, Tensor dy, Tensor dx) {
        RowShapes.alike("softmaxBackward", BACKWARD, y, dy, dx);
        int rows = rows(y);
        int grain = rowsPerChunk(y.dim(-1));
        if (Parallel.inline(rows, grain)) {
            softmaxBackward(y, dy, dx, 0, rows);
        } else {
            Parallel.run(rows, grain, (from, to, worker) -> softmaxBackward(y, dy, dx, from, to));
        }
    }

    private static void softmaxBackward(Tensor y, Tensor dy, Tensor dx, int from, int to) {
        int d = y.dim(-1);
        float[] lanes = RowLoops.lanes();
        for (int r = from; r < to; r++) {
            int yAt = y.offset() + r * d;
            int dyAt = dy.offset() + r * d;
            float dot = RowLoops.dot(y.array(), yAt, dy.array(), dyAt, d, lanes);
            centred(y.array(), yAt, dy.array(), dyAt, dot, dx.array(), dx.offset() + r * d, d);
        }
    }

    /** {@code dx = y * (dy - dot)} of one row. */
    private static void centred(float[] y, int yAt, float[] dy, int dyAt, float dot, float[] dx, int dxAt, int d) {
        int i = 0;
        int h = RowLoops.head(dxAt);
        if (L == 16 && h > 0 && d >= 4 * L) {
            VectorMask<Float> before = F.indexInRange(0, h);
            FloatVector t = FloatVector.fromArray(F, dy, dyAt, before).sub(dot);
            FloatVector.fromArray(F, y, yAt, before).mul(t).intoArray(dx, dxAt, before);
            i = h;
        }
        for (; i <= d - L; i += L) {
            FloatVector t = FloatVector.fromArray(F, dy, dyAt + i).sub(dot);
            FloatVector.fromArray(F, y, yAt + i).mul(t).intoArray(dx, dxAt + i);
        }
        for (; i < d; i++) {
            dx[dxAt + i] = y[yAt + i] * (dy[dyAt + i] - dot);
        }
    }

    @Override
    public void logSoftmax(Tensor x, Tensor y) {
        RowShapes.alike("logSoftmax", FORWARD, x, y);
        RowShapes.disjoint("logSoftmax", x, y);
        int rows = rows(x);
        int grain = rowsPerChunk(x.dim(-1));
        if (Parallel.inline(rows, grain)) {
            logSoftmax(x, y, 0, rows);
        } else {
            Parallel.run(rows, grain, (from, to, worker) -> logSoftmax(x, y, from, to));
        }
    }

    private static void logSoftmax(Tensor x, Tensor y, int from, int to) {
        int d = x.dim(-1);
        for (int r = from; r < to; r++) {
            int xAt = x.offset() + r * d;
            int yAt = y.offset() + r * d;
            float m = max(x.array(), xAt, d);
            float log = log(exps(x.array(), xAt, m, y.array(), yAt, d));
            shift(x.array(), xAt, m, log, y.array(), yAt, d);
        }
    }

    /** {@code y = (x - m) - log} of one row. */
    private static void shift(float[] x, int xAt, float m, float log, float[] y, int yAt, int d) {
        int i = 0;
        for (; i <= d - L; i += L) {
            FloatVector.fromArray(F, x, xAt + i).sub(m).sub(log).intoArray(y, yAt + i);
        }
        for (; i < d; i++) {
            y[yAt + i] = (x[xAt + i] - m) - log;
        }
    }

    @Override
    public void logSoftmaxBackward(Tensor y, Tensor dy, Tensor dx) {
        RowShapes.alike("logSoftmaxBackward", BACKWARD, y, dy, dx);
        int rows = rows(y);
        int grain = rowsPerChunk(y.dim(-1));
        if (Parallel.inline(rows, grain)) {
            logSoftmaxBackward(y, dy, dx, 0, rows);
        } else {
            Parallel.run(rows, grain, (from, to, worker) -> logSoftmaxBackward(y, dy, dx, from, to));
        }
    }

    private static void logSoftmaxBackward(Tensor y, Tensor dy, Tensor dx, int from, int to) {
        int d = y.dim(-1);
        float[] lanes = RowLoops.lanes();
        for (int r = from; r < to; r++) {
            int dyAt = dy.offset() + r * d;
            float sum = RowLoops.sum(dy.array(), dyAt, d, lanes);
            spread(y.array(), y.offset() + r * d, dy.array(), dyAt, sum, dx.array(), dx.offset() + r * d, d);
        }
    }

    /** {@code dx = fma(-exp(y), sum, dy)} of one row. */
    private static void spread(float[] y, int yAt, float[] dy, int dyAt, float sum, float[] dx, int dxAt, int d) {
        int i = 0;
        for (; i <= d - L; i += L) {
            FloatVector e = VectorMath.exp(FloatVector.fromArray(F, y, yAt + i));
            e.neg()
                    .fma(FloatVector.broadcast(F, sum), FloatVector.fromArray(F, dy, dyAt + i))
                    .intoArray(dx, dxAt + i);
        }
        for (; i < d; i++) {
            dx[dxAt + i] = Math.fma(-Exp.exp(y[yAt + i]), sum, dy[dyAt + i]);
        }
    }

    @Override
    public void crossEntropyBackward(Tensor probabilities, IntTensor labels, float scale, Tensor dx) {
        RowShapes.alike("crossEntropyBackward", "probabilities:[*,D] dx:[*,D]", probabilities, dx);
        RowShapes.perRow("crossEntropyBackward", "probabilities:[*,D] labels:[*]", probabilities, labels);
        RowShapes.labels("crossEntropyBackward", labels, dx.dim(-1));
        int grain = rowsPerChunk(dx.dim(-1));
        if (Parallel.inline(labels.size(), grain)) {
            crossEntropyBackward(probabilities, labels, scale, dx, 0, labels.size());
        } else {
            Parallel.run(
                    labels.size(),
                    grain,
                    (from, to, worker) -> crossEntropyBackward(probabilities, labels, scale, dx, from, to));
        }
    }

    private static void crossEntropyBackward(
            Tensor probabilities, IntTensor labels, float scale, Tensor dx, int from, int to) {
        int d = dx.dim(-1);
        float[] p = probabilities.array();
        for (int r = from; r < to; r++) {
            int pAt = probabilities.offset() + r * d;
            int dxAt = dx.offset() + r * d;
            int label = labels.array()[labels.offset() + r];
            float atLabel = p[pAt + label] - 1f;
            scale(scale, p, pAt, dx.array(), dxAt, d);
            dx.array()[dxAt + label] = scale * atLabel;
        }
    }
}
