package dev.lanewise.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.kernel.LossKernels.Pair;
import dev.lanewise.kernel.LossKernels.Signed;
import dev.lanewise.kernel.scalar.ScalarLoss;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Losses of elements against their definitions in double, and their gradients against differences of these. */
class PairLossKernelsTest {
    /** Named closeness to a definition in double, as a fraction of 1 or the value. */
    private static final double CLOSE = 2e-6;

    /** Named closeness of a gradient to a central difference in double. */
    private static final double CLOSE_SLOPE = 1e-5;

    private static final double STEP = 1e-6;

    // The last one is larger than two grains.
    private static final int[] SIZES = {0, 1, 3, 17, 207, 10_007};

    private static final float OPTION = 0.75f;

    private final LossKernels kernels = new ScalarLoss();

    private static double softplus(double z) {
        return Math.log1p(Math.exp(z));
    }

    private static double focal(double z, double gamma) {
        return Math.pow(1 / (1 + Math.exp(z)), gamma) * softplus(-z);
    }

    private static double plain(Pair loss, double option, double x, double t) {
        double d = Math.abs(x - t);
        return switch (loss) {
            case SQUARED_ERROR -> d * d;
            case ABSOLUTE_ERROR -> d;
            case HUBER -> d <= option ? d * d / 2 : option * (d - option / 2);
            case SMOOTH_L1 -> d < option ? d * d / 2 / option : d - option / 2;
            case BINARY_CROSS_ENTROPY -> -t * Math.log(x) - (1 - t) * Math.log(1 - x);
            case BINARY_CROSS_ENTROPY_WITH_LOGITS -> t * softplus(-x) + (1 - t) * softplus(x);
            case KL_DIVERGENCE -> t * Math.log(t) - t * x;
            case KL_DIVERGENCE_LOG_TARGET -> Math.exp(t) * t - Math.exp(t) * x;
            case BINARY_FOCAL -> t * focal(x, option) + (1 - t) * focal(-x, option);
            case GAUSSIAN_KL -> (x * x + Math.exp(t) - 1 - t) / 2;
            case TRIPLET_MARGIN -> Math.max(0, option + x - t);
        };
    }

    private static double plain(Signed loss, double m, double x, int s) {
        return switch (loss) {
            case HINGE -> Math.max(0, m - s * x);
            case SQUARED_HINGE -> Math.pow(Math.max(0, m - s * x), 2);
            case HINGE_EMBEDDING -> s == 1 ? x : Math.max(0, m - x);
            case COSINE_EMBEDDING -> s == 1 ? 1 - x : Math.max(0, x - m);
            case CONTRASTIVE -> Math.pow(s == 1 ? x : Math.max(0, m - x), 2) / 2;
        };
    }

    /** Numbers in (0.01, 0.99), which every loss takes. */
    private static Guarded operand(long seed, int size) {
        Guarded x = Guarded.random(seed, 0.49f, size);
        for (int i = 0; i < size; i++) {
            x.tensor().array()[x.tensor().offset() + i] += 0.5f;
        }
        return x;
    }

    private static void assertClose(double expected, double actual, double close, String what) {
        assertTrue(
                Math.abs(expected - actual) <= close * Math.max(1, Math.abs(expected)),
                what + " is " + actual + ", expected " + expected);
    }

    @Property(tries = 20)
    void pair_equalsItsDefinition(@ForAll Pair loss, @ForAll long seed) {
        for (int size : SIZES) {
            Guarded x = operand(seed, size);
            Guarded t = operand(seed + 1, size);
            Guarded dy = Guarded.random(seed + 2, 1, size);
            Guarded y = Guarded.dirty(size);
            Guarded dx = Guarded.dirty(size);
            Guarded dt = Guarded.dirty(size);
            kernels.pair(loss, OPTION, x.tensor(), t.tensor(), y.tensor());
            kernels.pairBackward(loss, OPTION, x.tensor(), t.tensor(), dy.tensor(), dx.tensor());
            kernels.pairTargetBackward(loss, OPTION, x.tensor(), t.tensor(), dy.tensor(), dt.tensor());
            for (int i = 0; i < size; i++) {
                double a = x.tensor().get(i);
                double b = t.tensor().get(i);
                assertClose(plain(loss, OPTION, a, b), y.tensor().get(i), CLOSE, loss + " at " + i);
                boolean kink = Math.abs(a - b) < 1e-4 || Math.abs(Math.abs(a - b) - OPTION) < 1e-4;
                if (!kink) {
                    double g = dy.tensor().get(i);
                    double byX = plain(loss, OPTION, a + STEP, b) - plain(loss, OPTION, a - STEP, b);
                    double byT = plain(loss, OPTION, a, b + STEP) - plain(loss, OPTION, a, b - STEP);
                    assertClose(g * byX / (2 * STEP), dx.tensor().get(i), CLOSE_SLOPE, loss + " dx at " + i);
                    assertClose(g * byT / (2 * STEP), dt.tensor().get(i), CLOSE_SLOPE, loss + " dt at " + i);
                }
            }
            y.assertIntact();
            dx.assertIntact();
            dt.assertIntact();
        }
    }

    @Property(tries = 20)
    void signed_equalsItsDefinition(@ForAll Signed loss, @ForAll long seed) {
        for (int size : SIZES) {
            Guarded x = Guarded.random(seed, 2, size);
            Guarded dy = Guarded.random(seed + 2, 1, size);
            IntTensor s = IntTensor.zeros(size);
            Arrays.setAll(s.array(), i -> (i * 31 + seed) % 3 == 0 ? 1 : -1);
            Guarded y = Guarded.dirty(size);
            Guarded dx = Guarded.dirty(size);
            kernels.signed(loss, OPTION, x.tensor(), s, y.tensor());
            kernels.signedBackward(loss, OPTION, x.tensor(), s, dy.tensor(), dx.tensor());
            for (int i = 0; i < size; i++) {
                double a = x.tensor().get(i);
                assertClose(plain(loss, OPTION, a, s.get(i)), y.tensor().get(i), CLOSE, loss + " at " + i);
                if (Math.abs(Math.abs(a) - OPTION) > 1e-4) {
                    double rise = plain(loss, OPTION, a + STEP, s.get(i)) - plain(loss, OPTION, a - STEP, s.get(i));
                    double expected = dy.tensor().get(i) * rise / (2 * STEP);
                    assertClose(expected, dx.tensor().get(i), CLOSE_SLOPE, loss + " dx at " + i);
                }
            }
            y.assertIntact();
            dx.assertIntact();
        }
    }

    @Property(tries = 20)
    void nan_staysNan(@ForAll Pair loss, @ForAll Signed signed) {
        Tensor nan = Tensor.of(new float[] {Float.NaN}, 1);
        Tensor half = Tensor.of(new float[] {0.5f}, 1);
        Tensor one = Tensor.of(new float[] {1f}, 1);
        Tensor y = Tensor.zeros(1);
        kernels.pair(loss, OPTION, nan, half, y);
        assertTrue(Float.isNaN(y.get(0)), loss + " of x");
        kernels.pair(loss, OPTION, half, nan, y);
        assertTrue(Float.isNaN(y.get(0)), loss + " of target");
        for (int sign : new int[] {1, -1}) {
            IntTensor s = IntTensor.of(new int[] {sign}, 1);
            kernels.signed(signed, OPTION, nan, s, y);
            assertTrue(Float.isNaN(y.get(0)), signed + " of x");
            kernels.signedBackward(signed, OPTION, nan, s, one, y);
            assertTrue(Float.isNaN(y.get(0)), signed + " dx");
        }
        boolean slopeDependsOnX = loss != Pair.KL_DIVERGENCE && loss != Pair.KL_DIVERGENCE_LOG_TARGET;
        if (slopeDependsOnX) {
            kernels.pairBackward(loss, OPTION, nan, half, one, y);
            assertTrue(Float.isNaN(y.get(0)), loss + " dx");
        }
    }

    @Test
    void certainProbabilities_costAtMost100() {
        Tensor x = Tensor.of(new float[] {0f, 1f, 0f, 1f}, 4);
        Tensor t = Tensor.of(new float[] {0f, 1f, 1f, 0f}, 4);
        Tensor y = Tensor.zeros(4);
        kernels.pair(Pair.BINARY_CROSS_ENTROPY, 0f, x, t, y);
        Bits.assertSame(new float[] {0f, 0f, 100f, 100f}, absolute(y), "binary cross-entropy");
    }

    private static float[] absolute(Tensor y) {
        float[] values = y.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.abs(values[i]);
        }
        return values;
    }

    @Test
    void manyThreads_giveTheSameBits() {
        Tensor x = operand(1, 20_011).tensor();
        Tensor t = operand(2, 20_011).tensor();
        Tensor one = Tensor.zeros(20_011);
        Tensor many = Tensor.zeros(20_011);
        for (Pair loss : Pair.values()) {
            Threads.with(1, () -> kernels.pair(loss, OPTION, x, t, one));
            Threads.with(3, () -> kernels.pair(loss, OPTION, x, t, many));
            Bits.assertSame(one, many, loss + " on three threads");
        }
    }

    @Test
    void badOperands_areRefusedBeforeAnythingIsWritten() {
        Tensor y = Guarded.dirty(3).tensor();
        Tensor x = Tensor.zeros(3);
        Tensor beyond = Tensor.of(new float[] {0f, Float.NaN, 1.5f}, 3);
        assertRefused(
                "binaryCrossEntropy: target of shape [3] has 1.5 at flat index 2, expected a probability in [0, 1]",
                () -> kernels.pair(Pair.BINARY_CROSS_ENTROPY, 0f, x, beyond, y));
        assertRefused(
                "binaryCrossEntropy: x of shape [3] has 1.5 at flat index 2, expected a probability in [0, 1]",
                () -> kernels.pair(Pair.BINARY_CROSS_ENTROPY, 0f, beyond, x, y));
        assertRefused(
                "binaryCrossEntropyWithLogits: target of shape [3] has 1.5 at flat index 2,"
                        + " expected a probability in [0, 1]",
                () -> kernels.pair(Pair.BINARY_CROSS_ENTROPY_WITH_LOGITS, 0f, x, beyond, y));
        assertRefused(
                "huber: target has shape [2], but x has shape [3], expected the same",
                () -> kernels.pair(Pair.HUBER, 1f, x, Tensor.zeros(2), y));
        assertRefused(
                "hingeEmbedding: signs of shape [3] has 0 at flat index 1, expected 1 or -1",
                () -> kernels.signed(Signed.HINGE_EMBEDDING, 1f, x, IntTensor.of(new int[] {1, 0, -1}, 3), y));
        Refusals.assertUntouched(y);
    }

    private static void assertRefused(String message, Runnable call) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }
}
