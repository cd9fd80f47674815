package dev.lanewise.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.math.Normals;
import dev.lanewise.math.Threefry;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What every implementation of {@link RandomKernels} does, bit for bit. */
public abstract class RandomContract {
    private static final long SEED = 0x1234_5678_9abc_def0L;
    private static final long STREAM = 0x0fed_cba9_8765_4321L;

    // The last one is larger than two grains of every kernel.
    private static final int[] SIZES = {0, 1, 3, 15, 16, 17, 31, 63, 77, 207, 1021, 4098, 40_001};
    private static final int MANY = 1 << 18;

    // A sum of MANY draws strays so many standard errors once in two million seeds; the seed is fixed.
    private static final double STANDARD_ERRORS = 5;

    private static final List<Case> CASES = List.of(
            new Case(
                    "uniform",
                    (k, seed, stream, y) -> k.uniform(seed, stream, -0.3f, 1.9f, y),
                    words -> Math.min(Math.fma(unit(words), 1.9f - -0.3f, -0.3f), Math.nextDown(1.9f))),
            new Case(
                    "normal",
                    (k, seed, stream, y) -> k.normal(seed, stream, 0.5f, 2f, y),
                    words -> Normals.normal(words, 0.5f, 2f)),
            new Case(
                    "bernoulli",
                    (k, seed, stream, y) -> k.bernoulli(seed, stream, 0.8f, 1.25f, y),
                    words -> unit(words) < 0.8f ? 1.25f : 0f));

    private int threads;

    /** The implementation under test. */
    protected abstract RandomKernels kernels();

    /** A kernel and its definition. */
    private record Case(String name, Kernel kernel, Definition definition) {
        float[] expected(long seed, long stream, int n) {
            float[] y = new float[n];
            for (int i = 0; i < n; i++) {
                y[i] = definition.of(Threefry.block(Threefry.key(seed, stream), i));
            }
            return y;
        }
    }

    private interface Kernel {
        void run(RandomKernels kernels, long seed, long stream, Tensor y);
    }

    private interface Definition {
        float of(long words);
    }

    @BeforeEach
    void rememberThreads() {
        threads = Parallel.threads();
    }

    @AfterEach
    void restoreThreads() {
        Parallel.threads(threads);
    }

    @TestFactory
    Stream<DynamicTest> element_dependsOnSeedStreamAndIndexAlone() {
        return each(c -> {
            for (int t = 1; t <= 2; t++) {
                Parallel.threads(t);
                for (int n : SIZES) {
                    Guarded y = Guarded.dirty(n);
                    c.kernel.run(kernels(), SEED, STREAM, y.tensor());
                    Bits.assertSame(c.expected(SEED, STREAM, n), y.tensor().toArray(), c.name + " of " + n);
                    y.assertIntact();
                }
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> otherSeedOrStream_givesOtherNumbers() {
        return each(c -> {
            float[] base = draw(c, SEED, STREAM);
            for (int bit = 0; bit < 64; bit++) {
                assertFalse(Arrays.equals(base, draw(c, SEED ^ (1L << bit), STREAM)), c.name + " seed bit " + bit);
                assertFalse(Arrays.equals(base, draw(c, SEED, STREAM ^ (1L << bit))), c.name + " stream bit " + bit);
            }
        });
    }

    @Test
    void uniform_isSpreadEvenly() {
        Tensor y = Tensor.zeros(MANY);
        kernels().uniform(1, 2, -1f, 3f, y);
        assertMoments(y, 1, 16 / 12.0, 9 / 5.0);
        for (float v : y.array()) {
            assertTrue(v >= -1f && v < 3f, "drew " + v);
        }
    }

    @Test
    void uniform_neverReachesHigh() {
        // In [1, 2) the floats are 2^-23 apart, u is a multiple of 2^-24: the largest u rounds the sum to 2.
        float[][] ranges = {{1f, 2f}, {1f, Math.nextUp(1f)}, {1000f, 1000.001f}, {-2f, -1f}};
        Tensor y = Tensor.zeros(MANY);
        for (float[] range : ranges) {
            kernels().uniform(3, 4, range[0], range[1], y);
            for (float v : y.array()) {
                assertTrue(v >= range[0] && v < range[1], "drew " + v + " in " + Arrays.toString(range));
            }
        }
    }

    @Test
    void normal_hasItsMomentsAndNeighboursAreUncorrelated() {
        Tensor y = Tensor.zeros(MANY);
        kernels().normal(5, 6, -2f, 0.5f, y);
        assertMoments(y, -2, 0.25, 3);
        double correlation = 0;
        for (int i = 1; i < MANY; i++) {
            correlation += (y.get(i) + 2.0) * (y.get(i - 1) + 2.0) / 0.25;
        }
        assertEquals(0, correlation / MANY, STANDARD_ERRORS / Math.sqrt(MANY));
    }

    @Test
    void bernoulli_hasItsFrequency() {
        Tensor y = Tensor.zeros(MANY);
        for (float p : new float[] {0.001f, 0.1f, 0.5f, 0.9f}) {
            kernels().bernoulli(7, 8, p, 1f, y);
            double ones = 0;
            for (float v : y.array()) {
                ones += v;
            }
            assertEquals(p, ones / MANY, STANDARD_ERRORS * Math.sqrt(p * (1 - p) / MANY));
        }
    }

    @Test
    void bernoulli_isCertainAtZeroAndOne() {
        Tensor y = Tensor.zeros(4098);
        kernels().bernoulli(9, 10, 1f, 2f, y);
        for (float v : y.array()) {
            assertEquals(2f, v);
        }
        kernels().bernoulli(9, 10, 0f, 2f, y);
        for (float v : y.array()) {
            assertEquals(0f, v);
        }
    }

    @Test
    void argumentsOutOfRange_areRefusedAndNothingIsWritten() {
        float nan = Float.NaN;
        float inf = Float.POSITIVE_INFINITY;
        refused("uniform: low 1.0 and high 1.0", y -> kernels().uniform(1, 1, 1f, 1f, y));
        refused("uniform: low NaN", y -> kernels().uniform(1, 1, nan, 1f, y));
        refused("uniform: low 0.0 and high Infinity", y -> kernels().uniform(1, 1, 0f, inf, y));
        refused("uniform: low", y -> kernels().uniform(1, 1, -Float.MAX_VALUE, Float.MAX_VALUE, y));
        refused("normal: mean NaN", y -> kernels().normal(1, 1, nan, 1f, y));
        refused("normal: mean 0.0 and deviation -1.0", y -> kernels().normal(1, 1, 0f, -1f, y));
        refused("normal: mean 0.0 and deviation Infinity", y -> kernels().normal(1, 1, 0f, inf, y));
        refused("bernoulli: probability -0.1", y -> kernels().bernoulli(1, 1, -0.1f, 1f, y));
        refused("bernoulli: probability 1.1", y -> kernels().bernoulli(1, 1, 1.1f, 1f, y));
        refused("bernoulli: probability NaN", y -> kernels().bernoulli(1, 1, nan, 1f, y));
    }

    private void refused(String message, Consumer<Tensor> call) {
        Tensor y = Guarded.random(1, 1f, 17).tensor();
        float[] before = y.toArray();
        Throwable e = assertThrows(IllegalArgumentException.class, () -> call.accept(y));
        assertTrue(e.getMessage().startsWith(message), e.getMessage());
        Bits.assertSame(before, y.toArray(), message);
    }

    private float[] draw(Case c, long seed, long stream) {
        Tensor y = Tensor.zeros(64);
        c.kernel.run(kernels(), seed, stream, y);
        return y.toArray();
    }

    /** Checks mean and variance; the kurtosis gives the standard error of the variance. */
    private static void assertMoments(Tensor y, double mean, double variance, double kurtosis) {
        double sum = 0;
        double squares = 0;
        for (float v : y.array()) {
            sum += v - mean;
            squares += (v - mean) * (v - mean);
        }
        int n = y.size();
        assertEquals(0, sum / n, STANDARD_ERRORS * Math.sqrt(variance / n), "mean");
        double spread = variance * Math.sqrt((kurtosis - 1) / n);
        assertEquals(variance, squares / n, STANDARD_ERRORS * spread, "variance");
    }

    private static float unit(long words) {
        return Threefry.unit((int) words);
    }

    private static Stream<DynamicTest> each(Consumer<Case> test) {
        return CASES.stream().map(c -> DynamicTest.dynamicTest(c.name, () -> test.accept(c)));
    }
}
