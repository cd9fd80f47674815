package dev.lanewise.kernel;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.math.Exp;
import dev.lanewise.math.Gelu;
import dev.lanewise.math.Sigmoid;
import dev.lanewise.math.Tanh;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What every implementation of {@link ElementwiseKernels} does, bit for bit. */
public abstract class ElementwiseContract {
    /** Each kernel beside its definition, one line each. A unary kernel ignores b. */
    public static final List<Case> CASES = List.of(
            Case.binary("add", ElementwiseKernels::add, (a, b) -> a + b),
            Case.binary("sub", ElementwiseKernels::sub, (a, b) -> a - b),
            Case.binary("mul", ElementwiseKernels::mul, (a, b) -> a * b),
            Case.unary("scale", (k, x, y) -> k.scale(-1.7f, x, y), x -> -1.7f * x),
            Case.unary("relu", ElementwiseKernels::relu, x -> x < 0f ? 0f : x),
            Case.binary(
                    "reluBackward", ElementwiseKernels::reluBackward, (y, dy) -> y > 0f ? dy : Float.isNaN(y) ? y : 0f),
            Case.unary("sigmoid", ElementwiseKernels::sigmoid, Sigmoid::sigmoid),
            Case.binary("sigmoidBackward", ElementwiseKernels::sigmoidBackward, (y, dy) -> dy * (y * (1f - y))),
            Case.unary("tanh", ElementwiseKernels::tanh, Tanh::tanh),
            Case.binary("tanhBackward", ElementwiseKernels::tanhBackward, (y, dy) -> dy * Math.fma(-y, y, 1f)),
            Case.unary("exp", ElementwiseKernels::exp, Exp::exp),
            Case.unary("gelu", ElementwiseKernels::gelu, Gelu::gelu),
            Case.binary("geluBackward", ElementwiseKernels::geluBackward, (x, dy) -> dy * Gelu.derivative(x)));

    private static final float ALPHA = 0.37f;

    // The last one is larger than two grains of every kernel.
    private static final int[] SIZES = {0, 1, 3, 15, 16, 17, 31, 63, 77, 207, 1021, 4098, 140_001};

    private static final float[] SPECIAL = {
        0f,
        -0f,
        Float.NaN,
        Float.intBitsToFloat(0xffc00000),
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.intBitsToFloat(0x00765432),
        Float.intBitsToFloat(0x80012345),
        Float.MIN_NORMAL,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        1f,
        -1f
    };

    private int threads;

    /** The implementation under test. */
    protected abstract ElementwiseKernels kernels();

    /** A kernel and its definition. */
    public record Case(String name, boolean unary, Kernel kernel, Definition definition) {
        static Case unary(String name, UnaryKernel kernel, UnaryDefinition definition) {
            return new Case(name, true, (k, a, b, y) -> kernel.run(k, a, y), (a, b) -> definition.of(a));
        }

        static Case binary(String name, Kernel kernel, Definition definition) {
            return new Case(name, false, kernel, definition);
        }

        /** The definition applied to all elements. */
        public float[] expected(float[] a, float[] b) {
            float[] y = new float[a.length];
            for (int i = 0; i < y.length; i++) {
                y[i] = definition.of(a[i], b[i]);
            }
            return y;
        }
    }

    /** A call of a kernel with two inputs. */
    public interface Kernel {
        /** Runs it. */
        void run(ElementwiseKernels kernels, Tensor a, Tensor b, Tensor y);
    }

    /** A call of a kernel with one input. */
    interface UnaryKernel {
        void run(ElementwiseKernels kernels, Tensor x, Tensor y);
    }

    /** One element of the result. */
    public interface Definition {
        /** Computes it. */
        float of(float a, float b);
    }

    /** One element of the result. */
    interface UnaryDefinition {
        float of(float x);
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
    Stream<DynamicTest> kernel_equalsItsDefinition() {
        return each(c -> {
            for (int t = 1; t <= 2; t++) {
                Parallel.threads(t);
                for (int n : SIZES) {
                    assertDefinition(c, n);
                }
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> operandsAtTheSameOffset_giveTheSameBits() {
        return each(c -> {
            float[] a = values(1, 1021);
            float[] b = values(2, 1021);
            Tensor y = Tensor.zeros(1021);
            c.kernel.run(kernels(), Tensor.of(a, 1021), Tensor.of(b, 1021), y);
            Bits.assertSame(c.expected(a, b), y.toArray(), c.name);
        });
    }

    @TestFactory
    Stream<DynamicTest> outputMayBeAnInput() {
        return each(c -> {
            for (int n : new int[] {77, 4098}) {
                float[] a = values(3, n);
                float[] b = values(4, n);
                Tensor first = Guarded.of(a, n).tensor();
                c.kernel.run(kernels(), first, Tensor.of(b, n), first);
                Bits.assertSame(c.expected(a, b), first.toArray(), c.name + " into its first input");
                if (!c.unary) {
                    Tensor second = Guarded.of(b, n).tensor();
                    c.kernel.run(kernels(), Tensor.of(a, n), second, second);
                    Bits.assertSame(c.expected(a, b), second.toArray(), c.name + " into its second input");
                }
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> operandOfAnotherSize_isRefusedAndNothingIsWritten() {
        return each(c -> {
            assertRefused(c, Tensor.zeros(4, 5), Tensor.zeros(3, 5), "[4, 5]", "[3, 5]");
            assertRefused(c, Tensor.zeros(2, 5), Tensor.zeros(3, 5), "[2, 5]", "[3, 5]");
            if (!c.unary) {
                assertRefused(c, Tensor.zeros(3, 5), Tensor.zeros(7), "[7]", "[3, 5]");
            }
        });
    }

    @Test
    void axpy_accumulates() {
        for (int t = 1; t <= 2; t++) {
            Parallel.threads(t);
            for (int n : SIZES) {
                float[] x = values(5, n);
                float[] y = values(6, n);
                Guarded sum = Guarded.of(y, n);
                kernels().axpy(ALPHA, Guarded.of(x, n).tensor(), sum.tensor());
                float[] expected = new float[n];
                for (int i = 0; i < n; i++) {
                    expected[i] = Math.fma(ALPHA, x[i], y[i]);
                }
                Bits.assertSame(expected, sum.tensor().toArray(), "axpy of " + n);
                sum.assertIntact();
            }
        }
    }

    @Test
    void axpy_refusesAnotherSizeAndWritesNothing() {
        Tensor y = Guarded.random(1, 1f, 3, 5).tensor();
        float[] before = y.toArray();
        Throwable e =
                assertThrows(IllegalArgumentException.class, () -> kernels().axpy(ALPHA, Tensor.zeros(14), y));
        assertTrue(e.getMessage().contains("axpy: x has shape [14]"), e.getMessage());
        Bits.assertSame(before, y.toArray(), "axpy refused");
    }

    @Test
    void bias_isAddedToEveryRow() {
        int[][] shapes = {{1, 1}, {3, 5}, {2, 17}, {7, 64}, {5, 77}, {0, 4}, {4, 0}, {2100, 67}, {2, 70_001}};
        for (int t = 1; t <= 2; t++) {
            Parallel.threads(t);
            for (int[] s : shapes) {
                float[] x = values(7, s[0] * s[1]);
                float[] bias = values(8, s[1]);
                float[] expected = new float[x.length];
                for (int i = 0; i < x.length; i++) {
                    expected[i] = x[i] + bias[i % s[1]];
                }
                Guarded y = Guarded.dirty(s);
                kernels().bias(Guarded.of(x, s).tensor(), Tensor.of(bias, s[1]), y.tensor());
                Bits.assertSame(
                        expected, y.tensor().toArray(), "bias to " + y.tensor().shape());
                y.assertIntact();
            }
        }
    }

    @Test
    void bias_mayBeAddedInPlace() {
        float[] x = values(9, 5 * 33);
        float[] bias = values(10, 33);
        Tensor y = Guarded.of(x, 5, 33).tensor();
        kernels().bias(y, Tensor.of(bias, 33), y);
        for (int i = 0; i < x.length; i++) {
            x[i] += bias[i % 33];
        }
        Bits.assertSame(x, y.toArray(), "bias in place");
    }

    @Test
    void bias_refusesWhatIsNoWholeRowAndWritesNothing() {
        Tensor y = Guarded.random(2, 1f, 3, 5).tensor();
        float[] before = y.toArray();
        for (int columns : new int[] {0, 4, 16}) {
            Throwable e = assertThrows(
                    IllegalArgumentException.class, () -> kernels().bias(Tensor.zeros(3, 5), Tensor.zeros(columns), y));
            assertTrue(e.getMessage().startsWith("bias: x has shape [3, 5]"), e.getMessage());
            assertTrue(e.getMessage().contains("[" + columns + "]"), e.getMessage());
        }
        Throwable e = assertThrows(
                IllegalArgumentException.class, () -> kernels().bias(Tensor.zeros(4, 5), Tensor.zeros(5), y));
        assertTrue(e.getMessage().startsWith("bias: x has shape [4, 5]"), e.getMessage());
        Bits.assertSame(before, y.toArray(), "bias refused");
    }

    @Test
    void exp_farAmongNear_equalsDefinition() {
        float[] x = new float[2100];
        for (int i = 0; i < x.length; i++) {
            x[i] = i % 170 - 85f;
        }
        x[700] = -1000f;
        x[1100] = Float.NaN;
        x[1101] = 88.5f;
        x[2099] = Float.POSITIVE_INFINITY;
        float[] expected = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            expected[i] = Exp.exp(x[i]);
        }
        Tensor inPlace = Tensor.of(x, x.length);
        kernels().exp(inPlace, inPlace);
        Bits.assertSame(expected, inPlace.toArray(), "exp");
    }

    private void assertDefinition(Case c, int n) {
        float[] a = values(11, n);
        float[] b = values(12, n);
        // Every operand at an offset of its own.
        Guarded y = Guarded.dirty(n);
        c.kernel.run(kernels(), shifted(a, 1), shifted(b, 5), y.tensor());
        Bits.assertSame(c.expected(a, b), y.tensor().toArray(), c.name + " of " + n);
        y.assertIntact();
    }

    private void assertRefused(Case c, Tensor a, Tensor b, String... shapes) {
        Tensor y = Guarded.random(3, 1f, 3, 5).tensor();
        float[] before = y.toArray();
        Throwable e = assertThrows(IllegalArgumentException.class, () -> c.kernel.run(kernels(), a, b, y));
        assertTrue(e.getMessage().startsWith(c.name + ": "), e.getMessage());
        for (String shape : shapes) {
            assertTrue(e.getMessage().contains(shape), e.getMessage());
        }
        Bits.assertSame(before, y.toArray(), c.name + " refused");
    }

    private static Stream<DynamicTest> each(Consumer<Case> test) {
        return CASES.stream().map(c -> DynamicTest.dynamicTest(c.name, () -> test.accept(c)));
    }

    private static Tensor shifted(float[] values, int offset) {
        float[] array = new float[values.length + offset];
        System.arraycopy(values, 0, array, offset, values.length);
        return Tensor.window(array, offset, Shape.of(values.length));
    }

    /** Numbers of all sizes, every third one special; other seeds pair the special ones differently. */
    private static float[] values(int seed, int n) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = i % 3 == 1
                    ? SPECIAL[random.nextInt(SPECIAL.length)]
                    : (float) (random.nextDouble(-2, 2) * Math.exp(random.nextDouble(-6, 5)));
        }
        return values;
    }
}
