package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.Pool2dShape;
import dev.lanewise.kernel.PoolKernels;
import dev.lanewise.kernel.PoolShapes;
import dev.lanewise.kernel.scalar.ScalarPool;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;

/**
 * Pooling with the bits of {@link ScalarPool}: each output row in two steps, {@link PoolColumns} and {@link PoolWindows}.
 * Gradients of maxima go where the indices say, one by one, and so are the scalar twin's.
 */
final class VectorPool implements PoolKernels {
    /** Elements of x of a chunk. */
    private static final int GRAIN = 1 << 16;

    /** In the place of a factor: the reciprocal of each window's number of elements. */
    private static final float MEAN = 0f;

    private static final PoolKernels PLAIN = new ScalarPool();

    private static int planes(Tensor x) {
        return x.dim(0) * x.dim(1);
    }

    private static int planesPerChunk(Tensor x) {
        return Math.max(1, GRAIN / Math.max(1, x.dim(2) * x.dim(3)));
    }

    private static PoolPlan plan(Pool2dShape pool, boolean countPadding, Tensor x, Tensor y) {
        return PoolPlan.of(pool, countPadding, x.dim(2), x.dim(3), y.dim(2), y.dim(3));
    }

    private static PoolPlan adaptive(Tensor x, Tensor y) {
        return PoolPlan.adaptive(x.dim(2), x.dim(3), y.dim(2), y.dim(3));
    }

    @Override
    public void max(Pool2dShape pool, Tensor x, Tensor y, IntTensor indices) {
        PoolShapes.check("maxPool", pool, "x", x, "y", y);
        PoolShapes.check("maxPool", pool, "x", x, "indices", indices);
        int planes = planes(x);
        int grain = planesPerChunk(x);
        if (Parallel.inline(planes, grain)) {
            PoolPlanes.maxima(plan(pool, false, x, y), x, y, indices, 0, planes);
        } else {
            Parallel.run(
                    planes,
                    grain,
                    (from, to, worker) -> PoolPlanes.maxima(plan(pool, false, x, y), x, y, indices, from, to));
        }
    }

    @Override
    public void maxBackward(Pool2dShape pool, Tensor dy, IntTensor indices, Tensor dx) {
        PLAIN.maxBackward(pool, dy, indices, dx);
    }

    @Override
    public void average(Pool2dShape pool, boolean countPadding, Tensor x, Tensor y) {
        PoolShapes.checkSum("averagePool", pool, "x", x, "y", y);
        sums(pool, countPadding, MEAN, x, y);
    }

    @Override
    public void averageBackward(Pool2dShape pool, boolean countPadding, Tensor dy, Tensor dx) {
        PoolShapes.checkSum("averagePoolBackward", pool, "dx", dx, "dy", dy);
        sumsBackward(pool, countPadding, MEAN, dy, dx);
    }

    @Override
    public void sum(Pool2dShape pool, float factor, Tensor x, Tensor y) {
        PoolShapes.checkSum("sumPool", pool, "x", x, "y", y);
        sums(pool, false, factor, x, y);
    }

    @Override
    public void sumBackward(Pool2dShape pool, float factor, Tensor dy, Tensor dx) {
        PoolShapes.checkSum("sumPoolBackward", pool, "dx", dx, "dy", dy);
        sumsBackward(pool, false, factor, dy, dx);
    }

    private static void sums(Pool2dShape pool, boolean countPadding, float factor, Tensor x, Tensor y) {
        int planes = planes(x);
        int grain = planesPerChunk(x);
        if (Parallel.inline(planes, grain)) {
            PoolPlanes.sums(plan(pool, countPadding, x, y), factor, x, y, 0, planes);
        } else {
            Parallel.run(
                    planes,
                    grain,
                    (from, to, worker) -> PoolPlanes.sums(plan(pool, countPadding, x, y), factor, x, y, from, to));
        }
    }

    private static void sumsBackward(Pool2dShape pool, boolean countPadding, float factor, Tensor dy, Tensor dx) {
        int planes = planes(dx);
        int grain = planesPerChunk(dx);
        if (Parallel.inline(planes, grain)) {
            PoolPlanes.sumsBackward(plan(pool, countPadding, dx, dy), factor, dy, dx, 0, planes);
        } else {
            Parallel.run(
                    planes,
                    grain,
                    (from, to, worker) ->
                            PoolPlanes.sumsBackward(plan(pool, countPadding, dx, dy), factor, dy, dx, from, to));
        }
    }

    @Override
    public void adaptiveAverage(Tensor x, Tensor y) {
        PoolShapes.checkAdaptive("adaptiveAveragePool", "x", x, "y", y);
        int planes = planes(x);
        int grain = planesPerChunk(x);
        if (Parallel.inline(planes, grain)) {
            PoolPlanes.sums(adaptive(x, y), MEAN, x, y, 0, planes);
        } else {
            Parallel.run(planes, grain, (from, to, worker) -> PoolPlanes.sums(adaptive(x, y), MEAN, x, y, from, to));
        }
    }

    @Override
    public void adaptiveAverageBackward(Tensor dy, Tensor dx) {
        PoolShapes.checkAdaptive("adaptiveAveragePoolBackward", "dx", dx, "dy", dy);
        int planes = planes(dx);
        int grain = planesPerChunk(dx);
        if (Parallel.inline(planes, grain)) {
            PoolPlanes.sumsBackward(adaptive(dx, dy), MEAN, dy, dx, 0, planes);
        } else {
            Parallel.run(
                    planes,
                    grain,
                    (from, to, worker) -> PoolPlanes.sumsBackward(adaptive(dx, dy), MEAN, dy, dx, from, to));
        }
    }

    @Override
    public void adaptiveMax(Tensor x, Tensor y, IntTensor indices) {
        PoolShapes.checkAdaptive("adaptiveMaxPool", "x", x, "y", y);
        PoolShapes.checkPlaces("adaptiveMaxPool", y, indices);
        int planes = planes(x);
        int grain = planesPerChunk(x);
        if (Parallel.inline(planes, grain)) {
            PoolPlanes.maxima(adaptive(x, y), x, y, indices, 0, planes);
        } else {
            Parallel.run(
                    planes, grain, (from, to, worker) -> PoolPlanes.maxima(adaptive(x, y), x, y, indices, from, to));
        }
    }

    @Override
    public void adaptiveMaxBackward(Tensor dy, IntTensor indices, Tensor dx) {
        PLAIN.adaptiveMaxBackward(dy, indices, dx);
    }
}
