package dev.lanewise.property;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.autograd.Gradients;
import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.gradient.Inputs;
import dev.lanewise.init.Draws;
import dev.lanewise.nn.Activation;
import dev.lanewise.nn.Bilinear;
import dev.lanewise.nn.Linear;
import dev.lanewise.nn.Residual;
import dev.lanewise.nn.Unary;
import dev.lanewise.nn.activation.LogSoftmax;
import dev.lanewise.nn.activation.PRelu;
import dev.lanewise.nn.activation.Softmax;
import dev.lanewise.nn.activation.Softmin;
import dev.lanewise.nn.gate.Gate;
import dev.lanewise.nn.gate.Glu;
import dev.lanewise.nn.gate.Highway;
import dev.lanewise.nn.gate.SwiGlu;
import dev.lanewise.op.Ops;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What defines the activations and gates, whatever the operands. */
class ActivationPropertyTest {
    /** Named closeness of probabilities and small numbers that are computed in two ways. */
    private static final float CLOSE = 4e-6f;

    /**
     * How much a function that rises may fall between neighbours, in units in the last place: the roundings of both.
     */
    private static final float SLACK_ULP = 8;

    /** Those that fall somewhere, by their definition. */
    private static final Set<String> NOT_MONOTONE =
            Set.of("GELU", "GELU_TANH", "SILU", "MISH", "HARD_SWISH", "NEGATIVE_SLOPE", "SOFTMAX", "LOG_SOFTMAX");

    /** Every constant and one of every factory, by name. */
    private static Map<String, Activation> activations() {
        Map<String, Activation> all = new LinkedHashMap<>();
        for (java.lang.reflect.Field field : Activation.class.getFields()) {
            try {
                all.put(field.getName(), (Activation) field.get(null));
            } catch (IllegalAccessException e) {
                throw new AssertionError(e);
            }
        }
        all.put("leaky", Activation.leakyRelu(0.2f));
        all.put("NEGATIVE_SLOPE", Activation.leakyRelu(-0.2f));
        all.put("elu", Activation.elu(0.7f));
        all.put("celu", Activation.celu(3f));
        all.put("softplus", Activation.softplus(3f, 6f));
        all.put("hardTanh", Activation.hardTanh(-2f, 5f));
        all.put("softShrink", Activation.softShrink(2f));
        all.put("hardShrink", Activation.hardShrink(2f));
        return all;
    }

    private static float[] run(Unary layer, Tensor x) {
        Tape tape = Tape.inference();
        tape.begin(0);
        return layer.forward(tape.constant(x)).tensor().toArray();
    }

    private static Shape shape(List<Integer> extents) {
        return Shape.of(extents.stream().mapToInt(Integer::intValue).toArray());
    }

    @TestFactory
    Stream<DynamicTest> activation_lastsOverEveryFloat() {
        return activations().entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    float[] x = everyMagnitude();
                    // A row each, for those along an axis: of a number and its negative.
                    boolean rows = entry.getKey().endsWith("SOFTMAX");
                    float[] y = run(entry.getValue(), rows ? Tensor.of(x, x.length, 1) : Tensor.of(x, x.length));
                    for (int i = 0; i < x.length; i++) {
                        assertTrue(!Float.isNaN(y[i]), entry.getKey() + " of " + x[i] + " is no number");
                    }
                    if (!NOT_MONOTONE.contains(entry.getKey())) {
                        for (int i = 1; i < x.length; i++) {
                            float slack = SLACK_ULP * Math.ulp(y[i]);
                            assertTrue(
                                    y[i] >= y[i - 1] || y[i] >= y[i - 1] - slack,
                                    entry.getKey() + " falls from " + y[i - 1] + " at " + x[i - 1] + " to " + y[i]
                                            + " at " + x[i]);
                        }
                        assertTrue(y[0] < y[x.length - 1], entry.getKey() + " is constant");
                    }
                }));
    }

    /** Finite floats of all binades in ascending order. */
    private static float[] everyMagnitude() {
        int step = 99_991;
        int half = Float.floatToIntBits(Float.MAX_VALUE) / step;
        float[] x = new float[2 * half];
        for (int i = 0; i < half; i++) {
            x[half + i] = Float.intBitsToFloat(i * step);
            x[half - 1 - i] = -Float.intBitsToFloat((i + 1) * step);
        }
        return x;
    }

    @TestFactory
    Stream<DynamicTest> activation_givesNanForNan_andOnlyThere() {
        return activations().entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    Tape tape = Tape.training(0);
                    tape.begin(0);
                    Var x = tape.input(Tensor.of(new float[] {-1f, Float.NaN, 0.3f, 7f}, 4, 1));
                    Var y = entry.getValue().forward(x);
                    Tensor ones = Tensor.zeros(4, 1);
                    ones.fill(1f);
                    float[] dx = tape.backward(y, ones).of(x).toArray();
                    for (int i = 0; i < 4; i++) {
                        assertEquals(i == 1, Float.isNaN(y.tensor().toArray()[i]), entry.getKey() + ": value " + i);
                        assertEquals(i == 1, Float.isNaN(dx[i]), entry.getKey() + ": gradient " + i);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> activation_doesNotMixElements() {
        return activations().entrySet().stream()
                .filter(entry -> !entry.getKey().endsWith("SOFTMAX"))
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    Tensor x = new Inputs(3).floats(Shape.of(2, 37));
                    float[] together = run(entry.getValue(), x);
                    for (int i = 0; i < x.size(); i++) {
                        Tensor one = Tensor.of(new float[] {x.array()[x.offset() + i]}, 1);
                        assertArrayEquals(
                                Arrays.copyOfRange(together, i, i + 1), run(entry.getValue(), one), entry.getKey());
                    }
                }));
    }

    @Property(tries = 60)
    void softmax_isUnchangedByAShift_andSumsToOne(
            @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 1, max = 6) Integer> extents,
            @ForAll @IntRange(max = 3) int axis,
            @ForAll @FloatRange(min = -500, max = 500) float shift,
            @ForAll long seed) {
        int dim = axis % extents.size();
        Shape shape = shape(extents);
        Tensor x = new Inputs(seed).floats(shape);
        Tape tape = Tape.inference();
        tape.begin(0);
        // Multiples of 2^-10: the shifted numbers are exact.
        for (int i = 0; i < x.size(); i++) {
            x.array()[x.offset() + i] = Math.round(x.array()[x.offset() + i] * 1024) / 1024f;
        }
        Var v = tape.constant(x);
        Var moved = Ops.shift(v, Math.round(shift));
        for (Unary layer : List.of(new Softmax(dim), new LogSoftmax(dim), new Softmin(dim))) {
            float[] y = layer.forward(v).tensor().toArray();
            assertArrayEquals(y, layer.forward(moved).tensor().toArray(), CLOSE, layer + " of " + shape);
        }
        for (float sum : Ops.sum(new Softmax(dim).forward(v), dim).tensor().toArray()) {
            assertEquals(1f, sum, CLOSE);
        }
        for (float p : new Softmax(dim).forward(v).tensor().toArray()) {
            assertTrue(p > 0 && p <= 1);
        }
    }

    @Property(tries = 60)
    void softmaxOverAnAxis_isThatOfItsRows(
            @ForAll @Size(min = 1, max = 4) List<@IntRange(max = 5) Integer> extents,
            @ForAll @IntRange(max = 3) int axis,
            @ForAll long seed) {
        int dim = axis % extents.size();
        Shape shape = shape(extents);
        if (shape.dim(dim) == 0) {
            return;
        }
        Tensor x = new Inputs(seed).floats(shape);
        float[] y = run(new Softmax(dim), x);
        float[] negative = run(new Softmin(dim - extents.size()), x);
        float[] logs = run(new LogSoftmax(dim), x);
        int inner = shape.span(dim + 1, shape.rank());
        int d = shape.dim(dim);
        for (int i = 0; i < y.length; i++) {
            double sum = 0;
            double sumOfNegatives = 0;
            for (int j = 0; j < d; j++) {
                int at = i - i / inner % d * inner + j * inner;
                sum += Math.exp(x.array()[x.offset() + at]);
                sumOfNegatives += Math.exp(-x.array()[x.offset() + at]);
            }
            double own = x.array()[x.offset() + i];
            assertEquals(Math.exp(own) / sum, y[i], CLOSE);
            assertEquals(own - Math.log(sum), logs[i], CLOSE);
            assertEquals(Math.exp(-own) / sumOfNegatives, negative[i], CLOSE);
        }
    }

    @Property(tries = 40)
    void highway_withAClosedGate_isTheIdentity(
            @ForAll @IntRange(min = 1, max = 8) int width,
            @ForAll @IntRange(min = 1, max = 5) int rows,
            @ForAll long seed) {
        Highway drawn = Highway.of(width, Activation.TANH, -1000f, new Draws(seed));
        Tensor x = new Inputs(seed).floats(Shape.of(rows, width));
        assertArrayEquals(x.toArray(), run(drawn, x));
        Tensor open = Tensor.zeros(width);
        open.fill(1000f);
        Highway through = new Highway(
                drawn.transform(), drawn.activation(), new Linear(drawn.gate().weight(), new Parameter(open)));
        float[] h = run(drawn.activation(), Tensor.of(run(drawn.transform(), x), rows, width));
        assertArrayEquals(h, run(through, x), CLOSE);
    }

    @Property(tries = 40)
    void glu_equalsItsDefinition(
            @ForAll @Size(min = 1, max = 3) List<@IntRange(min = 1, max = 5) Integer> extents,
            @ForAll @IntRange(max = 2) int axis,
            @ForAll long seed) {
        int dim = axis % extents.size();
        Shape half = shape(extents);
        Shape whole = half.with(dim, 2 * half.dim(dim));
        Tensor x = new Inputs(seed).floats(whole);
        float[] y = run(new Glu(dim), x);
        int run = half.dim(dim) * half.span(dim + 1, half.rank());
        for (int i = 0; i < y.length; i++) {
            int a = i / run * 2 * run + i % run;
            double gate = 1 / (1 + Math.exp(-x.array()[x.offset() + a + run]));
            assertEquals(x.array()[x.offset() + a] * gate, y[i], CLOSE);
        }
    }

    @Property(tries = 40)
    void swiGlu_equalsItsDefinition_andOneSampleDoesNotChangeAnother(
            @ForAll @IntRange(min = 1, max = 6) int width,
            @ForAll @IntRange(min = 1, max = 6) int hidden,
            @ForAll long seed) {
        SwiGlu layer = SwiGlu.of(width, hidden, 3, new Draws(seed));
        Unary up = new Gate(
                layer.up_proj(),
                new Gate(layer.gate_proj(), dev.lanewise.nn.Sequential.of(layer.gate_proj(), Activation.SIGMOID)));
        Tensor x = new Inputs(seed).floats(Shape.of(4, width));
        float[] plain = run(layer.down_proj(), Tensor.of(run(up, x), 4, hidden));
        float[] all = run(layer, x);
        assertArrayEquals(plain, all, CLOSE);
        for (int i = 0; i < 4; i++) {
            assertArrayEquals(Arrays.copyOfRange(all, 3 * i, 3 * i + 3), run(layer, x.outer(i, i + 1)));
        }
    }

    @Property(tries = 40)
    void bilinear_equalsItsDefinition_andIsLinearInEachOperand(
            @ForAll @IntRange(min = 1, max = 4) int first,
            @ForAll @IntRange(min = 1, max = 4) int second,
            @ForAll @IntRange(min = 1, max = 4) int outputs,
            @ForAll long seed) {
        Bilinear layer = Bilinear.of(first, second, outputs, new Draws(seed));
        Inputs in = new Inputs(seed);
        Tensor x1 = in.floats(Shape.of(3, first));
        Tensor x2 = in.floats(Shape.of(3, second));
        Tape tape = Tape.inference();
        tape.begin(0);
        float[] y = layer.forward(tape.constant(x1), tape.constant(x2)).tensor().toArray();
        float[] w = layer.weight().value().toArray();
        for (int n = 0; n < 3; n++) {
            for (int o = 0; o < outputs; o++) {
                double sum = layer.bias().value().toArray()[o];
                for (int i = 0; i < first; i++) {
                    for (int j = 0; j < second; j++) {
                        sum += (double) x1.toArray()[n * first + i]
                                * w[(o * first + i) * second + j]
                                * x2.toArray()[n * second + j];
                    }
                }
                assertEquals(sum, y[n * outputs + o], CLOSE * second * first);
            }
        }
        Bilinear plain = new Bilinear(layer.weight(), null);
        float[] once =
                plain.forward(tape.constant(x1), tape.constant(x2)).tensor().toArray();
        Var twice = plain.forward(Ops.scale(2f, tape.constant(x1)), Ops.scale(2f, tape.constant(x2)));
        for (int i = 0; i < once.length; i++) {
            // Powers of two are exact.
            assertEquals(4 * once[i], twice.tensor().toArray()[i]);
        }
    }

    @Property(tries = 40)
    void prelu_withAConstantSlope_isTheLeakyRelu(
            @ForAll @Size(min = 2, max = 4) List<@IntRange(max = 5) Integer> extents,
            @ForAll @FloatRange(min = -2, max = 2) float slope,
            @ForAll boolean perChannel,
            @ForAll long seed) {
        Tensor x = new Inputs(seed).floats(shape(extents));
        float[] y = run(PRelu.of(perChannel ? extents.get(1) : 1, slope), x);
        float[] leaky = run(Activation.leakyRelu(slope), x);
        for (int i = 0; i < y.length; i++) {
            // As numbers: the sign of a zero is not defined.
            assertTrue(leaky[i] == y[i], () -> "slope " + slope);
        }
    }

    @Property(tries = 40)
    void residual_ofNothing_isTheIdentity(
            @ForAll @Size(max = 3) List<@IntRange(max = 4) Integer> extents, @ForAll long seed) {
        Tensor x = new Inputs(seed).floats(shape(extents));
        assertArrayEquals(x.toArray(), run(Residual.of(v -> Ops.scale(0f, v)), x));
    }

    @Property(tries = 40)
    void maximumAndMinimum_areWhereOfTheComparison_andSplitTheSum(
            @ForAll @Size(max = 3) List<@IntRange(max = 4) Integer> extents, @ForAll long seed) {
        Shape shape = shape(extents);
        Inputs in = new Inputs(seed);
        Tensor a = in.floats(shape);
        Tensor b = in.floats(shape);
        int[] larger = new int[shape.size()];
        for (int i = 0; i < larger.length; i++) {
            larger[i] = a.toArray()[i] > b.toArray()[i] ? 1 : 0;
        }
        Tape tape = Tape.training(0);
        tape.begin(0);
        Var va = tape.input(a);
        Var vb = tape.input(b);
        Var mask = tape.constant(IntTensor.of(larger, shape.toArray()));
        Var max = Ops.maximum(va, vb);
        assertArrayEquals(
                Ops.where(mask, va, vb).tensor().toArray(), max.tensor().toArray());
        assertArrayEquals(
                Ops.where(mask, vb, va).tensor().toArray(),
                Ops.minimum(va, vb).tensor().toArray());
        Tensor ones = Tensor.zeros(shape);
        ones.fill(1f);
        Gradients gradients = tape.backward(max, ones);
        for (int i = 0; i < larger.length; i++) {
            assertEquals(larger[i], gradients.of(va).toArray()[i]);
            assertEquals(1 - larger[i], gradients.of(vb).toArray()[i]);
        }
    }
}
