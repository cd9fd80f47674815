package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.Bits;
import dev.lanewise.kernel.Function;
import dev.lanewise.kernel.Guarded;
import dev.lanewise.kernel.MapContract;
import dev.lanewise.kernel.MapKernels;
import dev.lanewise.kernel.scalar.ScalarMap;
import dev.lanewise.math.SinCos;
import dev.lanewise.tensor.Tensor;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

@NeedsWidth
class VectorMapTest extends MapContract {
    // A prime, so that low bits and signs are mixed.
    private static final int STEP = 40_009;

    // Pairs of options: usual ones, negative and zero ones; each also goes to a function that ignores it.
    private static final float[][] OPTIONS = {{1.5f, 2f}, {0.25f, -1f}, {-2f, 3f}, {-0f, 0f}, {3f, 6f}, {-2.5f, 1f}};

    private final MapKernels scalar = new ScalarMap();

    @Override
    protected MapKernels kernels() {
        return new VectorMap();
    }

    @Property(tries = 200)
    void function_vectorEqualsScalar_bitForBit(
            @ForAll @IntRange(min = 0, max = 1021) int n,
            @ForAll @IntRange(max = 5) int options,
            @ForAll long seed,
            @ForAll @IntRange(max = 2) int kind) {
        Tensor x = random(seed, n, kind);
        Tensor dy = random(~seed, n, kind);
        for (Function f : Function.values()) {
            assertSame(f, OPTIONS[options], x, dy);
        }
    }

    /** Over the whole line of floats. */
    @TestFactory
    Stream<DynamicTest> function_vectorEqualsScalar_everywhere() {
        int n = (int) ((1L << 32) / STEP);
        Tensor x = Tensor.zeros(n);
        Tensor dy = Tensor.zeros(n);
        for (int i = 0; i < n; i++) {
            x.array()[i] = Float.intBitsToFloat(i * STEP);
            dy.array()[i] = i % 3 - 1.25f;
        }
        return Stream.of(Function.values())
                .map(f -> DynamicTest.dynamicTest(f.name(), () -> {
                    for (float[] options : OPTIONS) {
                        assertSame(f, options, x, dy);
                    }
                }));
    }

    private void assertSame(Function f, float[] options, Tensor x, Tensor dy) {
        Tensor expected = Tensor.zeros(x.size());
        Guarded y = Guarded.dirty(x.size());
        scalar.apply(f, options[0], options[1], x, expected);
        kernels().apply(f, options[0], options[1], x, y.tensor());
        Bits.assertSame(expected, y.tensor(), f + " with " + options[0] + ", " + options[1]);
        y.assertIntact();
        scalar.backward(f, options[0], options[1], x, dy, expected);
        kernels().backward(f, options[0], options[1], x, dy, y.tensor());
        Bits.assertSame(expected, y.tensor(), "gradient of " + f + " with " + options[0] + ", " + options[1]);
        y.assertIntact();
    }

    /** Any bit pattern at all, numbers of the size of activations, or now and then one that the sine finds far away. */
    private static Tensor random(long seed, int n, int kind) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = kind == 0 ? Float.intBitsToFloat(random.nextInt()) : (float) random.nextGaussian(0, 4);
            if (kind == 2 && random.nextInt(200) == 0) {
                values[i] *= SinCos.LIMIT;
            }
        }
        return Guarded.of(values, n).tensor();
    }
}
