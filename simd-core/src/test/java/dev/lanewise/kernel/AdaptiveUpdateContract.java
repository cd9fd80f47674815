package dev.lanewise.kernel;

import static dev.lanewise.kernel.Refusals.assertRefused;
import static dev.lanewise.kernel.Refusals.assertUntouched;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.kernel.UpdateKernels.AdadeltaStep;
import dev.lanewise.kernel.UpdateKernels.AdamStep;
import dev.lanewise.kernel.UpdateKernels.NadamStep;
import dev.lanewise.kernel.UpdateKernels.RmsPropStep;
import dev.lanewise.kernel.scalar.ScalarUpdate;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every implementation of the rarer updates of {@link UpdateKernels} keeps: AMSGrad, NAdam, Adagrad and so on. */
public abstract class AdaptiveUpdateContract {
    private static final int[] SIZES = {0, 1, 3, 15, 16, 17, 77, 1021, 1024, 1025, 4098};

    private static final int LARGE = 200_003;

    /** Of one update in float, as a fraction of the number or of 1: a few roundings. */
    private static final double CLOSE = 1e-6;

    /** Of sums of 100,000 doubles in another order, as a fraction. */
    private static final double SUM_CLOSE = 1e-12;

    private static final AdamStep ADAM = new AdamStep(0.9f, 0.98f, 1e-4f, 0.05f, 1.7f, 0.99f, 0.1f);
    private static final NadamStep NADAM = new NadamStep(0.9f, 0.98f, 1e-4f, 0.05f, 0.07f, 1.7f, 0.99f, 0.1f);
    private static final AdadeltaStep ADADELTA = new AdadeltaStep(0.5f, 0.9f, 0.1f, 1e-3f, 0.1f);
    private static final RmsPropStep RMS = new RmsPropStep(0.05f, 0.9f, 0.1f, 1e-3f, 0f, 0.1f);
    private static final RmsPropStep RMS_MOMENTUM = new RmsPropStep(0.05f, 0.9f, 0.1f, 1e-3f, 0.8f, 0.1f);

    /** What is tested. */
    protected abstract UpdateKernels kernels();

    /** A method on a parameter, its gradient and three states. */
    private interface Call {
        void on(UpdateKernels kernels, Tensor p, Tensor g, Tensor a, Tensor b, Tensor c);
    }

    /** The plain definition of one element in double; t holds p, g and three states, which it updates. */
    private interface Definition {
        void on(double[] t);
    }

    private record Method(String name, Call call, Definition definition) {}

    private static final List<Method> METHODS = List.of(
            new Method("amsgrad", (k, p, g, a, b, c) -> k.amsgrad(p, g, a, b, c, ADAM), t -> {
                double d = t[1] + 0.1 * t[0];
                t[2] = 0.9 * t[2] + 0.1 * d;
                t[3] = 0.98 * t[3] + 0.02 * d * d;
                t[4] = Math.max(t[3], t[4]);
                t[0] = 0.99 * t[0] - 0.05 * t[2] / (1.7 * Math.sqrt(t[4]) + 1e-4);
            }),
            new Method("nadam", (k, p, g, a, b, c) -> k.nadam(p, g, a, b, NADAM), t -> {
                double d = t[1] + 0.1 * t[0];
                t[2] = 0.9 * t[2] + 0.1 * d;
                t[3] = 0.98 * t[3] + 0.02 * d * d;
                double root = 1.7 * Math.sqrt(t[3]) + 1e-4;
                t[0] = 0.99 * t[0] - 0.05 * d / root - 0.07 * t[2] / root;
            }),
            new Method("adamax", (k, p, g, a, b, c) -> k.adamax(p, g, a, b, ADAM), t -> {
                double d = t[1] + 0.1 * t[0];
                t[2] = 0.9 * t[2] + 0.1 * d;
                t[3] = Math.max(0.98 * t[3], Math.abs(d) + 1e-4);
                t[0] -= 0.05 * t[2] / t[3];
            }),
            new Method("adagrad", (k, p, g, a, b, c) -> k.adagrad(p, g, b, 0.05f, 1e-3f, 0.1f), t -> {
                double d = t[1] + 0.1 * t[0];
                t[3] += d * d;
                t[0] -= 0.05 * d / (Math.sqrt(t[3]) + 1e-3);
            }),
            new Method("adadelta", (k, p, g, a, b, c) -> k.adadelta(p, g, b, c, ADADELTA), t -> {
                double d = t[1] + 0.1 * t[0];
                t[3] = 0.9 * t[3] + 0.1 * d * d;
                double x = Math.sqrt(t[4] + 1e-3) / Math.sqrt(t[3] + 1e-3) * d;
                t[4] = 0.9 * t[4] + 0.1 * x * x;
                t[0] -= 0.5 * x;
            }),
            new Method("rmsProp", (k, p, g, a, b, c) -> k.rmsProp(p, g, b, null, null, RMS), t -> {
                double d = t[1] + 0.1 * t[0];
                t[3] = 0.9 * t[3] + 0.1 * d * d;
                t[0] -= 0.05 * d / (Math.sqrt(t[3]) + 1e-3);
            }),
            new Method("rmsProp centred", (k, p, g, a, b, c) -> k.rmsProp(p, g, b, a, c, RMS_MOMENTUM), t -> {
                double d = t[1] + 0.1 * t[0];
                t[3] = 0.9 * t[3] + 0.1 * d * d;
                t[2] = 0.9 * t[2] + 0.1 * d;
                t[4] = 0.8 * t[4] + d / (Math.sqrt(Math.max(0, t[3] - t[2] * t[2])) + 1e-3);
                t[0] -= 0.05 * t[4];
            }),
            new Method("rmsProp momentum", (k, p, g, a, b, c) -> k.rmsProp(p, g, b, null, c, RMS_MOMENTUM), t -> {
                double d = t[1] + 0.1 * t[0];
                t[3] = 0.9 * t[3] + 0.1 * d * d;
                t[4] = 0.8 * t[4] + d / (Math.sqrt(t[3]) + 1e-3);
                t[0] -= 0.05 * t[4];
            }),
            new Method("average", (k, p, g, a, b, c) -> k.average(p, g, 0.3f), t -> t[0] = 0.7 * t[0] + 0.3 * t[1]));

    /** Five guarded tensors; the fourth and the fifth, sums of squares, are at least 1, so that no root is steep. */
    private static Guarded[] problem(int n) {
        Guarded[] t = new Guarded[5];
        for (int k = 0; k < t.length; k++) {
            t[k] = Guarded.random(n + k, 1f, n);
            for (int i = 0; k >= 3 && i < n; i++) {
                t[k].tensor().set(1 + Math.abs(t[k].tensor().get(i)), i);
            }
        }
        return t;
    }

    private void run(Method method, Guarded[] t) {
        run(kernels(), method, t);
    }

    private static void run(UpdateKernels kernels, Method method, Guarded[] t) {
        method.call.on(kernels, t[0].tensor(), t[1].tensor(), t[2].tensor(), t[3].tensor(), t[4].tensor());
    }

    @Test
    void everyMethod_everySize_isItsDefinition() {
        for (Method method : METHODS) {
            for (int n : SIZES) {
                Guarded[] t = problem(n);
                double[][] expected = new double[n][5];
                for (int i = 0; i < n; i++) {
                    for (int k = 0; k < 5; k++) {
                        expected[i][k] = t[k].tensor().get(i);
                    }
                    method.definition.on(expected[i]);
                }
                run(method, t);
                for (int k = 0; k < 5; k++) {
                    t[k].assertIntact();
                    for (int i = 0; i < n; i++) {
                        double e = expected[i][k];
                        String what = method.name + ": operand " + k + ", element " + i + " of " + n;
                        assertEquals(e, t[k].tensor().get(i), CLOSE * Math.max(1, Math.abs(e)), what);
                    }
                }
            }
        }
    }

    @Test
    void everyMethod_everySize_hasTheBitsOfTheScalarSet() {
        float[] special = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0f, -0f};
        for (Method method : METHODS) {
            for (int n : SIZES) {
                Guarded[] expected = problem(n);
                Guarded[] found = problem(n);
                for (int i = 0; i < n; i += 3) {
                    int operand = i / 15 % 5;
                    expected[operand].tensor().set(special[i / 3 % 5], i);
                    found[operand].tensor().set(special[i / 3 % 5], i);
                }
                run(new ScalarUpdate(), method, expected);
                run(method, found);
                for (int k = 0; k < 5; k++) {
                    Bits.assertSame(expected[k].tensor(), found[k].tensor(), method.name + " of " + n + ", " + k);
                }
            }
        }
    }

    @Test
    void everyMethod_nanInTheGradient_staysInItsElement() {
        for (Method method : METHODS) {
            Guarded[] t = problem(77);
            t[1].tensor().set(Float.NaN, 3);
            run(method, t);
            for (int i = 0; i < 77; i++) {
                assertEquals(i == 3, Float.isNaN(t[0].tensor().get(i)), method.name + ": element " + i);
            }
        }
    }

    @Test
    void everyMethod_anyThreads_hasTheSameBits() {
        for (Method method : METHODS) {
            Guarded[] one = problem(LARGE);
            Guarded[] two = problem(LARGE);
            Threads.with(1, () -> run(method, one));
            Threads.with(2, () -> run(method, two));
            for (int k = 0; k < 5; k++) {
                Bits.assertSame(one[k].tensor(), two[k].tensor(), method.name + ": operand " + k);
            }
        }
    }

    @Test
    void centredRmsProp_varianceThatRoundsBelowZero_givesNoNaN() {
        Tensor p = Tensor.zeros(64);
        Tensor square = Tensor.zeros(64);
        Tensor mean = Tensor.zeros(64);
        Tensor g = Tensor.zeros(64);
        for (int i = 0; i < 64; i++) {
            g.set(0.1f + i / 77f, i);
            mean.set(g.get(i), i);
            // The next float below the square of the mean: the exact difference is negative.
            square.set(Math.nextDown(g.get(i) * g.get(i)), i);
        }
        kernels().rmsProp(p, g, square, mean, null, new RmsPropStep(0.01f, 1f, 0f, 1e-3f, 0f, 0f));
        for (int i = 0; i < 64; i++) {
            assertTrue(Float.isFinite(p.get(i)), "element " + i);
        }
    }

    @Test
    void clamp_keepsWhatIsInside_andNaN() {
        for (int n : SIZES) {
            Guarded g = Guarded.random(n, 2f, n);
            float[] expected = g.tensor().toArray();
            if (n > 2) {
                expected[1] = Float.NaN;
                expected[2] = Float.NEGATIVE_INFINITY;
                g.tensor().set(Float.NaN, 1);
                g.tensor().set(Float.NEGATIVE_INFINITY, 2);
            }
            for (int i = 0; i < n; i++) {
                expected[i] = expected[i] > 0.5f ? 0.5f : expected[i] < -0.5f ? -0.5f : expected[i];
            }
            kernels().clamp(g.tensor(), 0.5f);
            Bits.assertSame(expected, g.tensor().toArray(), "n=" + n);
            g.assertIntact();
        }
    }

    @Test
    void powerSum_everyOrder_isItsDefinition() {
        for (double order : new double[] {0.5, 1, 2, 3, Double.POSITIVE_INFINITY}) {
            for (int n : new int[] {0, 1, 15, 16, 17, 1021, 32767, 32768, 32769, 100_001}) {
                Tensor g = Guarded.random(n, 2f, n).tensor();
                double expected = 0;
                for (int i = 0; i < n; i++) {
                    double size = Math.abs(g.get(i));
                    expected = Double.isInfinite(order) ? Math.max(expected, size) : expected + Math.pow(size, order);
                }
                double found = kernels().powerSum(g, order);
                assertEquals(expected, found, SUM_CLOSE * Math.max(1, expected), "order " + order + ", n=" + n);
            }
        }
    }

    @Test
    void powerSum_doesNotOverflow_keepsNaN_andHasTheSameBitsOnAnyThreads() {
        Tensor large = Tensor.of(new float[] {1e30f, -1e30f}, 2);
        assertEquals(2 * (double) 1e30f * 1e30f, kernels().powerSum(large, 2));
        for (double order : new double[] {1, 2, 3, Double.POSITIVE_INFINITY}) {
            Tensor g = Guarded.random(5, 1f, LARGE).tensor();
            double[] sums = new double[2];
            for (int threads = 1; threads <= 2; threads++) {
                int at = threads - 1;
                Threads.with(threads, () -> sums[at] = kernels().powerSum(g, order));
            }
            assertEquals(sums[0], sums[1]);
            g.set(Float.NaN, LARGE - 1);
            assertTrue(Double.isNaN(kernels().powerSum(g, order)), "order " + order);
        }
    }

    @Test
    void everyMethod_wrongSizes_sayWhichAndWriteNothing() {
        Tensor p = Guarded.dirty(4).tensor();
        Tensor four = Guarded.dirty(4).tensor();
        Tensor five = Guarded.dirty(5).tensor();
        UpdateKernels k = kernels();
        assertRefused("amsgrad: g has shape [5]", "p has shape [4]", () -> k.amsgrad(p, five, four, four, four, ADAM));
        assertRefused("amsgrad: m has shape [5]", "", () -> k.amsgrad(p, four, five, four, four, ADAM));
        assertRefused("amsgrad: v has shape [5]", "", () -> k.amsgrad(p, four, four, five, four, ADAM));
        assertRefused("amsgrad: largest has shape [5]", "", () -> k.amsgrad(p, four, four, four, five, ADAM));
        assertRefused("nadam: g has shape [5]", "", () -> k.nadam(p, five, four, four, NADAM));
        assertRefused("nadam: v has shape [5]", "", () -> k.nadam(p, four, four, five, NADAM));
        assertRefused("adamax: u has shape [5]", "", () -> k.adamax(p, four, four, five, ADAM));
        assertRefused("adagrad: sum has shape [5]", "", () -> k.adagrad(p, four, five, 1f, 1f, 1f));
        assertRefused("adadelta: square has shape [5]", "", () -> k.adadelta(p, four, five, four, ADADELTA));
        assertRefused("adadelta: delta has shape [5]", "", () -> k.adadelta(p, four, four, five, ADADELTA));
        assertRefused("rmsProp: square has shape [5]", "", () -> k.rmsProp(p, four, five, null, null, RMS));
        assertRefused("rmsProp: mean has shape [5]", "", () -> k.rmsProp(p, four, four, five, null, RMS));
        assertRefused("rmsProp: velocity is absent", "", () -> k.rmsProp(p, four, four, null, null, RMS_MOMENTUM));
        assertRefused("average: average has shape [5]", "", () -> k.average(five, p, 0.5f));
        assertUntouched(p, four, five);
    }
}
