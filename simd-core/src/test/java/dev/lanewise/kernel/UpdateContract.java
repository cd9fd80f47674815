package dev.lanewise.kernel;

import static dev.lanewise.kernel.Refusals.assertRefused;
import static dev.lanewise.kernel.Refusals.assertUntouched;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.kernel.UpdateKernels.AdamStep;
import dev.lanewise.kernel.UpdateKernels.SgdStep;
import dev.lanewise.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link UpdateKernels} keeps. */
public abstract class UpdateContract {
    private static final int[] SIZES = {0, 1, 3, 15, 16, 17, 64, 77, 1021, 1024, 1025, 4098};

    /** Of a parameter below 1 after ten steps of 0.01: a few ulps of each step. */
    private static final double TEN_STEPS = 2e-6;

    /** What is tested. */
    protected abstract UpdateKernels kernels();

    /** A parameter of some size with its gradient and two states, which are at least 0. */
    private static final class Problem {
        final Guarded p;
        final Guarded g;
        final Guarded m;
        final Guarded v;

        Problem(int n) {
            p = Guarded.random(n + 1, 1f, n);
            g = Guarded.random(n + 2, 1f, n);
            m = Guarded.random(n + 3, 1f, n);
            v = Guarded.random(n + 4, 1f, n);
            for (int i = 0; i < n; i++) {
                v.tensor().set(Math.abs(v.tensor().get(i)), i);
            }
        }

        void assertIntact() {
            p.assertIntact();
            g.assertIntact();
            m.assertIntact();
            v.assertIntact();
        }
    }

    @Test
    void sgd_everySize_isTheFormulaBitForBit() {
        for (int n : SIZES) {
            for (float decay : new float[] {0f, 0.1f}) {
                Problem t = new Problem(n);
                float[] p = t.p.tensor().toArray();
                float[] g = t.g.tensor().toArray();
                for (int i = 0; i < n; i++) {
                    p[i] = Math.fma(-0.1f, Math.fma(decay, p[i], g[i]), p[i]);
                }
                kernels().sgd(t.p.tensor(), t.g.tensor(), null, new SgdStep(0.1f, 0f, 1f, false, decay));
                Bits.assertSame(p, t.p.tensor().toArray(), "n=" + n);
                Bits.assertSame(g, t.g.tensor().toArray(), "the gradient is read only");
                t.assertIntact();
            }
        }
    }

    @Test
    void sgd_momentum_isTheFormulaBitForBit() {
        for (int n : SIZES) {
            for (boolean nesterov : new boolean[] {false, true}) {
                float intake = nesterov ? 1f : 0.7f;
                Problem t = new Problem(n);
                float[] p = t.p.tensor().toArray();
                float[] g = t.g.tensor().toArray();
                float[] v = t.m.tensor().toArray();
                for (int i = 0; i < n; i++) {
                    float d = Math.fma(0.2f, p[i], g[i]);
                    v[i] = Math.fma(0.9f, v[i], intake * d);
                    d = nesterov ? Math.fma(0.9f, v[i], d) : v[i];
                    p[i] = Math.fma(-0.1f, d, p[i]);
                }
                kernels()
                        .sgd(t.p.tensor(), t.g.tensor(), t.m.tensor(), new SgdStep(0.1f, 0.9f, intake, nesterov, 0.2f));
                Bits.assertSame(p, t.p.tensor().toArray(), "p, n=" + n + ", nesterov " + nesterov);
                Bits.assertSame(v, t.m.tensor().toArray(), "velocity, n=" + n);
                t.assertIntact();
            }
        }
    }

    @Test
    void sgd_noMomentum_leavesTheVelocityAlone() {
        Problem t = new Problem(77);
        float[] velocity = t.m.tensor().toArray();
        kernels().sgd(t.p.tensor(), t.g.tensor(), t.m.tensor(), new SgdStep(0.1f, 0f, 1f, true, 0f));
        Bits.assertSame(velocity, t.m.tensor().toArray(), "velocity");
    }

    @Test
    void adam_everySize_isTheFormulaBitForBit() {
        AdamStep coupled = new AdamStep(0.9f, 0.999f, 1e-8f, 0.01f, 1.7f, 1f, 0.1f);
        AdamStep decoupled = new AdamStep(0.9f, 0.999f, 1e-8f, 0.01f, 1.7f, 0.99f, 0f);
        for (AdamStep step : new AdamStep[] {coupled, decoupled}) {
            for (int n : SIZES) {
                Problem t = new Problem(n);
                float[] p = t.p.tensor().toArray();
                float[] g = t.g.tensor().toArray();
                float[] m = t.m.tensor().toArray();
                float[] v = t.v.tensor().toArray();
                for (int i = 0; i < n; i++) {
                    float d = Math.fma(step.decay(), p[i], g[i]);
                    m[i] = Math.fma(0.9f, m[i], (1f - 0.9f) * d);
                    v[i] = Math.fma(0.999f, v[i], (1f - 0.999f) * (d * d));
                    float root = Math.fma((float) Math.sqrt(v[i]), 1.7f, 1e-8f);
                    p[i] = Math.fma(-0.01f, m[i] / root, p[i] * step.shrink());
                }
                kernels().adam(t.p.tensor(), t.g.tensor(), t.m.tensor(), t.v.tensor(), step);
                Bits.assertSame(p, t.p.tensor().toArray(), "p, n=" + n);
                Bits.assertSame(m, t.m.tensor().toArray(), "m, n=" + n);
                Bits.assertSame(v, t.v.tensor().toArray(), "v, n=" + n);
                t.assertIntact();
            }
        }
    }

    @Test
    void adam_tenStepsFromZero_isCloseToThePaper() {
        Problem t = new Problem(77);
        t.m.tensor().fill(0f);
        t.v.tensor().fill(0f);
        double[] p = new double[77];
        double[] m = new double[77];
        double[] v = new double[77];
        for (int i = 0; i < 77; i++) {
            p[i] = t.p.tensor().get(i);
        }
        for (int k = 1; k <= 10; k++) {
            double c1 = 1 - Math.pow(0.9, k);
            double c2 = 1 - Math.pow(0.999, k);
            for (int i = 0; i < 77; i++) {
                double g = t.g.tensor().get(i);
                m[i] = 0.9 * m[i] + 0.1 * g;
                v[i] = 0.999 * v[i] + 0.001 * g * g;
                p[i] -= 0.01 * (m[i] / c1) / (Math.sqrt(v[i] / c2) + 1e-8);
            }
            float stepSize = (float) (0.01 / c1);
            AdamStep step = new AdamStep(0.9f, 0.999f, 1e-8f, stepSize, (float) (1 / Math.sqrt(c2)), 1f, 0f);
            kernels().adam(t.p.tensor(), t.g.tensor(), t.m.tensor(), t.v.tensor(), step);
        }
        for (int i = 0; i < 77; i++) {
            assertEquals(p[i], t.p.tensor().get(i), TEN_STEPS);
        }
    }

    @Test
    void everyMethod_nanAndInfinity_stayWhereTheyAre() {
        Problem t = new Problem(77);
        t.g.tensor().set(Float.NaN, 3);
        t.g.tensor().set(Float.POSITIVE_INFINITY, 70);
        kernels().sgd(t.p.tensor(), t.g.tensor(), t.m.tensor(), new SgdStep(0.1f, 0.9f, 1f, true, 0f));
        kernels()
                .adam(
                        t.p.tensor(),
                        t.g.tensor(),
                        t.m.tensor(),
                        t.v.tensor(),
                        new AdamStep(0.9f, 0.999f, 1e-8f, 0.01f, 1f, 1f, 0f));
        for (int i = 0; i < 77; i++) {
            assertEquals(i != 3 && i != 70, Float.isFinite(t.p.tensor().get(i)), "element " + i);
        }
    }

    @Test
    void everyMethod_anyThreads_hasTheSameBits() {
        int n = 200_003;
        Tensor[][] results = new Tensor[2][];
        for (int threads = 1; threads <= 2; threads++) {
            Problem t = new Problem(n);
            Threads.with(threads, () -> {
                kernels().sgd(t.p.tensor(), t.g.tensor(), null, new SgdStep(0.1f, 0f, 1f, false, 0.1f));
                kernels().sgd(t.p.tensor(), t.g.tensor(), t.m.tensor(), new SgdStep(0.1f, 0.9f, 1f, true, 0.1f));
                kernels()
                        .adam(
                                t.p.tensor(),
                                t.g.tensor(),
                                t.m.tensor(),
                                t.v.tensor(),
                                new AdamStep(0.9f, 0.999f, 1e-8f, 0.01f, 1f, 1f, 0f));
            });
            results[threads - 1] = new Tensor[] {t.p.tensor(), t.m.tensor(), t.v.tensor()};
        }
        for (int i = 0; i < 3; i++) {
            Bits.assertSame(results[0][i], results[1][i], "result " + i);
        }
    }

    @Test
    void everyMethod_wrongSizes_sayWhichAndWriteNothing() {
        Tensor p = Guarded.dirty(4).tensor();
        Tensor four = Guarded.dirty(4).tensor();
        Tensor five = Guarded.dirty(5).tensor();
        AdamStep step = new AdamStep(0.9f, 0.999f, 1e-8f, 0.01f, 1f, 1f, 0f);
        assertRefused(
                "sgd: g has shape [5]", "", () -> kernels().sgd(p, five, null, new SgdStep(0.1f, 0f, 1f, false, 0f)));
        assertRefused(
                "sgd: velocity has shape [5]",
                "",
                () -> kernels().sgd(p, four, five, new SgdStep(0.1f, 0.9f, 1f, false, 0f)));
        assertRefused(
                "sgd: velocity is absent",
                "",
                () -> kernels().sgd(p, four, null, new SgdStep(0.1f, 0.9f, 1f, false, 0f)));
        assertRefused("adam: g has shape [5]", "", () -> kernels().adam(p, five, four, four, step));
        assertRefused("adam: m has shape [5]", "", () -> kernels().adam(p, four, five, four, step));
        assertRefused("adam: v has shape [5]", "", () -> kernels().adam(p, four, four, five, step));
        assertUntouched(p, four, five);
    }
}
