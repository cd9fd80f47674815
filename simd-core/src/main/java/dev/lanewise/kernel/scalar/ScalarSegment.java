package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.Csr;
import dev.lanewise.kernel.RowSums;
import dev.lanewise.kernel.SegmentKernels;
import dev.lanewise.kernel.SegmentShapes;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;
import java.util.Arrays;

/**
 * Reductions over the entries of rows, without the Vector API.
 *
 * <p>C2 vectorises a loop over several arrays only if all are indexed by the bare loop variable. So a block of a row is
 * summed in a small array of its own, and each term is first copied beside it.
 */
public final class ScalarSegment implements SegmentKernels {
    /** Elements that a chunk reads, on average. */
    private static final int GRAIN = 1 << 15;

    /** What an element of a softmax costs, in elements that are added. */
    private static final int EXPONENTIAL = 8;

    /** Elements that are summed at a time: two such blocks are a small part of the first-level cache. */
    private static final int BLOCK = 256;

    /** Below so many elements a copy costs more than vectors gain. */
    private static final int SHORT = 16;

    /** The features of a cache line: no two chunks write to one. */
    private static final int STRIP = 16;

    /** The sums of a block and, after them, the term that is added next. */
    private static final class Blocks {
        final float[] sums = new float[BLOCK];
        final float[] term = new float[BLOCK];
        final int[] winners = new int[BLOCK];
        final float[] lanes = new float[RowSums.LANES];
    }

    private static final ThreadLocal<Blocks> BLOCKS = ThreadLocal.withInitial(Blocks::new);

    /** A stateless instance. */
    public ScalarSegment() {}

    private static int rowsPerChunk(Csr g, int width) {
        long perRow = (long) g.entries() * width / Math.max(1, g.rows());
        return (int) Math.max(1, GRAIN / Math.max(1, perRow + width));
    }

    @Override
    public void sum(Csr g, Tensor x, Tensor w, Tensor y) {
        SegmentShapes.features("segmentSum", g, "x", x.shape(), "y", y.shape());
        if (w != null) {
            SegmentShapes.weights("segmentSum", g, "x", x.shape(), "w", w.shape());
        }
        int grain = rowsPerChunk(g, x.dim(1));
        if (Parallel.inline(g.rows(), grain)) {
            sum(g, x, w, y, 0, g.rows());
        } else {
            Parallel.run(g.rows(), grain, (from, to, worker) -> sum(g, x, w, y, from, to));
        }
    }

    private static void sum(Csr g, Tensor x, Tensor w, Tensor y, int from, int to) {
        int d = x.dim(1);
        int heads = w == null ? 1 : w.dim(1);
        int part = d / heads;
        Blocks blocks = BLOCKS.get();
        for (int r = from; r < to; r++) {
            for (int h = 0; h < heads; h++) {
                for (int at = h * part; at < (h + 1) * part; at += BLOCK) {
                    int n = Math.min(BLOCK, (h + 1) * part - at);
                    if (w == null) {
                        plain(g, r, x, at, n, blocks);
                    } else {
                        weighted(g, r, x, at, n, w, h, blocks);
                    }
                    System.arraycopy(blocks.sums, 0, y.array(), y.offset() + r * d + at, n);
                }
            }
        }
    }

    /** The sum of columns [at, at + n) over the entries of a row. */
    private static void plain(Csr g, int r, Tensor x, int at, int n, Blocks blocks) {
        int d = x.dim(1);
        int start = x.offset() + at;
        int begin = g.pointers()[r];
        int end = g.pointers()[r + 1];
        if (begin == end) {
            Arrays.fill(blocks.sums, 0, n, 0f);
            return;
        }
        System.arraycopy(x.array(), start + g.index()[begin] * d, blocks.sums, 0, n);
        for (int p = begin + 1; p < end; p++) {
            add(x.array(), start + g.index()[p] * d, n, blocks.sums, blocks.term);
        }
    }

    private static void weighted(Csr g, int r, Tensor x, int at, int n, Tensor w, int h, Blocks blocks) {
        int d = x.dim(1);
        int heads = w.dim(1);
        int start = x.offset() + at;
        int begin = g.pointers()[r];
        int end = g.pointers()[r + 1];
        if (begin == end) {
            Arrays.fill(blocks.sums, 0, n, 0f);
        }
        for (int p = begin; p < end; p++) {
            float weight = w.array()[w.offset() + g.number(p) * heads + h];
            int xAt = start + g.index()[p] * d;
            if (p == begin) {
                times(x.array(), xAt, n, weight, blocks.sums, blocks.term);
            } else {
                fma(x.array(), xAt, n, weight, blocks.sums, blocks.term);
            }
        }
    }

    private static void add(float[] x, int at, int n, float[] sums, float[] term) {
        if (n < SHORT) {
            for (int i = 0; i < n; i++) {
                sums[i] += x[at + i];
            }
            return;
        }
        System.arraycopy(x, at, term, 0, n);
        for (int i = 0; i < n; i++) {
            sums[i] += term[i];
        }
    }

    private static void times(float[] x, int at, int n, float weight, float[] sums, float[] term) {
        System.arraycopy(x, at, term, 0, n);
        for (int i = 0; i < n; i++) {
            sums[i] = weight * term[i];
        }
    }

    private static void fma(float[] x, int at, int n, float weight, float[] sums, float[] term) {
        if (n < SHORT) {
            for (int i = 0; i < n; i++) {
                sums[i] = Math.fma(weight, x[at + i], sums[i]);
            }
            return;
        }
        System.arraycopy(x, at, term, 0, n);
        for (int i = 0; i < n; i++) {
            sums[i] = Math.fma(weight, term[i], sums[i]);
        }
    }

    @Override
    public void weightGradients(Csr g, Tensor x, Tensor dy, Tensor dw) {
        SegmentShapes.features("segmentWeightGradients", g, "x", x.shape(), "dy", dy.shape());
        SegmentShapes.weights("segmentWeightGradients", g, "x", x.shape(), "dw", dw.shape());
        int grain = rowsPerChunk(g, x.dim(1));
        if (Parallel.inline(g.rows(), grain)) {
            weightGradients(g, x, dy, dw, 0, g.rows());
        } else {
            Parallel.run(g.rows(), grain, (from, to, worker) -> weightGradients(g, x, dy, dw, from, to));
        }
    }

    private static void weightGradients(Csr g, Tensor x, Tensor dy, Tensor dw, int from, int to) {
        int d = x.dim(1);
        int heads = dw.dim(1);
        int part = d / heads;
        float[] lanes = BLOCKS.get().lanes;
        for (int r = from; r < to; r++) {
            int dyAt = dy.offset() + r * d;
            for (int p = g.pointers()[r]; p < g.pointers()[r + 1]; p++) {
                int xAt = x.offset() + g.index()[p] * d;
                int out = dw.offset() + g.number(p) * heads;
                for (int h = 0; h < heads; h++) {
                    int a = dyAt + h * part;
                    int b = xAt + h * part;
                    dw.array()[out + h] = part < RowSums.LANES
                            ? chain(dy.array(), a, x.array(), b, part)
                            : ScalarReduce.dot(dy.array(), a, x.array(), b, part, lanes);
                }
            }
        }
    }

    private static float chain(float[] a, int aAt, float[] b, int bAt, int n) {
        float sum = 0f;
        for (int i = 0; i < n; i++) {
            sum = Math.fma(a[aAt + i], b[bAt + i], sum);
        }
        return sum;
    }

    @Override
    public void mean(Csr g, Tensor x, Tensor y) {
        SegmentShapes.features("segmentMean", g, "x", x.shape(), "y", y.shape());
        int grain = rowsPerChunk(g, x.dim(1));
        if (Parallel.inline(g.rows(), grain)) {
            mean(g, x, y, 0, g.rows());
        } else {
            Parallel.run(g.rows(), grain, (from, to, worker) -> mean(g, x, y, from, to));
        }
    }

    private static void mean(Csr g, Tensor x, Tensor y, int from, int to) {
        int d = x.dim(1);
        Blocks blocks = BLOCKS.get();
        for (int r = from; r < to; r++) {
            int degree = g.degree(r);
            for (int at = 0; at < d; at += BLOCK) {
                int n = Math.min(BLOCK, d - at);
                plain(g, r, x, at, n, blocks);
                if (degree > 1) {
                    divide(blocks.sums, n, degree);
                }
                System.arraycopy(blocks.sums, 0, y.array(), y.offset() + r * d + at, n);
            }
        }
    }

    private static void divide(float[] sums, int n, float by) {
        for (int i = 0; i < n; i++) {
            sums[i] /= by;
        }
    }

    @Override
    public void meanBackward(Csr g, Tensor dy, Tensor dx) {
        SegmentShapes.features("segmentMeanBackward", g, "dx", dx.shape(), "dy", dy.shape());
        Csr back = g.transposed();
        int grain = rowsPerChunk(back, dx.dim(1));
        if (Parallel.inline(g.columns(), grain)) {
            meanBackward(g, back, dy, dx, 0, g.columns());
        } else {
            Parallel.run(g.columns(), grain, (from, to, worker) -> meanBackward(g, back, dy, dx, from, to));
        }
    }

    private static void meanBackward(Csr g, Csr back, Tensor dy, Tensor dx, int from, int to) {
        int d = dx.dim(1);
        Blocks blocks = BLOCKS.get();
        for (int c = from; c < to; c++) {
            int begin = back.pointers()[c];
            int end = back.pointers()[c + 1];
            for (int at = 0; at < d; at += BLOCK) {
                int n = Math.min(BLOCK, d - at);
                if (begin == end) {
                    Arrays.fill(blocks.sums, 0, n, 0f);
                }
                for (int p = begin; p < end; p++) {
                    int r = back.index()[p];
                    float share = 1f / g.degree(r);
                    int dyAt = dy.offset() + r * d + at;
                    if (p == begin) {
                        times(dy.array(), dyAt, n, share, blocks.sums, blocks.term);
                    } else {
                        fma(dy.array(), dyAt, n, share, blocks.sums, blocks.term);
                    }
                }
                System.arraycopy(blocks.sums, 0, dx.array(), dx.offset() + c * d + at, n);
            }
        }
    }

    @Override
    public void max(Csr g, Tensor x, Tensor y, IntTensor winners) {
        SegmentShapes.features("segmentMax", g, "x", x.shape(), "y", y.shape());
        SegmentShapes.equal("segmentMax", "winners", winners.shape(), y.shape());
        int grain = rowsPerChunk(g, x.dim(1));
        if (Parallel.inline(g.rows(), grain)) {
            max(g, x, y, winners, 0, g.rows());
        } else {
            Parallel.run(g.rows(), grain, (from, to, worker) -> max(g, x, y, winners, from, to));
        }
    }

    private static void max(Csr g, Tensor x, Tensor y, IntTensor winners, int from, int to) {
        int d = x.dim(1);
        Blocks blocks = BLOCKS.get();
        for (int r = from; r < to; r++) {
            for (int at = 0; at < d; at += BLOCK) {
                int n = Math.min(BLOCK, d - at);
                largest(g, r, x, at, n, blocks);
                System.arraycopy(blocks.sums, 0, y.array(), y.offset() + r * d + at, n);
                System.arraycopy(blocks.winners, 0, winners.array(), winners.offset() + r * d + at, n);
            }
        }
    }

    /** The largest of columns [at, at + n) over the entries of a row, in sums, and whose it is. */
    private static void largest(Csr g, int r, Tensor x, int at, int n, Blocks blocks) {
        int d = x.dim(1);
        float[] largest = blocks.sums;
        int[] winners = blocks.winners;
        int begin = g.pointers()[r];
        int end = g.pointers()[r + 1];
        if (begin == end) {
            Arrays.fill(largest, 0, n, 0f);
            Arrays.fill(winners, 0, n, -1);
            return;
        }
        int start = x.offset() + at;
        System.arraycopy(x.array(), start + g.index()[begin] * d, largest, 0, n);
        Arrays.fill(winners, 0, n, g.number(begin));
        for (int p = begin + 1; p < end; p++) {
            System.arraycopy(x.array(), start + g.index()[p] * d, blocks.term, 0, n);
            larger(blocks.term, n, g.number(p), largest, winners);
        }
        for (int i = 0; i < n; i++) {
            if (Float.isNaN(largest[i])) {
                winners[i] = firstNaN(g, r, x, at + i);
            }
        }
    }

    private static void larger(float[] term, int n, int entry, float[] largest, int[] winners) {
        // Two selects, not one branch: which entry wins cannot be predicted.
        for (int i = 0; i < n; i++) {
            winners[i] = term[i] > largest[i] ? entry : winners[i];
        }
        for (int i = 0; i < n; i++) {
            largest[i] = Math.max(largest[i], term[i]);
        }
    }

    private static int firstNaN(Csr g, int r, Tensor x, int column) {
        int p = g.pointers()[r];
        while (!Float.isNaN(x.array()[x.offset() + g.index()[p] * x.dim(1) + column])) {
            p++;
        }
        return g.number(p);
    }

    @Override
    public void maxBackward(Csr g, Tensor dy, IntTensor winners, Tensor dx) {
        SegmentShapes.features("segmentMaxBackward", g, "dx", dx.shape(), "dy", dy.shape());
        SegmentShapes.equal("segmentMaxBackward", "winners", winners.shape(), dy.shape());
        dx.fill(0f);
        int d = dx.dim(1);
        int grain = Math.max(STRIP, GRAIN / Math.max(1, g.rows()));
        int[] columns = g.sources().index();
        if (Parallel.inline(d, grain)) {
            maxBackward(columns, dy, winners, dx, 0, d);
        } else {
            Parallel.run(d, grain, (from, to, worker) -> maxBackward(columns, dy, winners, dx, from, to));
        }
    }

    /**
     * Features [from, to) of all rows. Going over the winners is less work than going over all entries by column, and
     * adds to an element of dx in the same order: by row.
     */
    private static void maxBackward(int[] columns, Tensor dy, IntTensor winners, Tensor dx, int from, int to) {
        int d = dx.dim(1);
        for (int r = 0; r < dy.dim(0); r++) {
            for (int i = r * d + from; i < r * d + to; i++) {
                int winner = winners.array()[winners.offset() + i];
                if (winner >= 0) {
                    dx.array()[dx.offset() + columns[winner] * d + i - r * d] += dy.array()[dy.offset() + i];
                }
            }
        }
    }

    @Override
    public void softmax(Csr g, Tensor x, Tensor y) {
        SegmentShapes.entries("segmentSoftmax", g, "x", x.shape(), "y", y.shape());
        int grain = rowsPerChunk(g, EXPONENTIAL * x.dim(1));
        if (Parallel.inline(g.rows(), grain)) {
            SegmentSoftmax.forward(g, x, y, 0, g.rows());
        } else {
            Parallel.run(g.rows(), grain, (from, to, worker) -> SegmentSoftmax.forward(g, x, y, from, to));
        }
    }

    @Override
    public void softmaxBackward(Csr g, Tensor y, Tensor dy, Tensor dx) {
        SegmentShapes.entries("segmentSoftmaxBackward", g, "y", y.shape(), "dy", dy.shape());
        SegmentShapes.equal("segmentSoftmaxBackward", "dx", dx.shape(), y.shape());
        int grain = rowsPerChunk(g, y.dim(1));
        if (Parallel.inline(g.rows(), grain)) {
            SegmentSoftmax.backward(g, y, dy, dx, 0, g.rows());
        } else {
            Parallel.run(g.rows(), grain, (from, to, worker) -> SegmentSoftmax.backward(g, y, dy, dx, from, to));
        }
    }
}
