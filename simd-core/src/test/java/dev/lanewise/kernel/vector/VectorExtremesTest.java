package dev.lanewise.kernel.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.lanewise.kernel.Bits;
import dev.lanewise.kernel.ExtremesContract;
import dev.lanewise.kernel.Guarded;
import dev.lanewise.kernel.ReduceKernels;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.kernel.scalar.ScalarBroadcast;
import dev.lanewise.kernel.scalar.ScalarReduce;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

@NeedsWidth
class VectorExtremesTest extends ExtremesContract {
    private final ReduceKernels scalar = new ScalarReduce();

    @Override
    protected ReduceKernels kernels() {
        return new VectorReduce();
    }

    @Property(tries = 200)
    void everyMethod_vectorEqualsScalar_bitForBit(
            @ForAll @IntRange(min = 1, max = 5) int blocks,
            @ForAll @IntRange(min = 1, max = 300) int d,
            @ForAll @IntRange(min = 1, max = 80) int columns,
            @ForAll boolean largest,
            @ForAll boolean tight,
            @ForAll long seed) {
        Tensor x = Guarded.random(seed, 1f, blocks, d, columns).tensor();
        x = tight ? x.copy() : x;
        Tensor first = Tensor.zeros(blocks, columns);
        Tensor second = Tensor.zeros(blocks, columns);
        IntTensor firstAt = IntTensor.zeros(blocks, columns);
        IntTensor secondAt = IntTensor.zeros(blocks, columns);
        scalar.extremes(largest, x, first, firstAt);
        kernels().extremes(largest, x, second, secondAt);
        Bits.assertSame(first, second, "extremes");
        assertArrayEquals(firstAt.toArray(), secondAt.toArray());

        int k = 1 + Math.floorMod((int) seed, columns);
        Tensor top = Tensor.zeros(blocks, d, k);
        Tensor vectorTop = Tensor.zeros(blocks, d, k);
        IntTensor topAt = IntTensor.zeros(blocks, d, k);
        IntTensor vectorTopAt = IntTensor.zeros(blocks, d, k);
        scalar.topK(x, top, topAt);
        kernels().topK(x, vectorTop, vectorTopAt);
        Bits.assertSame(top, vectorTop, "topK");
        assertArrayEquals(topAt.toArray(), vectorTopAt.toArray());

        new ScalarBroadcast().sumTo(x, first.reshape(blocks, 1, columns), new Workspace());
        new VectorBroadcast().sumTo(x, second.reshape(blocks, 1, columns), new Workspace());
        Bits.assertSame(first, second, "sumTo of the middle");
    }
}
