package dev.lanewise.kernel;

import static dev.lanewise.kernel.Refusals.assertRefused;
import static dev.lanewise.kernel.Refusals.assertUntouched;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link PoolKernels} keeps: dilation, extents rounded up, sums, adaptive windows. */
public abstract class WindowPoolContract {
    private static final Pool2dShape[] POOLS = {
        Pool2dShape.of(3, 2, 1).withDilation(2, 1),
        Pool2dShape.of(2, 1, 1).withDilation(3, 2),
        Pool2dShape.of(2).withCeil(true),
        Pool2dShape.of(3, 2, 1).withCeil(true),
        new Pool2dShape(3, 2, 4, 3, 1, 1).withCeil(true),
        new Pool2dShape(4, 1, 5, 2, 2, 0).withDilation(2, 2).withCeil(true),
        Pool2dShape.of1d(4, 3, 2).withCeil(true),
    };

    private static final int[][] PLANES = {{5, 4}, {6, 7}, {7, 33}, {28, 29}, {3, 150}};

    /** What is tested. */
    protected abstract PoolKernels kernels();

    /** A window: the places in its plane, in row order, and how many elements it has with the padding. */
    private record Window(int out, int[] places, int area) {}

    private static List<Window> windows(Pool2dShape pool, int h, int w) {
        List<Window> all = new ArrayList<>();
        for (int i = 0; i < pool.outH(h); i++) {
            for (int j = 0; j < pool.outW(w); j++) {
                List<Integer> places = new ArrayList<>();
                int area = 0;
                for (int k = 0; k < pool.kernelH() * pool.kernelW(); k++) {
                    int r = i * pool.strideH() - pool.padH() + k / pool.kernelW() * pool.dilationH();
                    int c = j * pool.strideW() - pool.padW() + k % pool.kernelW() * pool.dilationW();
                    area += r < h + pool.padH() && c < w + pool.padW() ? 1 : 0;
                    if (r >= 0 && r < h && c >= 0 && c < w) {
                        places.add(r * w + c);
                    }
                }
                int[] found = places.stream().mapToInt(Integer::intValue).toArray();
                all.add(new Window(all.size(), found, area));
            }
        }
        return all;
    }

    private static List<Window> adaptive(int h, int w, int outH, int outW) {
        List<Window> all = new ArrayList<>();
        for (int i = 0; i < outH; i++) {
            for (int j = 0; j < outW; j++) {
                List<Integer> places = new ArrayList<>();
                for (int p = 0; p < h * w; p++) {
                    boolean row = p / w >= Math.floor((double) i * h / outH) && p / w < Math.ceil((i + 1.0) * h / outH);
                    boolean column =
                            p % w >= Math.floor((double) j * w / outW) && p % w < Math.ceil((j + 1.0) * w / outW);
                    if (row && column) {
                        places.add(p);
                    }
                }
                int[] found = places.stream().mapToInt(Integer::intValue).toArray();
                all.add(new Window(all.size(), found, found.length));
            }
        }
        return all;
    }

    /** The first NaN, else the first of the largest. */
    private static int best(float[] x, int plane, int[] places) {
        int best = places[0];
        for (int place : places) {
            float now = x[plane + best];
            if (!Float.isNaN(now) && (x[plane + place] > now || Float.isNaN(x[plane + place]))) {
                best = place;
            }
        }
        return best;
    }

    private interface Forward {
        void run(Tensor x, Tensor y, IntTensor indices);
    }

    private interface Backward {
        void run(Tensor dy, IntTensor indices, Tensor dx);
    }

    private static void checkMax(
            String what, Tensor x, int outH, int outW, List<Window> windows, Forward max, Backward backward) {
        int size = x.dim(2) * x.dim(3);
        Guarded y = Guarded.dirty(x.dim(0), x.dim(1), outH, outW);
        IntTensor indices = IntTensor.zeros(y.tensor().shape().toArray());
        max.run(x, y.tensor(), indices);
        y.assertIntact();
        Guarded dx = Guarded.dirty(x.shape().toArray());
        Tensor dy = Guarded.random(9, 1f, y.tensor().shape().toArray()).tensor();
        backward.run(dy, indices, dx.tensor());
        dx.assertIntact();
        float[] values = x.toArray();
        float[] gradient = new float[values.length];
        for (int plane = 0; plane < x.dim(0) * x.dim(1); plane++) {
            for (Window window : windows) {
                int out = plane * windows.size() + window.out;
                int best = best(values, plane * size, window.places);
                assertEquals(best, indices.toArray()[out], what + " at " + out);
                assertEquals(values[plane * size + best], y.tensor().toArray()[out], what + " at " + out);
                gradient[plane * size + best] += dy.toArray()[out];
            }
        }
        Bits.assertSame(gradient, dx.tensor().toArray(), what);
    }

    private static Tensor coarse(int[] plane) {
        Tensor x = Guarded.random(3, 3f, 2, 3, plane[0], plane[1]).tensor();
        for (int i = 0; i < x.size(); i++) {
            int at = x.offset() + i;
            x.array()[at] = i % 37 == 5 ? Float.NaN : (float) Math.rint(x.array()[at]);
        }
        return x;
    }

    @Test
    void max_dilatedOrRoundedUp_isTheDefinition() {
        for (Pool2dShape pool : POOLS) {
            for (int[] plane : PLANES) {
                checkMax(
                        pool + " on " + plane[0] + "x" + plane[1],
                        coarse(plane),
                        pool.outH(plane[0]),
                        pool.outW(plane[1]),
                        windows(pool, plane[0], plane[1]),
                        (x, y, indices) -> kernels().max(pool, x, y, indices),
                        (dy, indices, dx) -> kernels().maxBackward(pool, dy, indices, dx));
            }
        }
    }

    @Test
    void adaptiveMax_isTheDefinition() {
        for (int[] out : new int[][] {{1, 1}, {3, 1}, {2, 3}, {5, 4}, {9, 31}}) {
            for (int[] plane : PLANES) {
                checkMax(
                        "adaptive",
                        coarse(plane),
                        out[0],
                        out[1],
                        adaptive(plane[0], plane[1], out[0], out[1]),
                        (x, y, indices) -> kernels().adaptiveMax(x, y, indices),
                        (dy, indices, dx) -> kernels().adaptiveMaxBackward(dy, indices, dx));
            }
        }
    }

    private interface Share {
        float of(Window window);
    }

    private static void checkSum(String what, int[] plane, int[] out, List<Window> windows, Share share, Sums sums) {
        Tensor x = Guarded.random(1, 1f, 2, 3, plane[0], plane[1]).tensor();
        Guarded y = Guarded.dirty(2, 3, out[0], out[1]);
        sums.forward(x, y.tensor());
        y.assertIntact();
        Tensor dy = Guarded.random(2, 1f, 2, 3, out[0], out[1]).tensor();
        Guarded dx = Guarded.dirty(2, 3, plane[0], plane[1]);
        sums.backward(dy, dx.tensor());
        dx.assertIntact();
        int size = plane[0] * plane[1];
        float[] expected = new float[6 * windows.size()];
        float[] gradient = new float[6 * size];
        NaivePool.Spread spread = new NaivePool.Spread(gradient, plane[1], out[1]);
        for (int p = 0; p < 6; p++) {
            for (Window window : windows) {
                int at = p * windows.size() + window.out;
                float sum = windows.size() == 1 && window.places.length == size
                        ? NaivePool.plane(x.toArray(), p * size, size)
                        : NaivePool.sum(x.toArray(), p * size, plane[1], window.places);
                expected[at] = sum * share.of(window);
                spread.add(p * size, at, window.places, dy.toArray()[at] * share.of(window));
            }
        }
        Bits.assertSame(expected, y.tensor().toArray(), what);
        Bits.assertSame(gradient, dx.tensor().toArray(), what);
    }

    private interface Sums {
        void forward(Tensor x, Tensor y);

        void backward(Tensor dy, Tensor dx);
    }

    private Sums average(Pool2dShape pool, boolean countPadding) {
        return new Sums() {
            @Override
            public void forward(Tensor x, Tensor y) {
                kernels().average(pool, countPadding, x, y);
            }

            @Override
            public void backward(Tensor dy, Tensor dx) {
                kernels().averageBackward(pool, countPadding, dy, dx);
            }
        };
    }

    private Sums sum(Pool2dShape pool, float factor) {
        return new Sums() {
            @Override
            public void forward(Tensor x, Tensor y) {
                kernels().sum(pool, factor, x, y);
            }

            @Override
            public void backward(Tensor dy, Tensor dx) {
                kernels().sumBackward(pool, factor, dy, dx);
            }
        };
    }

    private Sums adaptive() {
        return new Sums() {
            @Override
            public void forward(Tensor x, Tensor y) {
                kernels().adaptiveAverage(x, y);
            }

            @Override
            public void backward(Tensor dy, Tensor dx) {
                kernels().adaptiveAverageBackward(dy, dx);
            }
        };
    }

    @Test
    void averageAndSum_roundedUp_areTheDefinitionBitForBit() {
        for (Pool2dShape dilated : POOLS) {
            Pool2dShape pool = dilated.withDilation(1, 1);
            for (int[] plane : PLANES) {
                List<Window> windows = windows(pool, plane[0], plane[1]);
                int[] out = {pool.outH(plane[0]), pool.outW(plane[1])};
                checkSum(pool + " counted", plane, out, windows, w -> 1f / w.area, average(pool, true));
                checkSum(pool + " inside", plane, out, windows, w -> 1f / w.places.length, average(pool, false));
                checkSum(pool + " sum", plane, out, windows, w -> -0.3f, sum(pool, -0.3f));
            }
        }
    }

    @Test
    void adaptiveAverage_isTheDefinitionBitForBit() {
        for (int[] out : new int[][] {{1, 1}, {3, 1}, {2, 3}, {5, 4}, {9, 31}}) {
            for (int[] plane : PLANES) {
                List<Window> windows = adaptive(plane[0], plane[1], out[0], out[1]);
                checkSum("adaptive", plane, out, windows, w -> 1f / w.area, adaptive());
            }
        }
    }

    @Test
    void outputExtents_roundedUp_leaveOutWindowsThatBeginBeyondTheInput() {
        Pool2dShape pool = Pool2dShape.of(2, 3, 1).withCeil(true);
        assertEquals(2, pool.outH(4));
        assertEquals(2, pool.outH(5));
        assertEquals(3, pool.outH(6));
        assertEquals(1, Pool2dShape.of(4, 3, 0).withCeil(true).outH(2));
        assertRefused(
                "pool2d: the window spans 5, more than the padded height, 1",
                "",
                () -> Pool2dShape.of(3, 2, 0).withDilation(2, 2).withCeil(true).outH(1));
        assertRefused(
                "pool2d: a window of dilation 2 steps over the width, 1, and holds no element",
                "",
                () -> Pool2dShape.of(2, 1, 1).withDilation(2, 2).outW(1));
        assertRefused("pool2d: dilation 0x1", "", () -> Pool2dShape.of(2).withDilation(0, 1));
        assertRefused("pool2d: padding 2x2, expected 0 to half the window 3x3", "", () -> Pool2dShape.of(3, 1, 2));
    }

    @Test
    void everyMethod_anyThreads_hasTheSameBits() {
        Tensor x = Guarded.random(1, 1f, 16, 9, 28, 28).tensor();
        Pool2dShape dilated = Pool2dShape.of(3, 2, 1).withDilation(2, 2);
        Object[][] results = new Object[2][];
        for (int threads = 1; threads <= 2; threads++) {
            Tensor y = Tensor.zeros(16, 9, dilated.outH(28), dilated.outW(28));
            IntTensor indices = IntTensor.zeros(y.shape().toArray());
            Tensor small = Tensor.zeros(16, 9, 5, 7);
            IntTensor smallIndices = IntTensor.zeros(16, 9, 5, 7);
            Tensor dx = Tensor.zeros(x.shape());
            Tensor spread = Tensor.zeros(x.shape());
            Threads.with(threads, () -> {
                kernels().max(dilated, x, y, indices);
                kernels().adaptiveMax(x, small, smallIndices);
                kernels().adaptiveMaxBackward(small, smallIndices, dx);
                kernels().adaptiveAverage(x, small);
                kernels().adaptiveAverageBackward(small, spread);
            });
            results[threads - 1] =
                    new Object[] {y.toArray(), indices.toArray(), small.toArray(), dx.toArray(), spread.toArray()};
        }
        assertArrayEquals(results[0], results[1]);
    }

    @Test
    void noImages_doNothing_andWrongShapesWriteNothing() {
        kernels().adaptiveAverage(Tensor.zeros(0, 2, 3, 3), Tensor.zeros(0, 2, 1, 1));
        Tensor y = Guarded.dirty(1, 2, 2, 2).tensor();
        Tensor x = Tensor.zeros(Shape.of(1, 3, 4, 4));
        assertRefused(
                "adaptiveAveragePool: y has shape [1, 2, 2, 2]",
                "x has shape [1, 3, 4, 4]",
                () -> kernels().adaptiveAverage(x, y));
        assertRefused(
                "adaptiveMaxPool: indices has shape [1, 2, 2, 1], expected [1, 2, 2, 2]",
                "",
                () -> kernels().adaptiveMax(Tensor.zeros(1, 2, 4, 4), y, IntTensor.zeros(1, 2, 2, 1)));
        assertRefused(
                "sumPool: dilation 2x2, expected 1x1",
                "",
                () -> kernels().sum(Pool2dShape.of(2, 1, 0).withDilation(2, 2), 1f, Tensor.zeros(1, 2, 4, 4), y));
        assertUntouched(y);
    }
}
