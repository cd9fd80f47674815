package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.L;

import dev.lanewise.kernel.RowShapes;
import dev.lanewise.kernel.SoftmaxKernels;
import dev.lanewise.math.Exp;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * Softmax on vectors, with the bits of {@link dev.lanewise.kernel.scalar.ScalarSoftmax}: splits the work, and has the
 * loops with no exponential in them. Masks as in {@link RowLoops}.
 */
final class VectorSoftmax implements SoftmaxKernels {
    /** Elements of a chunk. */
    private static final int GRAIN = 1 << 14;

    private static final String FORWARD = "x:[*,D] y:[*,D]";
    private static final String BACKWARD = "y:[*,D] dy:[*,D] dx:[*,D]";

    private static int rowsPerChunk(int d) {
        return Math.max(1, GRAIN / Math.max(1, d));
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
        if (from == to) {
            return;
        }
        int d = x.dim(-1);
        float[] scratch = SoftmaxRows.scratch();
        int at = x.offset() + from * d;
        int yAt = y.offset() + from * d;
        int previous = yAt;
        float factor = 1f;
        float m = SoftmaxRows.largest(x.array(), at, d);
        for (int r = from; r < to; r++) {
            // Read first: y may take the place of x.
            float logit = labels == null ? 0f : x.array()[at + labels.array()[labels.offset() + r]] - m;
            int next = r < to - 1 ? at + d : at;
            float sum = SoftmaxRows.exps(x.array(), at, next, m, y.array(), yAt, previous, factor, d, scratch);
            if (labels != null) {
                loss.array()[loss.offset() + r] = log(sum) - logit;
            }
            m = SoftmaxRows.largest(scratch);
            factor = 1f / sum;
            previous = yAt;
            at += d;
            yAt += d;
        }
        scale(factor, y.array(), previous, y.array(), previous, d);
    }

    /** Softmax of one row in place; zeros if there is nothing in it but -inf. */
    static void row(float[] y, int at, int n) {
        float m = SoftmaxRows.largest(y, at, n);
        if (m == Float.NEGATIVE_INFINITY) {
            Arrays.fill(y, at, at + n, 0f);
            return;
        }
        float sum = SoftmaxRows.exps(y, at, at, m, y, at, at, 1f, n, SoftmaxRows.scratch());
        scale(1f / sum, y, at, y, at, n);
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
            centredHead(y, yAt, dy, dyAt, dot, dx, dxAt, h);
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

    private static void centredHead(float[] y, int yAt, float[] dy, int dyAt, float dot, float[] dx, int dxAt, int h) {
        VectorMask<Float> before = F.indexInRange(0, h);
        FloatVector t = FloatVector.fromArray(F, dy, dyAt, before).sub(dot);
        FloatVector.fromArray(F, y, yAt, before).mul(t).intoArray(dx, dxAt, before);
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
        if (from == to) {
            return;
        }
        int d = x.dim(-1);
        float[] scratch = SoftmaxRows.scratch();
        float m = SoftmaxRows.largest(x.array(), x.offset() + from * d, d);
        for (int r = from; r < to; r++) {
            int at = x.offset() + r * d;
            int yAt = y.offset() + r * d;
            int next = r < to - 1 ? at + d : at;
            float sum = SoftmaxRows.exps(x.array(), at, next, m, y.array(), yAt, yAt, 1f, d, scratch);
            shift(x.array(), at, m, log(sum), y.array(), yAt, d);
            m = SoftmaxRows.largest(scratch);
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

    /**
     * {@code dx = fma(-exp(y), sum, dy)} of one row, in two loops over short blocks: in one, the exponential boxed in some
     * processes.
     */
    private static void spread(float[] y, int yAt, float[] dy, int dyAt, float sum, float[] dx, int dxAt, int d) {
        float[] block = Registers.block();
        int whole = d - d % L;
        for (int i = 0; i < whole; i += block.length) {
            int n = Math.min(block.length, whole - i);
            ActivationLoops.exp(0f, 0f, y, yAt + i, y, yAt + i, block, 0, n);
            subtract(block, sum, dy, dyAt + i, dx, dxAt + i, n);
        }
        for (int i = whole; i < d; i++) {
            dx[dxAt + i] = Math.fma(-Exp.exp(y[yAt + i]), sum, dy[dyAt + i]);
        }
    }

    /** {@code dx = fma(-p, sum, dy)}. */
    private static void subtract(float[] p, float sum, float[] dy, int dyAt, float[] dx, int dxAt, int n) {
        FloatVector factor = FloatVector.broadcast(F, sum);
        for (int i = 0; i < n; i += L) {
            FloatVector.fromArray(F, p, i)
                    .neg()
                    .fma(factor, FloatVector.fromArray(F, dy, dyAt + i))
                    .intoArray(dx, dxAt + i);
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
