package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.RowShapes;
import dev.lanewise.kernel.SoftmaxKernels;
import dev.lanewise.math.Exp;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;

/** Softmax without the Vector API. */
public final class ScalarSoftmax implements SoftmaxKernels {
    /** A stateless instance. */
    public ScalarSoftmax() {}

    /** Elements of a chunk. */
    private static final int GRAIN = 1 << 13;

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
            softmax(x, y, 0, rows);
        } else {
            Parallel.run(rows, grain, (from, to, worker) -> softmax(x, y, from, to));
        }
    }

    private static void softmax(Tensor x, Tensor y, int from, int to) {
        int d = x.dim(-1);
        float[] lanes = ScalarReduce.lanes();
        for (int r = from; r < to; r++) {
            int xAt = x.offset() + r * d;
            int yAt = y.offset() + r * d;
            float m = max(x.array(), xAt, d);
            float sum = exps(x.array(), xAt, m, y.array(), yAt, d, lanes);
            scale(y.array(), yAt, d, 1f / sum);
        }
    }

    /** The largest element of a row, never -0. */
    private static float max(float[] x, int at, int d) {
        return ScalarReduce.max(x, at, d) + 0f;
    }

    /** {@code y = exp(x - m)} of one row; returns their sum. */
    private static float exps(float[] x, int xAt, float m, float[] y, int yAt, int d, float[] lanes) {
        for (int i = 0; i < d; i++) {
            y[yAt + i] = Exp.exp(x[xAt + i] - m);
        }
        return ScalarReduce.sum(y, yAt, d, lanes);
    }

    private static void scale(float[] y, int at, int d, float factor) {
        for (int i = at; i < at + d; i++) {
            y[i] *= factor;
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
        float[] lanes = ScalarReduce.lanes();
        for (int r = from; r < to; r++) {
            int yAt = y.offset() + r * d;
            int dyAt = dy.offset() + r * d;
            int dxAt = dx.offset() + r * d;
            float dot = ScalarReduce.dot(y.array(), yAt, dy.array(), dyAt, d, lanes);
            for (int i = 0; i < d; i++) {
                dx.array()[dxAt + i] = y.array()[yAt + i] * (dy.array()[dyAt + i] - dot);
            }
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
        float[] lanes = ScalarReduce.lanes();
        for (int r = from; r < to; r++) {
            int xAt = x.offset() + r * d;
            int yAt = y.offset() + r * d;
            float m = max(x.array(), xAt, d);
            float log = log(exps(x.array(), xAt, m, y.array(), yAt, d, lanes));
            for (int i = 0; i < d; i++) {
                y.array()[yAt + i] = (x.array()[xAt + i] - m) - log;
            }
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
        float[] lanes = ScalarReduce.lanes();
        for (int r = from; r < to; r++) {
            int yAt = y.offset() + r * d;
            int dyAt = dy.offset() + r * d;
            int dxAt = dx.offset() + r * d;
            float sum = ScalarReduce.sum(dy.array(), dyAt, d, lanes);
            for (int i = 0; i < d; i++) {
                dx.array()[dxAt + i] = Math.fma(-Exp.exp(y.array()[yAt + i]), sum, dy.array()[dyAt + i]);
            }
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
            crossEntropy(x, labels, loss, probabilities, 0, labels.size());
        } else {
            Parallel.run(
                    labels.size(), grain, (from, to, worker) -> crossEntropy(x, labels, loss, probabilities, from, to));
        }
    }

    private static void crossEntropy(Tensor x, IntTensor labels, Tensor loss, Tensor probabilities, int from, int to) {
        int d = x.dim(-1);
        float[] lanes = ScalarReduce.lanes();
        for (int r = from; r < to; r++) {
            int xAt = x.offset() + r * d;
            int yAt = probabilities.offset() + r * d;
            float m = max(x.array(), xAt, d);
            // Read first: the probabilities may take the place of x.
            float logit = x.array()[xAt + labels.array()[labels.offset() + r]] - m;
            float sum = exps(x.array(), xAt, m, probabilities.array(), yAt, d, lanes);
            scale(probabilities.array(), yAt, d, 1f / sum);
            loss.array()[loss.offset() + r] = log(sum) - logit;
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
        for (int r = from; r < to; r++) {
            int pAt = probabilities.offset() + r * d;
            int dxAt = dx.offset() + r * d;
            int label = labels.array()[labels.offset() + r];
            float atLabel = probabilities.array()[pAt + label] - 1f;
            for (int i = 0; i < d; i++) {
                dx.array()[dxAt + i] = scale * probabilities.array()[pAt + i];
            }
            dx.array()[dxAt + label] = scale * atLabel;
        }
    }
}
