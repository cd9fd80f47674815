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

    private void check(Pool2dShape pool, int planes, int h, int w, long seed) {
        Tensor x = Guarded.random(seed, 3f, planes, 1, h, w).tensor();
        // Small integers: many equal ones, with zeros of both signs.
        if (seed % 2 == 0) {
            for (int i = 0; i < x.size(); i++) {
                x.array()[x.offset() + i] = (float) Math.rint(x.array()[x.offset() + i]);
            }
        }
        if (seed % 3 == 0) {
            x.array()[x.offset() + (int) Long.remainderUnsigned(seed, x.size())] = Float.NaN;
        }
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
