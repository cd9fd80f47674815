package dev.lanewise.kernel;

import static dev.lanewise.kernel.Refusals.assertRefused;
import static dev.lanewise.kernel.Refusals.assertUntouched;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link PoolKernels} keeps. */
public abstract class PoolContract {
    private static final Pool2dShape[] POOLS = {
        Pool2dShape.of(2),
        Pool2dShape.of(3),
        new Pool2dShape(2, 2, 1, 1, 0, 0),
        new Pool2dShape(2, 2, 2, 2, 1, 1),
        new Pool2dShape(3, 3, 2, 2, 1, 1),
        new Pool2dShape(3, 2, 1, 3, 1, 0),
        new Pool2dShape(1, 1, 2, 2, 0, 0),
        new Pool2dShape(5, 4, 3, 2, 2, 2),
        new Pool2dShape(7, 7, 1, 1, 3, 3),
        new Pool2dShape(5, 4, 1, 1, 0, 0),
    };

    private static final int[][] PLANES = {{5, 4}, {7, 6}, {10, 10}, {28, 28}, {7, 33}, {8, 65}, {9, 131}, {7, 7}};

    /** What is tested. */
    protected abstract PoolKernels kernels();

    /** The window of an output along one axis: rows or columns [from, to) of the input. */
    private static int from(int out, int stride, int pad) {
        return Math.max(0, out * stride - pad);
    }

    private static int to(int out, int stride, int pad, int kernel, int extent) {
        return Math.min(extent, out * stride - pad + kernel);
    }

    private interface Window {
        void visit(int plane, int out, int[] places);
    }

    /** Every window in order, with the places in its plane that it covers, in row order. */
    private static void windows(Pool2dShape pool, Shape x, Window window) {
        int h = x.dim(2);
        int w = x.dim(3);
        int outH = pool.outH(h);
        int outW = pool.outW(w);
        for (int plane = 0; plane < x.dim(0) * x.dim(1); plane++) {
            for (int out = 0; out < outH * outW; out++) {
                int i = out / outW;
                int j = out % outW;
                int[] places = new int[pool.kernelH() * pool.kernelW()];
                int n = 0;
                for (int r = from(i, pool.strideH(), pool.padH());
                        r < to(i, pool.strideH(), pool.padH(), pool.kernelH(), h);
                        r++) {
                    for (int c = from(j, pool.strideW(), pool.padW());
                            c < to(j, pool.strideW(), pool.padW(), pool.kernelW(), w);
                            c++) {
                        places[n++] = r * w + c;
                    }
                }
                window.visit(plane, plane * outH * outW + out, Arrays.copyOf(places, n));
            }
        }
    }

    private static Shape pooled(Pool2dShape pool, Shape x) {
        return Shape.of(x.dim(0), x.dim(1), pool.outH(x.dim(2)), pool.outW(x.dim(3)));
    }

    /** The first NaN, else the first of the largest. */
    private static int best(float[] plane, int[] places) {
        int best = places[0];
        for (int place : places) {
            if (Float.isNaN(plane[best])) {
                return best;
            }
            if (plane[place] > plane[best] || Float.isNaN(plane[place])) {
                best = place;
            }
        }
        return best;
    }

    private void checkMax(Pool2dShape pool, Tensor x) {
        Shape shape = pooled(pool, x.shape());
        Guarded y = Guarded.dirty(shape.toArray());
        int[] guarded = new int[shape.size() + 2 * 37];
        Arrays.fill(guarded, -7);
        IntTensor indices = IntTensor.window(guarded, 37, shape);
        kernels().max(pool, x, y.tensor(), indices);
        int size = x.dim(2) * x.dim(3);
        float[] expected = new float[shape.size()];
        windows(pool, x.shape(), (plane, out, places) -> {
            float[] values = Arrays.copyOfRange(x.array(), x.offset() + plane * size, x.offset() + (plane + 1) * size);
            int best = best(values, places);
            expected[out] = values[best];
            assertEquals(best, indices.get(out), "index of output " + out + ", " + pool + " on " + x.shape());
        });
        Bits.assertSame(expected, y.tensor().toArray(), pool + " on " + x.shape());
        y.assertIntact();
        Arrays.fill(guarded, 37, 37 + shape.size(), -7);
        assertTrue(Arrays.stream(guarded).allMatch(i -> i == -7), "written outside the indices");
    }

    @Test
    void max_everyWindow_isTheDefinition() {
        for (Pool2dShape pool : POOLS) {
            for (int[] plane : PLANES) {
                checkMax(pool, Guarded.random(1, 1f, 2, 3, plane[0], plane[1]).tensor());
            }
        }
    }

    @Test
    void max_specialAndEqualValues_takesTheFirstNaNOrTheFirstLargest() {
        for (Pool2dShape pool : POOLS) {
            for (int[] plane : PLANES) {
                int size = 2 * 3 * plane[0] * plane[1];
                checkMax(
                        pool,
                        Guarded.of(PlainRows.withSpecials(3, 1f, 0.7, size), 2, 3, plane[0], plane[1])
                                .tensor());
                Tensor few = Guarded.random(4, 3f, 2, 3, plane[0], plane[1]).tensor();
                for (int i = 0; i < few.size(); i++) {
                    few.array()[few.offset() + i] = (float) Math.rint(few.array()[few.offset() + i]);
                }
                checkMax(pool, few);
                few.fill(Float.NEGATIVE_INFINITY);
                checkMax(pool, few);
            }
        }
    }

    @Test
    void maxBackward_addsInOrderWhereTheIndexSays() {
        for (Pool2dShape pool : POOLS) {
            for (int[] plane : PLANES) {
                Tensor x = Guarded.random(1, 1f, 2, 3, plane[0], plane[1]).tensor();
                Shape shape = pooled(pool, x.shape());
                IntTensor indices = IntTensor.zeros(shape.toArray());
                kernels().max(pool, x, Tensor.zeros(shape), indices);
                Tensor dy = Guarded.random(2, 1f, shape.toArray()).tensor();
                Guarded dx = Guarded.dirty(x.shape().toArray());
                kernels().maxBackward(pool, dy, indices, dx.tensor());
                float[] expected = new float[x.size()];
                int size = plane[0] * plane[1];
                windows(
                        pool,
                        x.shape(),
                        (p, out, places) -> expected[p * size + indices.get(out)] += dy.array()[dy.offset() + out]);
                Bits.assertSame(expected, dx.tensor().toArray(), pool + " on " + x.shape());
                dx.assertIntact();
            }
        }
    }

    @Test
    void maxBackward_indexOutsideThePlane_isRefused() {
        Pool2dShape pool = Pool2dShape.of(2);
        for (int bad : new int[] {-1, 16}) {
            IntTensor indices = IntTensor.of(new int[] {0, 2, 8, bad}, 1, 1, 2, 2);
            Guarded dx = Guarded.dirty(1, 1, 4, 4);
            assertThrows(
                    IndexOutOfBoundsException.class,
                    () -> kernels().maxBackward(pool, Tensor.zeros(1, 1, 2, 2), indices, dx.tensor()));
            dx.assertIntact();
        }
    }

    private static float share(Pool2dShape pool, boolean countPadding, int[] places) {
        return 1f / (countPadding ? pool.kernelH() * pool.kernelW() : places.length);
    }

    @Test
    void average_everyWindow_isTheDefinitionBitForBit() {
        for (Pool2dShape pool : POOLS) {
            for (int[] plane : PLANES) {
                for (boolean countPadding : new boolean[] {false, true}) {
                    Tensor x = Guarded.random(1, 1f, 2, 3, plane[0], plane[1]).tensor();
                    Guarded y = Guarded.dirty(pooled(pool, x.shape()).toArray());
                    kernels().average(pool, countPadding, x, y.tensor());
                    float[] expected = new float[y.tensor().size()];
                    windows(pool, x.shape(), (p, out, places) -> {
                        int size = plane[0] * plane[1];
                        int at = x.offset() + p * size;
                        float sum = expected.length == 6 && places.length == size
                                ? NaivePool.plane(x.array(), at, size)
                                : NaivePool.sum(x.array(), at, plane[1], places);
                        expected[out] = sum * share(pool, countPadding, places);
                    });
                    Bits.assertSame(expected, y.tensor().toArray(), pool + " on " + x.shape());
                    y.assertIntact();
                }
            }
        }
    }

    @Test
    void averageBackward_everyWindow_isTheDefinitionBitForBit() {
        for (Pool2dShape pool : POOLS) {
            for (int[] plane : PLANES) {
                for (boolean countPadding : new boolean[] {false, true}) {
                    Guarded dx = Guarded.dirty(2, 3, plane[0], plane[1]);
                    Shape shape = pooled(pool, dx.tensor().shape());
                    Tensor dy = Guarded.random(2, 1f, shape.toArray()).tensor();
                    kernels().averageBackward(pool, countPadding, dy, dx.tensor());
                    float[] expected = new float[dx.tensor().size()];
                    NaivePool.Spread spread = new NaivePool.Spread(expected, plane[1], shape.dim(3));
                    windows(
                            pool,
                            dx.tensor().shape(),
                            (p, out, places) -> spread.add(
                                    p * plane[0] * plane[1],
                                    out,
                                    places,
                                    dy.array()[dy.offset() + out] * share(pool, countPadding, places)));
                    Bits.assertSame(expected, dx.tensor().toArray(), pool + " on " + shape);
                    dx.assertIntact();
                }
            }
        }
    }

    @Test
    void everyMethod_anyThreads_hasTheSameBits() {
        for (Pool2dShape pool : new Pool2dShape[] {POOLS[0], POOLS[4]}) {
            Tensor x = Guarded.random(1, 1f, 32, 7, 28, 28).tensor();
            Shape shape = pooled(pool, x.shape());
            Object[][] results = new Object[2][];
            for (int threads = 1; threads <= 2; threads++) {
                Tensor y = Tensor.zeros(shape);
                IntTensor indices = IntTensor.zeros(shape.toArray());
                Tensor dx = Tensor.zeros(x.shape());
                Tensor average = Tensor.zeros(shape);
                Tensor spread = Tensor.zeros(x.shape());
                Threads.with(threads, () -> {
                    kernels().max(pool, x, y, indices);
                    kernels().maxBackward(pool, y, indices, dx);
                    kernels().average(pool, true, x, average);
                    kernels().averageBackward(pool, false, average, spread);
                });
                results[threads - 1] =
                        new Object[] {y.toArray(), indices.toArray(), dx.toArray(), average.toArray(), spread.toArray()
                        };
            }
            assertArrayEquals(results[0], results[1]);
        }
    }

    @Test
    void everyMethod_noImagesOrChannels_doesNothing() {
        for (int[] shape : new int[][] {{0, 3, 4, 4}, {2, 0, 4, 4}}) {
            Pool2dShape pool = Pool2dShape.of(2);
            Tensor x = Tensor.zeros(shape);
            Tensor y = Tensor.zeros(pooled(pool, x.shape()));
            IntTensor indices = IntTensor.zeros(y.shape().toArray());
            kernels().max(pool, x, y, indices);
            kernels().maxBackward(pool, y, indices, x);
            kernels().average(pool, true, x, y);
            kernels().averageBackward(pool, true, y, x);
        }
    }

    @Test
    void everyMethod_wrongShapes_sayWhichAndWriteNothing() {
        Pool2dShape pool = Pool2dShape.of(2);
        Tensor x = Guarded.dirty(1, 2, 4, 4).tensor();
        Tensor good = Guarded.dirty(1, 2, 2, 2).tensor();
        IntTensor indices = IntTensor.zeros(1, 2, 2, 2);
        Tensor bad = Guarded.dirty(1, 2, 2, 3).tensor();
        IntTensor badIndices = IntTensor.zeros(1, 3, 2, 2);
        assertRefused("maxPool: y has shape [1, 2, 2, 3]", "", () -> kernels().max(pool, x, bad, indices));
        assertRefused(
                "maxPool: indices has shape [1, 3, 2, 2]", "", () -> kernels().max(pool, x, good, badIndices));
        assertRefused("maxPool: x has shape [4, 4]", "", () -> kernels().max(pool, Tensor.zeros(4, 4), good, indices));
        assertRefused(
                "maxPoolBackward: dy has shape [1, 2, 2, 3]",
                "",
                () -> kernels().maxBackward(pool, bad, indices, x));
        assertRefused("maxPoolBackward: indices has", "", () -> kernels().maxBackward(pool, good, badIndices, x));
        assertRefused(
                "averagePool: y has shape [1, 2, 2, 3]", "", () -> kernels().average(pool, true, x, bad));
        assertRefused("averagePoolBackward: dy has", "", () -> kernels().averageBackward(pool, true, bad, x));
        Pool2dShape padded = new Pool2dShape(2, 2, 2, 2, 1, 1);
        Tensor empty = Tensor.zeros(1, 1, 0, 4);
        assertRefused(
                "averagePool: x has shape [1, 1, 0, 4]", "", () -> kernels().average(padded, true, empty, good));
        assertUntouched(x, good, bad);
    }
}
