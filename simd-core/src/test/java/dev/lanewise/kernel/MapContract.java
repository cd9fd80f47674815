package dev.lanewise.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What every implementation of {@link MapKernels} does: functions against their definitions in double, and choices. */
public abstract class MapContract {
    /** The bound on the error of a value, in units in the last place. */
    private static final double VALUE_ULP = 6;

    /** The bound on the error of a value or derivative that is smaller, in units of the last place of 1. */
    private static final double NEAR_ZERO = 3 * 0x1p-23;

    /** The bound on the error of a derivative, in units in the last place. */
    private static final double DERIVATIVE_ULP = 8;

    // The last one is larger than two grains of every kernel.
    private static final int[] SIZES = {0, 1, 3, 16, 17, 63, 207, 1021, 140_001};

    /** The implementation under test. */
    protected abstract MapKernels kernels();

    private static Stream<DynamicTest> each(java.util.function.Consumer<MapDefinitions.Definition> check) {
        return Stream.of(Function.values())
                .map(f -> DynamicTest.dynamicTest(f.name(), () -> check.accept(MapDefinitions.of(f))));
    }

    private static void assertClose(double expected, float found, double ulp, String what) {
        double allowed = Math.max(ulp * Math.ulp((float) expected), NEAR_ZERO);
        assertTrue(
                Double.isNaN(expected) ? Float.isNaN(found) : Math.abs(found - expected) <= allowed,
                () -> what + " is " + found + ", expected " + expected);
    }

    /** Steps of 1/64, which hit the kinks' neighbours, with other numbers between. */
    private static Guarded values(MapDefinitions.Definition d, int n) {
        Guarded x = Guarded.random(n + 1, 8, n);
        for (int i = 0; i < n; i++) {
            int at = x.tensor().offset() + i;
            float v = i % 2 == 0 ? x.tensor().array()[at] : (i % 1024 - 512) / 64f + 0x1p-8f;
            x.tensor().array()[at] = d.positive() ? Math.abs(v) + 0.01f : v;
        }
        return x;
    }

    @TestFactory
    Stream<DynamicTest> function_equalsItsDefinition() {
        return each(d -> {
            for (int n : SIZES) {
                Tensor x = values(d, n).tensor();
                Guarded y = Guarded.dirty(n);
                kernels().apply(d.f(), d.a(), d.b(), x, y.tensor());
                y.assertIntact();
                for (int i = 0; i < n; i++) {
                    float v = x.array()[x.offset() + i];
                    assertClose(
                            d.value().of(v), y.tensor().array()[y.tensor().offset() + i], VALUE_ULP, "f(" + v + ")");
                }
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> gradient_equalsItsDefinition() {
        return each(d -> {
            for (int n : SIZES) {
                Tensor x = values(d, n).tensor();
                Tensor dy = Tensor.zeros(n);
                dy.fill(2f);
                Guarded dx = Guarded.dirty(n);
                kernels().backward(d.f(), d.a(), d.b(), x, dy, dx.tensor());
                dx.assertIntact();
                for (int i = 0; i < n; i++) {
                    float v = x.array()[x.offset() + i];
                    float half = dx.tensor().array()[dx.tensor().offset() + i] / 2;
                    assertClose(d.derivative().of(v), half, DERIVATIVE_ULP, "f'(" + v + ")");
                }
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> nanInNanOut_alsoOfTheGradient() {
        return each(d -> {
            Tensor x = Tensor.of(new float[] {1f, Float.NaN, 2f}, 3);
            Tensor y = Tensor.zeros(3);
            Tensor ones = Tensor.zeros(3);
            ones.fill(1f);
            kernels().apply(d.f(), d.a(), d.b(), x, y);
            assertEquals(List.of(false, true, false), nans(y));
            kernels().backward(d.f(), d.a(), d.b(), x, ones, y);
            assertEquals(List.of(false, true, false), nans(y));
            ones.fill(Float.NaN);
            kernels().backward(d.f(), d.a(), d.b(), Tensor.of(new float[] {1f, 4f, 2f}, 3), ones, y);
            assertEquals(List.of(true, true, true), nans(y));
        });
    }

    private static List<Boolean> nans(Tensor t) {
        List<Boolean> nans = new ArrayList<>();
        for (float v : t.toArray()) {
            nans.add(Float.isNaN(v));
        }
        return nans;
    }

    @TestFactory
    Stream<DynamicTest> inPlaceAtAnyOffsetOnAnyThreads_hasTheSameBits() {
        return each(d -> {
            int n = 140_001;
            Tensor x = Tensor.of(values(d, n).tensor().toArray(), n);
            Tensor dy = Tensor.of(Guarded.random(3, 1, n).tensor().toArray(), n);
            Tensor y = Tensor.zeros(n);
            Tensor dx = Tensor.zeros(n);
            Threads.with(1, () -> {
                kernels().apply(d.f(), d.a(), d.b(), x, y);
                kernels().backward(d.f(), d.a(), d.b(), x, dy, dx);
            });
            Threads.with(3, () -> {
                Tensor same = Guarded.of(x.toArray(), n).tensor();
                kernels().apply(d.f(), d.a(), d.b(), same, same);
                Bits.assertSame(y, same, "in place");
                Tensor gradient = x.copy();
                kernels().backward(d.f(), d.a(), d.b(), gradient, dy, gradient);
                Bits.assertSame(dx, gradient, "gradient in place of x");
                gradient.copyFrom(dy);
                kernels()
                        .backward(
                                d.f(), d.a(), d.b(), Guarded.of(x.toArray(), n).tensor(), gradient, gradient);
                Bits.assertSame(dx, gradient, "gradient in place of dy");
            });
        });
    }

    @Test
    void farAway_functionsAreTheirLimits() {
        Tensor x = Tensor.of(
                new float[] {-Float.MAX_VALUE, Float.NEGATIVE_INFINITY, Float.MAX_VALUE, Float.POSITIVE_INFINITY}, 4);
        Map<Function, float[]> limits = new EnumMap<>(Function.class);
        float inf = Float.POSITIVE_INFINITY;
        float max = Float.MAX_VALUE;
        for (Function f : List.of(Function.SILU, Function.MISH, Function.GELU_TANH)) {
            limits.put(f, new float[] {-0f, -0f, max, inf});
        }
        limits.put(Function.HARD_SWISH, new float[] {-0f, -0f, max, inf});
        limits.put(Function.SOFTPLUS, new float[] {0, 0, max, inf});
        limits.put(Function.LOG_SIGMOID, new float[] {-max, -inf, -0f, -0f});
        limits.put(Function.SOFTSIGN, new float[] {-1, -1, 1, 1});
        limits.put(Function.ELU, new float[] {-1, -1, max, inf});
        limits.put(Function.CELU, new float[] {-1, -1, max, inf});
        limits.put(Function.HARD_SIGMOID, new float[] {0, 0, 1, 1});
        limits.put(Function.EXPM1, new float[] {-1, -1, inf, inf});
        limits.put(Function.TANH_SHRINK, new float[] {-max, -inf, max, inf});
        limits.forEach((f, expected) -> {
            Tensor y = Tensor.zeros(4);
            kernels().apply(f, 1f, 20f, x, y);
            Bits.assertSame(expected, y.toArray(), f.name());
        });
    }

    @Test
    void kinks_haveTheDocumentedGradient() {
        Map<Function, Supplier<float[][]>> kinks = new EnumMap<>(Function.class);
        kinks.put(Function.ABS, () -> new float[][] {{0f, -0f}, {0, 0}});
        kinks.put(Function.CLAMP, () -> new float[][] {{-1, 1}, {1, 1}});
        kinks.put(Function.HARD_TANH, () -> new float[][] {{-1, 1}, {0, 0}});
        kinks.put(Function.HARD_SIGMOID, () -> new float[][] {{-3, 3}, {0, 0}});
        kinks.put(Function.HARD_SWISH, () -> new float[][] {{-3, 3}, {0, 1}});
        kinks.put(Function.SOFT_SHRINK, () -> new float[][] {{1, 0}, {0, 0}});
        kinks.put(Function.LEAKY_RELU, () -> new float[][] {{0f, -0f}, {-1, -1}});
        kinks.forEach((f, points) -> {
            float[][] of = points.get();
            Tensor dx = Tensor.zeros(2);
            float a = f == Function.SOFT_SHRINK ? 1 : -1;
            kernels().backward(f, a, 1f, Tensor.of(of[0], 2), Tensor.of(new float[] {1, 1}, 2), dx);
            for (int i = 0; i < 2; i++) {
                assertEquals(of[1][i], dx.array()[i] + 0f, f + " at " + of[0][i]);
            }
        });
    }

    @Property(tries = 100)
    void prelu_equalsItsDefinition(
            @ForAll @Size(value = 3) List<@IntRange(max = 6) Integer> extents, @ForAll long seed) {
        checkPrelu(seed, extents.get(0), extents.get(1), extents.get(2));
    }

    // Planes of whole registers and a rest, one that begins at a cache line, single elements, and a single slope.
    @Test
    void prelu_ofLongPlanes_rowsAndOneSlope_equalsItsDefinition() {
        int[][] shapes = {{3, 5, 77}, {1, 2, 64}, {1, 2, 1101}, {7, 45, 1}, {2, 1103, 1}, {3, 1, 401}, {1203, 1, 1}};
        for (int[] shape : shapes) {
            checkPrelu(shape[1], shape[0], shape[1], shape[2]);
        }
    }

    // Chunks of elements begin and end within a plane, and within a row of single elements.
    @Test
    void prelu_onManyThreads_equalsItsDefinition() {
        for (int[] shape : new int[][] {{1, 3, 70_001}, {70, 3001, 1}, {3, 1, 70_001}}) {
            Threads.with(3, () -> checkPrelu(5, shape[0], shape[1], shape[2]));
        }
    }

    private void checkPrelu(long seed, int n, int c, int s) {
        Guarded x = Guarded.random(seed, 2, n, c, s);
        Guarded w = Guarded.random(seed + 1, 2, c);
        Guarded dy = Guarded.random(seed + 2, 2, n, c, s);
        float[] special = {Float.NaN, 0f, -0f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
        for (int i = 0; i < x.tensor().size(); i += 13) {
            x.tensor().array()[x.tensor().offset() + i] = special[i / 13 % special.length];
        }
        Guarded y = Guarded.dirty(n, c, s);
        Guarded dx = Guarded.dirty(n, c, s);
        kernels().prelu(x.tensor(), w.tensor(), y.tensor());
        kernels().preluBackward(x.tensor(), w.tensor(), dy.tensor(), dx.tensor());
        float[] slopes = w.tensor().toArray();
        float[] values = x.tensor().toArray();
        float[] gradient = dy.tensor().toArray();
        for (int i = 0; i < values.length; i++) {
            float slope = slopes[i / s % c];
            float v = values[i];
            gradient[i] = v > 0 ? gradient[i] : v <= 0 ? slope * gradient[i] : Float.NaN;
            values[i] = v > 0 ? v : slope * v;
        }
        Bits.assertSame(values, y.tensor().toArray(), "prelu");
        Bits.assertSame(gradient, dx.tensor().toArray(), "preluBackward");
        y.assertIntact();
        dx.assertIntact();
        kernels().prelu(x.tensor(), w.tensor(), x.tensor());
        Bits.assertSame(values, x.tensor().toArray(), "prelu in place");
    }

    @Property(tries = 200)
    void masks_areBroadcastAndChooseElementByElement(
            @ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> extents,
            @ForAll @IntRange(max = 15) int keep,
            @ForAll @IntRange(max = 2) int missing,
            @ForAll long seed) {
        int[] shape = extents.stream().mapToInt(Integer::intValue).toArray();
        int gone = Math.min(missing, shape.length);
        int[] small = new int[shape.length - gone];
        for (int i = 0; i < small.length; i++) {
            small[i] = (keep >> i & 1) == 1 ? shape[gone + i] : 1;
        }
        Guarded a = Guarded.random(seed, 2, shape);
        Guarded b = Guarded.random(seed + 1, 2, shape);
        Shape smallShape = Shape.of(small);
        // The mask as floats first, so that the plain expansion can be asked where it stands.
        Tensor floats = Tensor.zeros(smallShape);
        int[] array = new int[smallShape.size() + 5];
        java.util.Arrays.fill(array, 7);
        for (int i = 0; i < floats.size(); i++) {
            array[3 + i] = (seed >> (i % 40) & 1) == 0 ? 0 : -1;
            floats.array()[i] = array[3 + i];
        }
        IntTensor mask = IntTensor.window(array, 3, smallShape);
        Tensor wide = Tensor.zeros(shape);
        new dev.lanewise.kernel.scalar.ScalarBroadcast().expand(floats, wide);
        Guarded filled = Guarded.dirty(shape);
        Guarded chosen = Guarded.dirty(shape);
        kernels().maskedFill(a.tensor(), mask, Float.NEGATIVE_INFINITY, filled.tensor());
        kernels().where(mask, a.tensor(), b.tensor(), chosen.tensor());
        float[] fill = a.tensor().toArray();
        float[] choice = b.tensor().toArray();
        for (int i = 0; i < fill.length; i++) {
            choice[i] = wide.array()[i] != 0 ? fill[i] : choice[i];
            fill[i] = wide.array()[i] != 0 ? Float.NEGATIVE_INFINITY : fill[i];
        }
        Bits.assertSame(fill, filled.tensor().toArray(), "maskedFill");
        Bits.assertSame(choice, chosen.tensor().toArray(), "where");
        filled.assertIntact();
        chosen.assertIntact();
    }

    @Test
    void masks_onManyThreads_haveTheSameBits() {
        Tensor x = Guarded.random(1, 2, 300, 7, 50).tensor();
        for (int[] shape : new int[][] {{300, 7, 50}, {300, 1, 50}, {7, 1}}) {
            int[] array = new int[Shape.of(shape).size()];
            for (int i = 0; i < array.length; i++) {
                array[i] = i * 37 % 5 == 0 ? 1 : 0;
            }
            IntTensor mask = IntTensor.of(array, shape);
            Tensor one = Tensor.zeros(300, 7, 50);
            Tensor many = Tensor.zeros(300, 7, 50);
            Threads.with(1, () -> kernels().maskedFill(x, mask, 9f, one));
            Threads.with(3, () -> kernels().maskedFill(x, mask, 9f, many));
            Bits.assertSame(one, many, "three threads");
        }
    }

    @Test
    void winner_takesTheGradient_andEqualOnesShareIt() {
        Tensor a = Tensor.of(new float[] {1, 2, 3, Float.NaN, 0f}, 5);
        Tensor b = Tensor.of(new float[] {2, 2, 2, 2, Float.NaN}, 5);
        Tensor dy = Tensor.of(new float[] {8, 8, 8, 8, 8}, 5);
        Guarded da = Guarded.dirty(5);
        kernels().winner(a, b, dy, da.tensor());
        Bits.assertSame(new float[] {0, 4, 8, Float.NaN, Float.NaN}, da.tensor().toArray(), "winner");
        da.assertIntact();
    }

    @Test
    void winner_ofAnySize_onAnyThreads_equalsItsDefinition() {
        for (int size : new int[] {0, 1, 15, 16, 17, 77, 1103, 140_003}) {
            Guarded a = Guarded.random(size, 2, size);
            Guarded b = Guarded.random(size + 1, 2, size);
            Guarded dy = Guarded.random(size + 2, 2, size);
            Guarded da = Guarded.dirty(size);
            float[] p = a.tensor().array();
            float[] q = b.tensor().array();
            float[] special = {Float.NaN, 0f, -0f, Float.POSITIVE_INFINITY, 1f};
            for (int i = 0; i < size; i += 3) {
                p[a.tensor().offset() + i] = special[i % 5];
                q[b.tensor().offset() + i] = special[i / 5 % 5];
            }
            Threads.with(3, () -> kernels().winner(a.tensor(), b.tensor(), dy.tensor(), da.tensor()));
            float[] expected = dy.tensor().toArray();
            for (int i = 0; i < size; i++) {
                float u = a.tensor().get(i);
                float v = b.tensor().get(i);
                float g = expected[i];
                expected[i] = u > v ? g : u < v ? 0f : u == v ? 0.5f * g : Float.NaN;
            }
            Bits.assertSame(expected, da.tensor().toArray(), "winner of " + size);
            da.assertIntact();
        }
    }

    @Test
    void shapesThatDoNotFit_areRefusedBeforeAnythingIsWritten() {
        Tensor y = Guarded.dirty(2, 3).tensor();
        Tensor x = Tensor.zeros(2, 4);
        Tensor z = Tensor.zeros(2, 3);
        Refusals.assertRefused(
                "map: x has shape [2, 4]", "[2, 3]", () -> kernels().apply(Function.SILU, 0, 0, x, y));
        Refusals.assertRefused(
                "mapBackward: x has shape [2, 4]", "[2, 3]", () -> kernels().backward(Function.SILU, 0, 0, x, z, y));
        Refusals.assertRefused(
                "mapBackward: dy has shape [2, 4]", "[2, 3]", () -> kernels().backward(Function.SILU, 0, 0, z, x, y));
        Refusals.assertRefused(
                "prelu: x has shape [2, 4]", "w:[C]", () -> kernels().prelu(x, Tensor.zeros(4), y));
        Refusals.assertRefused(
                "preluBackward: x has shape [1, 2, 4]",
                "[3]",
                () -> kernels().preluBackward(Tensor.zeros(1, 2, 4), Tensor.zeros(3), x, y));
        Refusals.assertRefused(
                "maskedFill: mask has shape [2]", "[2, 3]", () -> kernels().maskedFill(z, IntTensor.zeros(2), 1f, y));
        Refusals.assertRefused(
                "maskedFill: x has shape [2, 4]", "[2, 3]", () -> kernels().maskedFill(x, IntTensor.zeros(3), 1f, y));
        Refusals.assertRefused(
                "where: b has shape [2, 4]", "[2, 3]", () -> kernels().where(IntTensor.zeros(3), z, x, y));
        Refusals.assertRefused(
                "winner: b has shape [2, 4]", "[2, 3]", () -> kernels().winner(z, x, z, y));
        Refusals.assertUntouched(y);
    }
}
