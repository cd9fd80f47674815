package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.AttentionKernels;
import dev.lanewise.kernel.AttentionShapes;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;
import java.util.Arrays;

/**
 * What both sets share of attention: which keys a query sees. The softmax of what is left of a row is the set's own.
 */
public abstract class AttentionRows implements AttentionKernels {
    /** For the sets. */
    protected AttentionRows() {}

    /** Softmax of n elements in place; of nothing but -inf: zeros. */
    protected abstract void softmax(float[] y, int at, int n);

    @Override
    public void maskedSoftmax(
            Tensor scores, Tensor mask, IntTensor ignored, boolean causal, int offset, Tensor weights) {
        AttentionShapes.check(scores, mask, ignored, offset, weights);
        int keys = scores.dim(3);
        int rows = keys == 0 ? 0 : scores.size() / keys;
        int grain = ScalarReduce.rowsPerChunk(keys);
        if (Parallel.inline(rows, grain)) {
            rows(scores, mask, ignored, causal, offset, weights, 0, rows);
        } else {
            Parallel.run(
                    rows, grain, (from, to, worker) -> rows(scores, mask, ignored, causal, offset, weights, from, to));
        }
    }

    private void rows(
            Tensor scores,
            Tensor mask,
            IntTensor ignored,
            boolean causal,
            int offset,
            Tensor weights,
            int from,
            int to) {
        int heads = scores.dim(1);
        int queries = scores.dim(2);
        int keys = scores.dim(3);
        float[] x = scores.array();
        float[] y = weights.array();
        for (int r = from; r < to; r++) {
            int query = r % queries;
            int batch = r / queries / heads;
            int seen = causal ? (int) Math.min(keys, (long) query + offset + 1) : keys;
            int xAt = scores.offset() + r * keys;
            int yAt = weights.offset() + r * keys;
            if (mask == null) {
                System.arraycopy(x, xAt, y, yAt, seen);
            } else {
                int maskAt = mask.offset() + maskRow(mask.shape(), batch, r / queries % heads, query);
                add(x, xAt, mask.array(), maskAt, mask.dim(3) > 1 || keys == 1, y, yAt, seen);
            }
            if (ignored != null) {
                hide(ignored.array(), ignored.offset() + batch * keys, y, yAt, seen);
            }
            softmax(y, yAt, seen);
            Arrays.fill(y, yAt + seen, yAt + keys, 0f);
        }
    }

    private static int maskRow(Shape mask, int batch, int head, int query) {
        int b = mask.dim(0) == 1 ? 0 : batch;
        int h = mask.dim(1) == 1 ? 0 : head;
        int q = mask.dim(2) == 1 ? 0 : query;
        return ((b * mask.dim(1) + h) * mask.dim(2) + q) * mask.dim(3);
    }

    private static void add(float[] x, int xAt, float[] mask, int maskAt, boolean each, float[] y, int yAt, int n) {
        if (each) {
            for (int i = 0; i < n; i++) {
                y[yAt + i] = x[xAt + i] + mask[maskAt + i];
            }
        } else {
            float same = mask[maskAt];
            for (int i = 0; i < n; i++) {
                y[yAt + i] = x[xAt + i] + same;
            }
        }
    }

    private static void hide(int[] ignored, int at, float[] y, int yAt, int n) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = ignored[at + i] != 0 ? Float.NEGATIVE_INFINITY : y[yAt + i];
        }
    }
}
