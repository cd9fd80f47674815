package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.Bits;
import dev.lanewise.kernel.ElementwiseContract;
import dev.lanewise.kernel.ElementwiseKernels;
import dev.lanewise.kernel.Guarded;
import dev.lanewise.kernel.scalar.ScalarElementwise;
import dev.lanewise.tensor.Tensor;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

@NeedsWidth
class VectorElementwiseTest extends ElementwiseContract {
    @Override
    protected ElementwiseKernels kernels() {
        return new VectorElementwise();
    }

    @Property(tries = 300)
    void kernel_vectorEqualsScalar_bitForBit(
            @ForAll @IntRange(min = 0, max = 1021) int n, @ForAll long seed, @ForAll boolean anyPattern) {
        Tensor a = random(seed, n, anyPattern);
        Tensor b = random(~seed, n, anyPattern);
        ElementwiseKernels scalar = new ScalarElementwise();
        for (Case c : CASES) {
            Guarded y = Guarded.dirty(n);
            Tensor expected = Tensor.zeros(n);
            c.kernel().run(kernels(), a, b, y.tensor());
            c.kernel().run(scalar, a, b, expected);
            Bits.assertSame(expected, y.tensor(), c.name());
            y.assertIntact();
        }
    }

    /** Any bit pattern at all, or numbers of the size of activations. */
    private static Tensor random(long seed, int n, boolean anyPattern) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = anyPattern ? Float.intBitsToFloat(random.nextInt()) : (float) random.nextGaussian(0, 4);
        }
        return Guarded.of(values, n).tensor();
    }
}
