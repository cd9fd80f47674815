package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.Bits;
import dev.lanewise.kernel.Guarded;
import dev.lanewise.kernel.UpdateContract;
import dev.lanewise.kernel.UpdateKernels;
import dev.lanewise.kernel.UpdateKernels.AdamStep;
import dev.lanewise.kernel.UpdateKernels.SgdStep;
import dev.lanewise.kernel.scalar.ScalarUpdate;
import dev.lanewise.tensor.Tensor;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;

@NeedsWidth
class VectorUpdateTest extends UpdateContract {
    private final UpdateKernels scalar = new ScalarUpdate();

    @Override
    protected UpdateKernels kernels() {
        return new VectorUpdate();
    }

    @Property(tries = 300)
    void sgd_vectorEqualsScalar_bitForBit(
            @ForAll @IntRange(max = 3000) int n,
            @ForAll @FloatRange(min = 0f, max = 1f) float momentum,
            @ForAll @FloatRange(min = 0f, max = 1f) float intake,
            @ForAll boolean nesterov,
            @ForAll @FloatRange(min = 0f, max = 1f) float decay,
            @ForAll long seed) {
        Tensor g = gradient(seed, n);
        Guarded p = Guarded.random(seed + 1, 1f, n);
        Guarded v = Guarded.random(seed + 2, 1f, n);
        Tensor p2 = p.tensor().copy();
        Tensor v2 = v.tensor().copy();
        SgdStep step = new SgdStep(0.01f, momentum, intake, nesterov, decay);
        scalar.sgd(p2, g, v2, step);
        kernels().sgd(p.tensor(), g, v.tensor(), step);
        Bits.assertSame(p2, p.tensor(), "p");
        Bits.assertSame(v2, v.tensor(), "velocity");
        p.assertIntact();
        v.assertIntact();
    }

    @Property(tries = 300)
    void adam_vectorEqualsScalar_bitForBit(
            @ForAll @IntRange(max = 3000) int n,
            @ForAll @FloatRange(min = 0f, max = 1f) float beta,
            @ForAll @FloatRange(min = 0f, max = 1f) float decay,
            @ForAll long seed) {
        Tensor g = gradient(seed, n);
        Guarded p = Guarded.random(seed + 1, 1f, n);
        Guarded m = Guarded.random(seed + 2, 1f, n);
        Guarded v = Guarded.random(seed + 3, 1f, n);
        Tensor p2 = p.tensor().copy();
        Tensor m2 = m.tensor().copy();
        Tensor v2 = v.tensor().copy();
        AdamStep step = new AdamStep(beta, 0.999f, 1e-8f, 0.01f, 1.3f, 1f - decay, decay);
        scalar.adam(p2, g, m2, v2, step);
        kernels().adam(p.tensor(), g, m.tensor(), v.tensor(), step);
        Bits.assertSame(p2, p.tensor(), "p");
        Bits.assertSame(m2, m.tensor(), "m");
        Bits.assertSame(v2, v.tensor(), "v");
        p.assertIntact();
        m.assertIntact();
        v.assertIntact();
    }

    /** Scales from where squares underflow to where they overflow. */
    private static Tensor gradient(long seed, int n) {
        return Guarded.random(seed, (float) Math.scalb(1.0, (int) (seed % 80)), n)
                .tensor();
    }
}
