package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.Bits;
import dev.lanewise.kernel.BroadcastContract;
import dev.lanewise.kernel.BroadcastKernels;
import dev.lanewise.kernel.Guarded;
import dev.lanewise.kernel.scalar.ScalarBroadcast;
import dev.lanewise.tensor.Tensor;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

@NeedsWidth
class VectorBroadcastTest extends BroadcastContract {
    @Override
    protected BroadcastKernels kernels() {
        return new VectorBroadcast();
    }

    /** Rows longer than a register, and now and then longer than the block of a repeated element; any bit pattern. */
    @Property(tries = 100)
    void apply_vectorEqualsScalar_bitForBit(
            @ForAll @IntRange(min = 1, max = 3) int rows,
            @ForAll @IntRange(min = 1, max = 2100) int columns,
            @ForAll @IntRange(max = 3) int form,
            @ForAll long seed) {
        Tensor whole = random(seed, rows, columns);
        Tensor other = random(~seed, (form & 1) == 0 ? rows : 1, (form & 2) == 0 ? columns : 1);
        for (BroadcastKernels.Binary op : BroadcastKernels.Binary.values()) {
            Tensor expected = Tensor.zeros(rows, columns);
            Guarded y = Guarded.dirty(rows, columns);
            new ScalarBroadcast().apply(op, whole, other, expected);
            kernels().apply(op, whole, other, y.tensor());
            Bits.assertSame(expected, y.tensor(), op + " second repeated");
            new ScalarBroadcast().apply(op, other, whole, expected);
            kernels().apply(op, other, whole, y.tensor());
            Bits.assertSame(expected, y.tensor(), op + " first repeated");
            y.assertIntact();
        }
    }

    private static Tensor random(long seed, int... shape) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[Tensor.zeros(shape).size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 2 == 0 ? Float.intBitsToFloat(random.nextInt()) : random.nextInt(-1, 2) * 0f;
        }
        return Guarded.of(values, shape).tensor();
    }
}
