package dev.lanewise.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.autograd.Buffer;
import dev.lanewise.autograd.Mode;
import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.kernel.Conv2dShape;
import dev.lanewise.kernel.Pool2dShape;
import dev.lanewise.nn.conv.AvgPool2d;
import dev.lanewise.nn.conv.Conv2d;
import dev.lanewise.nn.conv.MaxPool2d;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, sharing, shapes and messages of layers. */
class LayerTest {
    /** Named closeness of a count to its expectation, in standard deviations; the draws are fixed by a seed. */
    private static final double CLOSE_DEVIATIONS = 4;

    private final Draws draws = new Draws(1);

    /** A layer with a layer, a list, a map, an option, a buffer and an absent part. */
    public record Block(
            Linear fc1, List<Linear> heads, Map<String, Linear> byTask, float rate, Buffer mean, Linear absent)
            implements Layer {}

    /** A layer around another. */
    public record Outer(Block block, Parameter scale) implements Layer {}

    private static List<String> names(Layer layer) {
        return new ArrayList<>(layer.parameters().keySet());
    }

    private static Var run(Unary layer, Tensor x) {
        Tape tape = Tape.inference();
        tape.begin(0);
        return layer.forward(tape.input(x));
    }

    private static void assertRefused(String message, Unary layer, int... x) {
        Tensor zeros = Tensor.zeros(x);
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> run(layer, zeros))
                        .getMessage());
    }

    @Test
    void sequential_namesByPosition_andSkipsLayersWithoutParameters() {
        Sequential model = Sequential.of(
                Conv2d.of(1, 2, 3, Conv2dShape.of(1, 1), draws),
                Activation.RELU,
                Sequential.of(new Flatten(), Linear.of(8, 4, draws)));
        assertEquals(List.of("0.weight", "0.bias", "2.1.weight", "2.1.bias"), names(model));
    }

    @Test
    void namedLayers_keepTheirNamesAndOrder() {
        SequencedMap<String, Unary> layers = new LinkedHashMap<>();
        layers.put("fc2", Linear.of(3, 2, draws));
        layers.put("act", Activation.TANH);
        layers.put("fc1", new Linear(new Parameter(Tensor.zeros(2, 2)), null));
        assertEquals(List.of("fc2.weight", "fc2.bias", "fc1.weight"), names(new Sequential(layers)));
    }

    @Test
    void nestedRecords_joinNamesByDots_inTheOrderOfComponents() {
        Map<String, Linear> byTask = new LinkedHashMap<>();
        byTask.put("sort", Linear.of(2, 1, draws));
        Buffer mean = new Buffer(Tensor.zeros(2));
        Block block = new Block(
                Linear.of(2, 2, draws),
                List.of(Linear.of(2, 3, draws), Linear.of(2, 4, draws)),
                byTask,
                0.5f,
                mean,
                null);
        Outer outer = new Outer(block, new Parameter(Tensor.zeros(1)));
        assertEquals(
                List.of(
                        "block.fc1.weight",
                        "block.fc1.bias",
                        "block.heads.0.weight",
                        "block.heads.0.bias",
                        "block.heads.1.weight",
                        "block.heads.1.bias",
                        "block.byTask.sort.weight",
                        "block.byTask.sort.bias",
                        "scale"),
                names(outer));
        assertSame(block.fc1().weight(), outer.parameters().get("block.fc1.weight"));
        assertEquals(List.of("block.mean"), List.copyOf(outer.buffers().keySet()));
        assertSame(mean, outer.buffers().get("block.mean"));
    }

    @Test
    void sharedParameter_isListedOnce_underItsFirstName() {
        Linear first = Linear.of(3, 3, draws);
        Linear tied = new Linear(first.weight(), new Parameter(Tensor.zeros(3)));
        Sequential model = Sequential.of(first, Activation.TANH, tied, first);
        assertEquals(List.of("0.weight", "0.bias", "2.bias"), names(model));
    }

    @Test
    void equalButSeparateParameters_areBothListed() {
        Sequential model = Sequential.of(
                new Linear(new Parameter(Tensor.zeros(2, 2)), null),
                new Linear(new Parameter(Tensor.zeros(2, 2)), null));
        assertEquals(List.of("0.weight", "1.weight"), names(model));
        assertNotSame(model.parameters().get("0.weight"), model.parameters().get("1.weight"));
    }

    @Test
    void wrongShapes_areRefused_withOperandShapesAndContract() {
        assertRefused(
                "linear: w has shape [4, 3]: I=3, but x has I=5 (contract x:[*,I] w:[O,I] b:[O]?)",
                Sequential.of(Linear.of(3, 4, draws)),
                2,
                5);
        assertRefused(
                "conv2d: w has shape [16, 4, 3, 3]: C=4, but x has C=3 (contract x:[N,C,H,W] w:[O,C,KH,KW] b:[O]?)",
                Conv2d.of(4, 16, 3, Conv2dShape.of(1, 1), draws),
                2,
                3,
                8,
                8);
        assertRefused(
                "conv2d: x has shape [2, 3], rank 2, expected 4 (contract x:[N,C,H,W] w:[O,C,KH,KW] b:[O]?)",
                Conv2d.of(4, 16, 3, Conv2dShape.of(1, 1), draws),
                2,
                3);
        assertRefused(
                "conv2d: the kernel spans 3, more than the padded height of the input, 2: x has shape [1, 1, 2, 8], w has"
                        + " shape [1, 1, 3, 3] (contract x:[N,C,H,W] w:[O,C,KH,KW] b:[O]?)",
                Conv2d.of(1, 1, 3, Conv2dShape.of(1, 0), draws),
                1,
                1,
                2,
                8);
        assertRefused(
                "maxPool2d: x has shape [4, 4], rank 2, expected 4 (contract x:[N,C,H,W])",
                new MaxPool2d(Pool2dShape.of(2)),
                4,
                4);
        assertRefused(
                "avgPool2d: the window spans 3, more than the padded width, 2: x has shape [1, 1, 4, 2] (contract x:[N,C,H,W])",
                new AvgPool2d(Pool2dShape.of(3), true),
                1,
                1,
                4,
                2);
    }

    @Test
    void groupsThatDoNotDivide_areRefused() {
        Conv2dShape threeGroups = new Conv2dShape(1, 1, 0, 0, 0, 0, 1, 1, 3);
        assertEquals(
                "conv2d: 4 input and 6 output channels do not divide into 3 groups",
                assertThrows(IllegalArgumentException.class, () -> Conv2d.of(4, 6, 1, threeGroups, draws))
                        .getMessage());
        Conv2d layer = Conv2d.of(3, 6, 1, threeGroups, draws);
        assertEquals(Shape.of(6, 1, 1, 1), layer.weight().shape());
        assertRefused(
                "conv2d: w has shape [6, 1, 1, 1], x has shape [1, 4, 2, 2]: their channels do not fit groups=3"
                        + " (contract x:[N,C,H,W] w:[O,C/groups,KH,KW] b:[O]?)",
                layer,
                1,
                4,
                2,
                2);
    }

    @Test
    void dense_appliesToAnyLeadingAxes_andBiasMayBeAbsent() {
        Parameter w = new Parameter(Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2));
        Tensor x = Tensor.of(new float[] {1, 1, 2, 0}, 2, 1, 2);
        Var y = run(new Linear(w, null), x);
        assertEquals(Shape.of(2, 1, 3), y.shape());
        assertArrayEquals(new float[] {3, 7, 11, 2, 6, 10}, y.tensor().toArray());
        Parameter b = new Parameter(Tensor.of(new float[] {10, 20, 30}, 3));
        assertArrayEquals(
                new float[] {13, 27, 41, 12, 26, 40},
                run(new Linear(w, b), x).tensor().toArray());
    }

    @Test
    void flatten_joinsAllButTheOutermostAxis_asAView() {
        Tensor x = Tensor.zeros(4, 3, 2, 5);
        Var y = run(new Flatten(), x);
        assertEquals(Shape.of(4, 30), y.shape());
        assertSame(x.array(), y.tensor().array());
        assertEquals(
                Shape.of(0, 30), run(new Flatten(), Tensor.zeros(0, 3, 2, 5)).shape());
    }

    @ParameterizedTest
    @ValueSource(floats = {0.1f, 0.5f, 0.8f})
    void dropout_inTraining_keepsTheExpectation(float probability) {
        int n = 1 << 16;
        Tensor ones = Tensor.zeros(n);
        ones.fill(1f);
        Tape tape = Tape.of(Mode.TRAIN, false, 5);
        tape.begin(0);
        float[] y = new Dropout(probability).forward(tape.input(ones)).tensor().toArray();
        float kept = 1f / (1f - probability);
        int zeros = 0;
        for (float value : y) {
            assertTrue(value == 0f || value == kept, "neither 0 nor " + kept + ": " + value);
            zeros += value == 0f ? 1 : 0;
        }
        double deviation = Math.sqrt(n * probability * (1 - probability));
        double allowed = CLOSE_DEVIATIONS * deviation;
        assertTrue(Math.abs(zeros - n * (double) probability) <= allowed, zeros + " zeros of " + n);
    }

    @Test
    void dropout_maskDependsOnSeedStepAndPlace_alone() {
        float[] mask = mask(5, 0, 0);
        assertArrayEquals(mask, mask(5, 0, 0));
        for (float[] other : List.of(mask(6, 0, 0), mask(5, 1, 0), mask(5, 0, 1))) {
            assertTrue(differing(mask, other) > mask.length / 4, "masks of independent draws agree");
        }
    }

    private static float[] mask(long seed, long step, int place) {
        Tensor ones = Tensor.zeros(1000);
        ones.fill(1f);
        Tape tape = Tape.of(Mode.TRAIN, false, seed);
        tape.begin(step);
        Var x = tape.input(ones);
        for (int i = 0; i < place; i++) {
            Activation.RELU.forward(x);
        }
        return new Dropout(0.5f).forward(x).tensor().toArray();
    }

    private static int differing(float[] a, float[] b) {
        int count = 0;
        for (int i = 0; i < a.length; i++) {
            count += a[i] != b[i] ? 1 : 0;
        }
        return count;
    }

    @Test
    void dropout_inEvaluation_isTheIdentity() {
        Tensor x = Tensor.of(new float[] {1, -2, 3}, 3);
        assertArrayEquals(x.toArray(), run(new Dropout(0.9f), x).tensor().toArray());
    }

    @ParameterizedTest
    @ValueSource(floats = {-0.1f, 1.5f, Float.NaN})
    void dropout_ofAProbabilityOutsideItsRange_isRefused(float probability) {
        assertEquals(
                "dropout: probability " + probability + ", expected 0 to 1",
                assertThrows(IllegalArgumentException.class, () -> run(new Dropout(probability), Tensor.zeros(1)))
                        .getMessage());
    }
}
