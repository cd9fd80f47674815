package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.Pool2dShape;
import dev.lanewise.kernel.PoolKernels;
import dev.lanewise.kernel.PoolShapes;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;
import java.util.Arrays;
import java.util.Objects;

/** Pooling without the Vector API. The planes of all images and channels are independent problems. */
public final class ScalarPool implements PoolKernels {
    /** A stateless instance. */
    public ScalarPool() {}

    /** Elements of x of a chunk. */
    private static final int GRAIN = 1 << 14;

    /** In the place of a factor: the reciprocal of each window's number of elements. */
    private static final float MEAN = 0f;

    private static int planes(Tensor x) {
        return x.dim(0) * x.dim(1);
    }

    private static int planesPerChunk(Tensor x) {
        return Math.max(1, GRAIN / Math.max(1, x.dim(2) * x.dim(3)));
    }

    @Override
    public void max(Pool2dShape pool, Tensor x, Tensor y, IntTensor indices) {
        PoolShapes.check("maxPool", pool, "x", x, "y", y);
        PoolShapes.check("maxPool", pool, "x", x, "indices", indices);
        int planes = planes(x);
        int grain = planesPerChunk(x);
        if (pool.dilated()) {
            dilatedMax(pool, x, y, indices, planes, grain);
        } else if (Parallel.inline(planes, grain)) {
            max(pool, x, y, indices, 0, planes);
        } else {
            Parallel.run(planes, grain, (from, to, worker) -> max(pool, x, y, indices, from, to));
        }
    }

    private static void dilatedMax(Pool2dShape pool, Tensor x, Tensor y, IntTensor indices, int planes, int grain) {
        if (Parallel.inline(planes, grain)) {
            WindowPool.dilatedMax(pool, x, y, indices, 0, planes);
        } else {
            Parallel.run(planes, grain, (from, to, worker) -> WindowPool.dilatedMax(pool, x, y, indices, from, to));
        }
    }

    private static void max(Pool2dShape pool, Tensor x, Tensor y, IntTensor indices, int from, int to) {
        int h = x.dim(2);
        int w = x.dim(3);
        int outH = y.dim(2);
        int outW = y.dim(3);
        for (int plane = from; plane < to; plane++) {
            int xAt = x.offset() + plane * h * w;
            int out = plane * outH * outW;
            for (int i = 0; i < outH; i++) {
                int top = i * pool.strideH() - pool.padH();
                int r0 = Math.max(0, top);
                int r1 = Math.min(h, top + pool.kernelH());
                for (int j = 0; j < outW; j++, out++) {
                    int left = j * pool.strideW() - pool.padW();
                    int c1 = Math.min(w, left + pool.kernelW());
                    int best = argmax(x.array(), xAt, w, r0, r1, Math.max(0, left), c1);
                    y.array()[y.offset() + out] = x.array()[xAt + best];
                    indices.array()[indices.offset() + out] = best;
                }
            }
        }
    }

    /** Where in the plane the largest of rows [r0, r1), columns [c0, c1) stands. */
    static int argmax(float[] x, int at, int w, int r0, int r1, int c0, int c1) {
        int best = r0 * w + c0;
        if (r1 - r0 == 2 && c1 - c0 == 2) {
            float sum = x[at + best] + x[at + best + 1] + x[at + best + w] + x[at + best + w + 1];
            if (!Float.isNaN(sum)) {
                return larger(x, at, larger(x, at, best, best + 1), larger(x, at, best + w, best + w + 1));
            }
        }
        float largest = x[at + best];
        for (int r = r0; r < r1; r++) {
            for (int c = c0; c < c1; c++) {
                float v = x[at + r * w + c];
                // Two selects, not one branch: which element wins cannot be predicted.
                best = v > largest ? r * w + c : best;
                largest = Math.max(largest, v);
            }
        }
        return Float.isNaN(largest) ? firstNaN(x, at, w, r0, c0, c1) : best;
    }

    private static int larger(float[] x, int at, int first, int second) {
        return x[at + second] > x[at + first] ? second : first;
    }

    private static int firstNaN(float[] x, int at, int w, int r0, int c0, int c1) {
        int r = r0;
        int c = c0;
        while (!Float.isNaN(x[at + r * w + c])) {
            c++;
            if (c == c1) {
                c = c0;
                r++;
            }
        }
        return r * w + c;
    }

    @Override
    public void maxBackward(Pool2dShape pool, Tensor dy, IntTensor indices, Tensor dx) {
        PoolShapes.check("maxPoolBackward", pool, "dx", dx, "dy", dy);
        PoolShapes.check("maxPoolBackward", pool, "dx", dx, "indices", indices);
        int planes = planes(dx);
        int grain = planesPerChunk(dx);
        if (Parallel.inline(planes, grain)) {
            maxBackward(dy, indices, dx, 0, planes);
        } else {
            Parallel.run(planes, grain, (from, to, worker) -> maxBackward(dy, indices, dx, from, to));
        }
    }

    private static void maxBackward(Tensor dy, IntTensor indices, Tensor dx, int from, int to) {
        int size = dx.dim(2) * dx.dim(3);
        int outputs = dy.dim(2) * dy.dim(3);
        for (int plane = from; plane < to; plane++) {
            int dxAt = dx.offset() + plane * size;
            Arrays.fill(dx.array(), dxAt, dxAt + size, 0f);
            for (int out = plane * outputs; out < (plane + 1) * outputs; out++) {
                int index = Objects.checkIndex(indices.array()[indices.offset() + out], size);
                dx.array()[dxAt + index] += dy.array()[dy.offset() + out];
            }
        }
    }

    @Override
    public void average(Pool2dShape pool, boolean countPadding, Tensor x, Tensor y) {
        PoolShapes.checkSum("averagePool", pool, "x", x, "y", y);
        sums(pool, countPadding, known(pool, countPadding), x, y);
    }

    @Override
    public void sum(Pool2dShape pool, float factor, Tensor x, Tensor y) {
        PoolShapes.checkSum("sumPool", pool, "x", x, "y", y);
        sums(pool, false, factor, x, y);
    }

    /** The reciprocal if all windows have one, else MEAN. */
    private static float known(Pool2dShape pool, boolean countPadding) {
        return countPadding && !pool.ceil() ? 1f / (pool.kernelH() * pool.kernelW()) : MEAN;
    }

    private static void sums(Pool2dShape pool, boolean countPadding, float factor, Tensor x, Tensor y) {
        int planes = planes(x);
        int grain = planesPerChunk(x);
        if (Parallel.inline(planes, grain)) {
            sums(pool, countPadding, factor, x, y, 0, planes);
        } else {
            Parallel.run(planes, grain, (from, to, worker) -> sums(pool, countPadding, factor, x, y, from, to));
        }
    }

    private static void sums(
            Pool2dShape pool, boolean countPadding, float factor, Tensor x, Tensor y, int from, int to) {
        int h = x.dim(2);
        int w = x.dim(3);
        int outH = y.dim(2);
        int outW = y.dim(3);
        float[][] scratch = WindowSums.rows(w);
        for (int plane = from; plane < to; plane++) {
            int xAt = x.offset() + plane * h * w;
            int out = y.offset() + plane * outH * outW;
            for (int i = 0; i < outH; i++) {
                int top = i * pool.strideH() - pool.padH();
                int r0 = Math.max(0, top);
                int r1 = Math.min(h, top + pool.kernelH());
                int down = down(pool, top, h);
                for (int j = 0; j < outW; j++, out++) {
                    int left = j * pool.strideW() - pool.padW();
                    int c0 = Math.max(0, left);
                    int c1 = Math.min(w, left + pool.kernelW());
                    boolean all = outH * outW == 1 && r1 - r0 == h && c1 - c0 == w;
                    float sum = all
                            ? WindowSums.plane(x.array(), xAt, h * w, scratch)
                            : WindowSums.sum(x.array(), xAt, w, r0, r1, c0, c1, scratch);
                    if (factor != MEAN) {
                        y.array()[out] = sum * factor;
                    } else {
                        int count = countPadding ? down * across(pool, left, w) : (r1 - r0) * (c1 - c0);
                        y.array()[out] = sum * (1f / count);
                    }
                }
            }
        }
    }

    // A last window that was rounded up may reach beyond the padding, where nothing counts.
    private static int down(Pool2dShape pool, int top, int h) {
        return Math.min(pool.kernelH(), h + pool.padH() - top);
    }

    private static int across(Pool2dShape pool, int left, int w) {
        return Math.min(pool.kernelW(), w + pool.padW() - left);
    }

    @Override
    public void averageBackward(Pool2dShape pool, boolean countPadding, Tensor dy, Tensor dx) {
        PoolShapes.checkSum("averagePoolBackward", pool, "dx", dx, "dy", dy);
        sumsBackward(pool, countPadding, known(pool, countPadding), dy, dx);
    }

    @Override
    public void sumBackward(Pool2dShape pool, float factor, Tensor dy, Tensor dx) {
        PoolShapes.checkSum("sumPoolBackward", pool, "dx", dx, "dy", dy);
        sumsBackward(pool, false, factor, dy, dx);
    }

    private static void sumsBackward(Pool2dShape pool, boolean countPadding, float factor, Tensor dy, Tensor dx) {
        int planes = planes(dx);
        int grain = planesPerChunk(dx);
        if (Parallel.inline(planes, grain)) {
            sumsBackward(pool, countPadding, factor, dy, dx, 0, planes);
        } else {
            Parallel.run(
                    planes, grain, (from, to, worker) -> sumsBackward(pool, countPadding, factor, dy, dx, from, to));
        }
    }

    private static void sumsBackward(
            Pool2dShape pool, boolean countPadding, float factor, Tensor dy, Tensor dx, int from, int to) {
        int h = dx.dim(2);
        int w = dx.dim(3);
        int outH = dy.dim(2);
        int outW = dy.dim(3);
        float[] row = WindowSums.rows(w)[0];
        for (int plane = from; plane < to; plane++) {
            int dxAt = dx.offset() + plane * h * w;
            Arrays.fill(dx.array(), dxAt, dxAt + h * w, 0f);
            int out = dy.offset() + plane * outH * outW;
            for (int i = 0; i < outH; i++) {
                int top = i * pool.strideH() - pool.padH();
                int r0 = Math.max(0, top);
                int r1 = Math.min(h, top + pool.kernelH());
                int down = down(pool, top, h);
                Arrays.fill(row, 0, w, 0f);
                for (int j = 0; j < outW; j++, out++) {
                    int left = j * pool.strideW() - pool.padW();
                    int c0 = Math.max(0, left);
                    int c1 = Math.min(w, left + pool.kernelW());
                    float share = dy.array()[out];
                    if (factor != MEAN) {
                        share *= factor;
                    } else {
                        int count = countPadding ? down * across(pool, left, w) : (r1 - r0) * (c1 - c0);
                        share *= 1f / count;
                    }
                    for (int c = c0; c < c1; c++) {
                        row[c] += share;
                    }
                }
                WindowSums.add(row, dx.array(), dxAt, w, r0, r1);
            }
        }
    }

    @Override
    public void adaptiveAverage(Tensor x, Tensor y) {
        PoolShapes.checkAdaptive("adaptiveAveragePool", "x", x, "y", y);
        int planes = planes(x);
        int grain = planesPerChunk(x);
        if (Parallel.inline(planes, grain)) {
            WindowPool.average(x, y, 0, planes);
        } else {
            Parallel.run(planes, grain, (from, to, worker) -> WindowPool.average(x, y, from, to));
        }
    }

    @Override
    public void adaptiveAverageBackward(Tensor dy, Tensor dx) {
        PoolShapes.checkAdaptive("adaptiveAveragePoolBackward", "dx", dx, "dy", dy);
        int planes = planes(dx);
        int grain = planesPerChunk(dx);
        if (Parallel.inline(planes, grain)) {
            WindowPool.averageBackward(dy, dx, 0, planes);
        } else {
            Parallel.run(planes, grain, (from, to, worker) -> WindowPool.averageBackward(dy, dx, from, to));
        }
    }

    @Override
    public void adaptiveMax(Tensor x, Tensor y, IntTensor indices) {
        PoolShapes.checkAdaptive("adaptiveMaxPool", "x", x, "y", y);
        PoolShapes.checkPlaces("adaptiveMaxPool", y, indices);
        int planes = planes(x);
        int grain = planesPerChunk(x);
        if (Parallel.inline(planes, grain)) {
            WindowPool.max(x, y, indices, 0, planes);
        } else {
            Parallel.run(planes, grain, (from, to, worker) -> WindowPool.max(x, y, indices, from, to));
        }
    }

    @Override
    public void adaptiveMaxBackward(Tensor dy, IntTensor indices, Tensor dx) {
        PoolShapes.checkAdaptive("adaptiveMaxPoolBackward", "dx", dx, "dy", dy);
        PoolShapes.checkPlaces("adaptiveMaxPoolBackward", dy, indices);
        int planes = planes(dx);
        int grain = planesPerChunk(dx);
        if (Parallel.inline(planes, grain)) {
            maxBackward(dy, indices, dx, 0, planes);
        } else {
            Parallel.run(planes, grain, (from, to, worker) -> maxBackward(dy, indices, dx, from, to));
        }
    }
}
