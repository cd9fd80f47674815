package dev.lanewise.kernel.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.lanewise.kernel.Bits;
import dev.lanewise.kernel.Guarded;
import dev.lanewise.kernel.Pool2dShape;
import dev.lanewise.kernel.PoolContract;
import dev.lanewise.kernel.PoolKernels;
import dev.lanewise.kernel.scalar.ScalarPool;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

@NeedsWidth
class VectorPoolTest extends PoolContract {
    private final PoolKernels scalar = new ScalarPool();

    @Override
    protected PoolKernels kernels() {
        return new VectorPool();
    }

    @Property(tries = 300)
    void max2x2_vectorEqualsScalar_bitForBit(
            @ForAll @IntRange(min = 1, max = 4) int planes,
            @ForAll @IntRange(min = 2, max = 12) int h,
            @ForAll @IntRange(min = 2, max = 140) int w,
            @ForAll long seed) {
        check(Pool2dShape.of(2), planes, h, w, seed);
    }

    @Property(tries = 300)
    void everyMethod_vectorEqualsScalar_bitForBit(
            @ForAll @IntRange(min = 1, max = 4) int kernelH,
            @ForAll @IntRange(min = 1, max = 4) int kernelW,
            @ForAll @IntRange(min = 1, max = 4) int strideH,
            @ForAll @IntRange(min = 1, max = 4) int strideW,
            @ForAll boolean padded,
            @ForAll @IntRange(min = 4, max = 12) int h,
            @ForAll @IntRange(min = 4, max = 70) int w,
            @ForAll long seed) {
        int padH = padded ? kernelH / 2 : 0;
        int padW = padded ? kernelW / 2 : 0;
        check(new Pool2dShape(kernelH, kernelW, strideH, strideW, padH, padW), 2, h, w, seed);
    }

    /** Windows of four, clipped to pairs at both ends, are no pairs of rows. */
    @Example
    void windowsClippedToPairs_equalScalar() {
        check(new Pool2dShape(4, 2, 3, 2, 2, 0), 2, 6, 16, 1);
        check(new Pool2dShape(3, 4, 4, 3, 1, 2), 2, 2, 6, 2);
    }

    @Property(tries = 200)
    void adaptive_vectorEqualsScalar_bitForBit(
            @ForAll @IntRange(min = 1, max = 5) int outH,
            @ForAll @IntRange(min = 1, max = 40) int outW,
            @ForAll @IntRange(min = 1, max = 12) int h,
            @ForAll @IntRange(min = 1, max = 140) int w,
            @ForAll long seed) {
        Tensor x = input(3, h, w, seed);
        Shape shape = Shape.of(3, 1, seed % 2 == 0 ? 1 : outH, seed % 4 == 0 ? 1 : outW);
        Tensor expected = Tensor.zeros(shape);
        IntTensor indices = IntTensor.zeros(shape.toArray());
        IntTensor places = IntTensor.zeros(shape.toArray());
        Guarded y = Guarded.dirty(shape.toArray());
        scalar.adaptiveMax(x, expected, indices);
        kernels().adaptiveMax(x, y.tensor(), places);
        Bits.assertSame(expected, y.tensor(), "adaptiveMax");
        assertArrayEquals(indices.toArray(), places.toArray(), "indices");
        scalar.adaptiveAverage(x, expected);
        kernels().adaptiveAverage(x, y.tensor());
        Bits.assertSame(expected, y.tensor(), "adaptiveAverage");
        y.assertIntact();
        Tensor dx = Tensor.zeros(x.shape());
        Guarded vectorDx = Guarded.dirty(x.shape().toArray());
        scalar.adaptiveAverageBackward(expected, dx);
        kernels().adaptiveAverageBackward(expected, vectorDx.tensor());
        Bits.assertSame(dx, vectorDx.tensor(), "adaptiveAverageBackward");
        vectorDx.assertIntact();
    }

    @Property(tries = 20)
    void average_ofNegativeZeros_isPositiveZeroInBoth(@ForAll @IntRange(min = 1, max = 70) int side) {
        Tensor x = Tensor.zeros(2, 1, side, side);
        x.fill(-0f);
        for (Pool2dShape pool : new Pool2dShape[] {Pool2dShape.of(side), Pool2dShape.of(1), Pool2dShape.of(3, 1, 1)}) {
            if (pool.kernelW() > side + 2 * pool.padW()) {
                continue;
            }
            Shape shape = Shape.of(2, 1, pool.outH(side), pool.outW(side));
            for (PoolKernels set : new PoolKernels[] {scalar, kernels()}) {
                Tensor y = Tensor.zeros(shape);
                set.average(pool, true, x, y);
                Bits.assertSame(Tensor.zeros(shape), y, "average of " + side);
                Tensor dx = Tensor.zeros(x.shape());
                y.fill(-0f);
                set.averageBackward(pool, true, y, dx);
                Bits.assertSame(Tensor.zeros(x.shape()), dx, "its gradient");
            }
        }
    }

    /** Some with small integers, so many equal ones and zeros of both signs; some with a NaN or infinities. */
    private static Tensor input(int planes, int h, int w, long seed) {
        Tensor x = Guarded.random(seed, 3f, planes, 1, h, w).tensor();
        if (seed % 2 == 0) {
            for (int i = 0; i < x.size(); i++) {
                x.array()[x.offset() + i] = (float) Math.rint(x.array()[x.offset() + i]);
            }
        }
        int place = x.offset() + (int) Long.remainderUnsigned(seed, x.size());
        if (seed % 3 == 0) {
            x.array()[place] = Float.NaN;
        } else if (seed % 7 == 0) {
            x.array()[place] = Float.POSITIVE_INFINITY;
            x.array()[x.offset()] = Float.NEGATIVE_INFINITY;
        }
        return x;
    }

    private void check(Pool2dShape pool, int planes, int h, int w, long seed) {
        Tensor x = input(planes, h, w, seed);
        Shape shape = Shape.of(planes, 1, pool.outH(h), pool.outW(w));
        IntTensor roomy = IntTensor.window(new int[shape.size() + 99], 37, shape);
        // Inputs and outputs that end where their arrays do, the other being a window inside.
        Tensor tight = Tensor.zeros(shape);
        kernels().max(pool, x, tight, IntTensor.zeros(shape.toArray()));
        Guarded fromTight = Guarded.dirty(shape.toArray());
        kernels().max(pool, x.copy(), fromTight.tensor(), roomy);
        Tensor expected = Tensor.zeros(shape);
        Guarded y = Guarded.dirty(shape.toArray());
        IntTensor indices = IntTensor.zeros(shape.toArray());
        scalar.max(pool, x, expected, indices);
        kernels().max(pool, x, y.tensor(), roomy);
        Bits.assertSame(expected, y.tensor(), "max");
        Bits.assertSame(expected, tight, "max, tight outputs");
        Bits.assertSame(expected, fromTight.tensor(), "max, tight input");
        assertArrayEquals(indices.toArray(), roomy.toArray(), "indices");
        y.assertIntact();

        Tensor dx = Tensor.zeros(x.shape());
        Guarded vectorDx = Guarded.dirty(x.shape().toArray());
        scalar.maxBackward(pool, expected, indices, dx);
        kernels().maxBackward(pool, expected, indices, vectorDx.tensor());
        Bits.assertSame(dx, vectorDx.tensor(), "maxBackward");

        boolean countPadding = seed % 5 == 0;
        scalar.average(pool, countPadding, x, expected);
        kernels().average(pool, countPadding, x, y.tensor());
        Bits.assertSame(expected, y.tensor(), "average");
        scalar.averageBackward(pool, countPadding, expected, dx);
        kernels().averageBackward(pool, countPadding, expected, vectorDx.tensor());
        Bits.assertSame(dx, vectorDx.tensor(), "averageBackward");
        vectorDx.assertIntact();
    }
}
