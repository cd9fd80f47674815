package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.Bits;
import dev.lanewise.kernel.Guarded;
import dev.lanewise.kernel.RandomContract;
import dev.lanewise.kernel.RandomKernels;
import dev.lanewise.kernel.scalar.ScalarRandom;
import dev.lanewise.tensor.Tensor;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;

@NeedsWidth
class VectorRandomTest extends RandomContract {
    @Override
    protected RandomKernels kernels() {
        return new VectorRandom();
    }

    @Property(tries = 300)
    void kernel_vectorEqualsScalar_bitForBit(
            @ForAll @IntRange(min = 0, max = 1021) int n,
            @ForAll long seed,
            @ForAll long stream,
            @ForAll @FloatRange(min = -10f, max = 10f) float low,
            @ForAll @FloatRange(min = 0f, max = 1f) float probability) {
        RandomKernels scalar = new ScalarRandom();
        Guarded y = Guarded.dirty(n);
        Tensor expected = Tensor.zeros(n);
        kernels().uniform(seed, stream, low, low + 3f, y.tensor());
        scalar.uniform(seed, stream, low, low + 3f, expected);
        Bits.assertSame(expected, y.tensor(), "uniform");
        kernels().normal(seed, stream, low, probability, y.tensor());
        scalar.normal(seed, stream, low, probability, expected);
        Bits.assertSame(expected, y.tensor(), "normal");
        kernels().bernoulli(seed, stream, probability, 1f / 3f, y.tensor());
        scalar.bernoulli(seed, stream, probability, 1f / 3f, expected);
        Bits.assertSame(expected, y.tensor(), "bernoulli");
        y.assertIntact();
    }
}
