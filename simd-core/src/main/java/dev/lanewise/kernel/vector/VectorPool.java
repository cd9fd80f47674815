package dev.lanewise.kernel.vector;

import static dev.lanewise.kernel.vector.Lanes.F;
import static dev.lanewise.kernel.vector.Lanes.I;
import static dev.lanewise.kernel.vector.Lanes.L;

import dev.lanewise.kernel.Pool2dShape;
import dev.lanewise.kernel.PoolKernels;
import dev.lanewise.kernel.PoolShapes;
import dev.lanewise.kernel.scalar.ScalarPool;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/**
 * Pooling with the bits of {@link ScalarPool}. The maximum of 2x2 windows that do not overlap is done on vectors, the
 * rest by the scalar twin itself.
 */
final class VectorPool implements PoolKernels {
    /** Elements of x of a chunk. */
    private static final int GRAIN = 1 << 16;

    private static final Pool2dShape TWO = Pool2dShape.of(2);

    private static final PoolKernels PLAIN = new ScalarPool();

    // 0, 2, 4 ...: the even lanes, twice over; and the lanes of the second half.
    private static final VectorShuffle<Float> EVEN = VectorShuffle.iota(F, 0, 2, true);
    private static final VectorShuffle<Float> ODD = VectorShuffle.iota(F, 1, 2, true);
    private static final VectorMask<Float> UPPER = F.indexInRange(0, L / 2).not();

    // The column of a window's first element, counted from the first window's.
    private static final IntVector COLUMN = IntVector.zero(I).addIndex(2);

    @Override
    public void max(Pool2dShape pool, Tensor x, Tensor y, IntTensor indices) {
        if (!pool.equals(TWO)) {
            PLAIN.max(pool, x, y, indices);
            return;
        }
        PoolShapes.check("maxPool", pool, "x", x, "y", y);
        PoolShapes.check("maxPool", pool, "x", x, "indices", indices);
        int planes = x.dim(0) * x.dim(1);
        int grain = Math.max(1, GRAIN / Math.max(1, x.dim(2) * x.dim(3)));
        if (Parallel.inline(planes, grain)) {
            max2x2(x, y, indices, 0, planes);
        } else {
            Parallel.run(planes, grain, (from, to, worker) -> max2x2(x, y, indices, from, to));
        }
    }

    private static void max2x2(Tensor x, Tensor y, IntTensor indices, int from, int to) {
        int h = x.dim(2);
        int w = x.dim(3);
        int outputs = y.dim(2) * y.dim(3);
        for (int plane = from; plane < to; plane++) {
            int xAt = x.offset() + plane * h * w;
            int out = plane * outputs;
            for (int j = 0; j < y.dim(3); j += L) {
                int yAt = y.offset() + out + j;
                int indexAt = indices.offset() + out + j;
                column(x.array(), xAt, w, y.array(), yAt, indices.array(), indexAt, y.dim(2), y.dim(3), j);
            }
        }
    }

    /** Output columns j to j + L, as far as there are, of all rows of a plane. */
    private static void column(
            float[] x, int xAt, int w, float[] y, int yAt, int[] indices, int indexAt, int outH, int outW, int j) {
        VectorMask<Float> out = F.indexInRange(j, outW);
        VectorMask<Integer> outIndex = out.cast(I);
        IntVector zero = IntVector.zero(I);
        IntVector below = IntVector.broadcast(I, w);
        int i = 0;
        // As long as no vector leaves its array; the lanes beyond the row are loaded and not used.
        int lastX = x.length - 2 * L - w - 2 * j - xAt;
        int lastY = Math.min(y.length - yAt, indices.length - indexAt) - L;
        for (; i < outH && 2 * i * w <= lastX && i * outW <= lastY; i++) {
            int corner = 2 * i * w + 2 * j;
            FloatVector top0 = FloatVector.fromArray(F, x, xAt + corner);
            FloatVector top1 = FloatVector.fromArray(F, x, xAt + corner + L);
            FloatVector bottom0 = FloatVector.fromArray(F, x, xAt + corner + w);
            FloatVector bottom1 = FloatVector.fromArray(F, x, xAt + corner + w + L);
            // The windows' four elements in row order: the one on the right must be larger to win.
            FloatVector a = pick(top0, top1, EVEN);
            FloatVector b = pick(top0, top1, ODD);
            FloatVector c = pick(bottom0, bottom1, EVEN);
            FloatVector d = pick(bottom0, bottom1, ODD);
            VectorMask<Float> second = wins(a, b);
            VectorMask<Float> fourth = wins(c, d);
            FloatVector top = a.blend(b, second);
            FloatVector bottom = c.blend(d, fourth);
            VectorMask<Float> lower = wins(top, bottom);
            IntVector at = zero.blend(1, second.cast(I))
                    .blend(below.blend(w + 1, fourth.cast(I)), lower.cast(I))
                    .add(COLUMN)
                    .add(corner);
            top.blend(bottom, lower).intoArray(y, yAt + i * outW, out);
            at.intoArray(indices, indexAt + i * outW, outIndex);
        }
        for (; i < outH; i++) {
            for (int k = 0; k < Math.min(L, outW - j); k++) {
                int best = argmax(x, xAt, w, 2 * i * w + 2 * (j + k));
                y[yAt + i * outW + k] = x[xAt + best];
                indices[indexAt + i * outW + k] = best;
            }
        }
    }

    /** Where in the plane the largest element of one window stands. */
    private static int argmax(float[] x, int xAt, int w, int corner) {
        int best = corner;
        for (int k = 1; k < 4; k++) {
            int place = corner + (k & 1) + (k >> 1) * w;
            float v = x[xAt + place];
            if (v > x[xAt + best] || (Float.isNaN(v) && !Float.isNaN(x[xAt + best]))) {
                best = place;
            }
        }
        return best;
    }

    /** Every second lane of two vectors in a row. */
    private static FloatVector pick(FloatVector v0, FloatVector v1, VectorShuffle<Float> which) {
        return v0.rearrange(which).blend(v1.rearrange(which), UPPER);
    }

    /** Where the later element takes the place of the earlier: it is larger, or the first NaN. */
    private static VectorMask<Float> wins(FloatVector earlier, FloatVector later) {
        return later.compare(VectorOperators.LE, earlier).not().and(earlier.compare(VectorOperators.EQ, earlier));
    }

    @Override
    public void maxBackward(Pool2dShape pool, Tensor dy, IntTensor indices, Tensor dx) {
        PLAIN.maxBackward(pool, dy, indices, dx);
    }

    @Override
    public void average(Pool2dShape pool, boolean countPadding, Tensor x, Tensor y) {
        PLAIN.average(pool, countPadding, x, y);
    }

    @Override
    public void averageBackward(Pool2dShape pool, boolean countPadding, Tensor dy, Tensor dx) {
        PLAIN.averageBackward(pool, countPadding, dy, dx);
    }

    @Override
    public void sum(Pool2dShape pool, float factor, Tensor x, Tensor y) {
        PLAIN.sum(pool, factor, x, y);
    }

    @Override
    public void sumBackward(Pool2dShape pool, float factor, Tensor dy, Tensor dx) {
        PLAIN.sumBackward(pool, factor, dy, dx);
    }

    @Override
    public void adaptiveAverage(Tensor x, Tensor y) {
        PLAIN.adaptiveAverage(x, y);
    }

    @Override
    public void adaptiveAverageBackward(Tensor dy, Tensor dx) {
        PLAIN.adaptiveAverageBackward(dy, dx);
    }

    @Override
    public void adaptiveMax(Tensor x, Tensor y, IntTensor indices) {
        PLAIN.adaptiveMax(x, y, indices);
    }

    @Override
    public void adaptiveMaxBackward(Tensor dy, IntTensor indices, Tensor dx) {
        PLAIN.adaptiveMaxBackward(dy, indices, dx);
    }
}
