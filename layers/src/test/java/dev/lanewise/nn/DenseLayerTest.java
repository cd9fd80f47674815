package dev.lanewise.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.kernel.QuantMatrix.Format;
import dev.lanewise.nn.activation.PRelu;
import dev.lanewise.nn.activation.Softmax;
import dev.lanewise.nn.gate.Gate;
import dev.lanewise.nn.gate.Glu;
import dev.lanewise.nn.gate.Highway;
import dev.lanewise.nn.gate.SwiGlu;
import dev.lanewise.op.Ops;
import dev.lanewise.op.math.Clamp;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Names, initial values, shapes and messages of dense layers, gates, and layers that move elements. */
class DenseLayerTest {
    private final Draws draws = new Draws(1);
    private final Tape tape = Tape.inference();

    @BeforeEach
    void begin() {
        tape.begin(0);
    }

    private Var zeros(int... shape) {
        return tape.constant(Tensor.zeros(shape));
    }

    private static Tensor ramp(int... shape) {
        Tensor t = Tensor.zeros(shape);
        for (int i = 0; i < t.size(); i++) {
            t.array()[i] = i;
        }
        return t;
    }

    private static void assertRefused(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    private static List<String> names(Layer layer) {
        return List.copyOf(layer.parameters().keySet());
    }

    private static void assertWithin(float bound, Parameter parameter) {
        float largest = 0;
        for (float w : parameter.value().toArray()) {
            largest = Math.max(largest, Math.abs(w));
        }
        assertTrue(largest <= bound && largest > bound / 2, largest + " of at most " + bound);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void quantLinear_isLinearOfTheRoundedWeights(Format format) {
        Linear linear = Linear.of(37, 5, draws);
        QuantLinear narrow = QuantLinear.of(linear, format);
        Linear rounded = new Linear(new Parameter(narrow.weight().toTensor()), linear.bias());
        Var x = tape.constant(ramp(2, 3, 37));
        assertArrayEquals(
                rounded.forward(x).tensor().toArray(),
                narrow.forward(x).tensor().toArray());
        assertEquals(List.of("bias"), names(narrow));
        assertSame(linear.bias(), narrow.bias());
        assertNull(QuantLinear.of(Linear.withoutBias(4, 5, draws), format).bias());
        assertRefused(
                "quantLinear: x has shape [2, 36]: I=36, but w is " + format + "[5, 37], expected [O,I]",
                () -> narrow.forward(zeros(2, 36)));
        assertRefused(
                "quantLinear: b has shape [4]: O=4, but w is " + format + "[5, 37], expected [O,I]",
                () -> new QuantLinear(narrow.weight(), new Parameter(Tensor.zeros(4))).forward(zeros(2, 37)));
    }

    @Test
    void names_areThoseOfPyTorch() {
        assertEquals(List.of("weight", "bias"), names(Bilinear.of(2, 3, 4, draws)));
        assertEquals(List.of("weight"), names(Linear.withoutBias(2, 3, draws)));
        assertEquals(List.of("weight"), names(PRelu.of()));
        assertEquals(
                List.of("gate_proj.weight", "up_proj.weight", "down_proj.weight"), names(SwiGlu.of(4, 8, 4, draws)));
        assertEquals(
                List.of("transform.weight", "transform.bias", "gate.weight", "gate.bias"),
                names(Highway.of(4, Activation.RELU, -1f, draws)));
        assertEquals(List.of("body.weight"), names(Residual.of(Linear.withoutBias(2, 2, draws))));
        assertEquals(
                List.of("branches.0.weight", "branches.1.weight"),
                names(Concat.of(1, Linear.withoutBias(2, 3, draws), PRelu.of())));
    }

    @Test
    void initialValues_areThoseOfPyTorch() {
        Bilinear bilinear = Bilinear.of(16, 30, 40, draws);
        assertEquals(Shape.of(40, 16, 30), bilinear.weight().shape());
        assertWithin(0.25f, bilinear.weight());
        assertWithin(0.25f, bilinear.bias());
        assertNull(Linear.withoutBias(4, 5, draws).bias());
        assertWithin(0.25f, Linear.withoutBias(16, 50, draws).weight());
        assertArrayEquals(new float[] {0.25f}, PRelu.of().weight().value().toArray());
        assertArrayEquals(
                new float[] {-2, -2, -2},
                Highway.of(3, Activation.RELU, -2f, draws).gate().bias().value().toArray());
    }

    @Test
    void movedElements_standWhereTheyShould() {
        Var x = tape.constant(ramp(2, 3, 2));
        assertEquals(Shape.of(6, 2), new Flatten(0, 1).forward(x).shape());
        assertEquals(Shape.of(12), new Flatten(0, -1).forward(x).shape());
        assertEquals(Shape.of(2, 3, 2), new Flatten(1, 1).forward(x).shape());
        assertSame(x.tensor().array(), Reshape.of(4, -1).forward(x).tensor().array());
        assertEquals(Shape.of(4, 3), Reshape.of(4, -1).forward(x).shape());
        assertEquals(Shape.of(0, 6), Reshape.of(-1, 6).forward(zeros(0, 3, 2)).shape());
        assertArrayEquals(
                new float[] {0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11},
                new Transpose(0, -1).forward(x).tensor().toArray());
        assertArrayEquals(
                new float[] {2, 3, 8, 9},
                new Slice(1, 1, -1).forward(x).tensor().toArray());
        assertArrayEquals(
                new float[] {4, 5, 10, 11},
                new Slice(1, -1, Slice.END).forward(x).tensor().toArray());
        Var second = new Slice(2, 1, Slice.END).forward(x);
        assertArrayEquals(
                new float[] {9, 1, 9, 3, 9, 5, 9, 9, 9, 7, 9, 9, 9, 11, 9, 9},
                ConstantPad.of(9f, 1, 0, 0, 1).forward(second).tensor().toArray());
        assertArrayEquals(
                new float[] {9, 0, 9, 2, 9, 6, 9, 8},
                ConstantPad.of(9f, 1, -1, 0, -1).forward(x).tensor().toArray());
        assertEquals(
                Shape.of(2, 3, 4),
                Concat.of(-1, Activation.RELU, Activation.TANH).forward(x).shape());
    }

    @Test
    void shapesThatDoNotFit_areRefused() {
        Bilinear bilinear = Bilinear.of(2, 3, 4, draws);
        assertRefused(
                "bilinear: weight has shape [4, 2, 3]: I=2, but x1 has I=5"
                        + " (contract x1:[*,I] x2:[*,J] weight:[O,I,J] bias:[O]?)",
                () -> bilinear.forward(zeros(7, 5), zeros(7, 3)));
        assertRefused(
                "pRelu: w has shape [4], but x has shape [2, 3, 5] (contract x:[N,C,...] w:[C], or w:[1] and any x)",
                () -> PRelu.of(4, 0.1f).forward(zeros(2, 3, 5)));
        assertRefused(
                "PRelu: weight has shape [2, 2], expected [C] or [1]",
                () -> new PRelu(new Parameter(Tensor.zeros(2, 2))));
        assertRefused(
                "Glu: axis 1 of x, which has shape [2, 3], expected an even extent",
                () -> new Glu(1).forward(zeros(2, 3)));
        assertRefused(
                "Gate: value has shape [2, 3], gate has shape [2, 1], expected equal shapes, of x with shape [2, 4]",
                () -> new Gate(Linear.of(4, 3, draws), Linear.of(4, 1, draws)).forward(zeros(2, 4)));
        assertRefused(
                "Residual: body has shape [2, 1], x has shape [2, 4], expected equal shapes",
                () -> Residual.of(Linear.of(4, 1, draws)).forward(zeros(2, 4)));
        assertRefused(
                "Highway: transform.weight has shape [3, 4], gate.weight has shape [4, 4]"
                        + " (contract transform:[D,D] gate:[D,D])",
                () -> new Highway(Linear.of(4, 3, draws), Activation.RELU, Linear.of(4, 4, draws)));
        assertRefused(
                "SwiGlu: gate_proj.weight has shape [8, 4], up_proj.weight [8, 4], down_proj.weight [4, 7]"
                        + " (contract gate_proj:[H,I] up_proj:[H,I] down_proj:[O,H])",
                () -> new SwiGlu(Linear.of(4, 8, draws), Linear.of(4, 8, draws), Linear.of(7, 4, draws)));
        assertRefused("Concat: no branches, expected at least one", () -> Concat.of(1));
        assertRefused(
                "softmax: x has shape [2, 3], rank 2, expected one with an axis 2",
                () -> new Softmax(2).forward(zeros(2, 3)));
        assertRefused(
                "Glu: x has shape [2, 4], rank 2, expected one with an axis 3", () -> new Glu(3).forward(zeros(2, 4)));
        assertRefused(
                "Slice: x has shape [2, 4], rank 2, expected one with an axis -3",
                () -> new Slice(-3, 0, 1).forward(zeros(2, 4)));
        assertRefused("linear: 0 inputs and 4 outputs, expected at least 1 and 0", () -> Linear.of(0, 4, draws));
        assertRefused(
                "linear: 2 inputs and -1 outputs, expected at least 1 and 0", () -> Linear.withoutBias(2, -1, draws));
        assertRefused(
                "bilinear: 0 and 2 inputs and 3 outputs, expected at least 1, 0 and 0",
                () -> Bilinear.of(0, 2, 3, draws));
        assertRefused(
                "transpose: x has shape [2, 3], rank 2, expected one with an axis -3",
                () -> new Transpose(0, -3).forward(zeros(2, 3)));
    }

    @Test
    void elementsThatAreNotThere_areRefused() {
        assertRefused(
                "Flatten: axes 2 to 1 of x, which has shape [2, 3, 4], expected axes in ascending order",
                () -> new Flatten(2, 1).forward(zeros(2, 3, 4)));
        assertRefused(
                "Reshape: x has shape [2, 3], 6 elements, which do not fit the extents [4, -1]",
                () -> Reshape.of(4, -1).forward(zeros(2, 3)));
        assertRefused("Reshape: extents [-1, -1], expected one -1 at most", () -> Reshape.of(-1, -1));
        assertRefused(
                "Slice: elements 2 to 5 of axis 1 of x, which has shape [2, 4]",
                () -> new Slice(1, 2, 5).forward(zeros(2, 4)));
        assertRefused(
                "ConstantPad: x has shape [3], but the padding [1, 1, 0, 0] is for 2 axes",
                () -> ConstantPad.of(0f, 1, 1, 0, 0).forward(zeros(3)));
        assertRefused(
                "ConstantPad: padding -2 and -2 of axis -1 of x, which has shape [3], leaves less than nothing",
                () -> ConstantPad.of(0f, -2, -2).forward(zeros(3)));
        assertRefused("ConstantPad: padding [1], expected two numbers per axis", () -> ConstantPad.of(0f, 1));
        assertRefused("pad: before [-1], after [0], expected at least 0 each", () -> Ops.pad(zeros(3), 0, -1, 0, 0f));
        assertRefused(
                "maskedFill: mask has shape [3], which does not broadcast to [2, 4]",
                () -> Ops.maskedFill(zeros(2, 4), tape.constant(IntTensor.zeros(3)), 0f));
        assertRefused("maskedFill: mask holds floats, expected ints", () -> Ops.maskedFill(zeros(2, 4), zeros(4), 0f));
        assertRefused(
                "maximum: a has shape [2, 4], b has shape [3]: expected equal extents or 1,"
                        + " aligned at the innermost axis",
                () -> Ops.maximum(zeros(2, 4), zeros(3)));
        assertRefused(
                "where, a its values and b its mask: a has shape [2, 4], b has shape [3]: expected equal extents or 1,"
                        + " aligned at the innermost axis",
                () -> Ops.where(tape.constant(IntTensor.zeros(3)), zeros(2, 4), zeros(4)));
    }

    @Test
    void optionsOutsideTheirDomain_areRefused() {
        assertRefused("clamp: low 2.0 and high 1.0, expected low <= high", () -> new Clamp(2f, 1f));
        assertRefused("hardTanh: low 1.0 and high 1.0, expected low < high", () -> Activation.hardTanh(1f, 1f));
        assertRefused("leakyRelu: slope NaN, expected a finite number", () -> Activation.leakyRelu(Float.NaN));
        assertRefused("elu: alpha Infinity, expected a finite number", () -> Activation.elu(Float.POSITIVE_INFINITY));
        assertRefused("celu: alpha 0.0, expected a finite number other than 0", () -> Activation.celu(0f));
        assertRefused(
                "softplus: beta 0.0 and threshold 20.0, expected beta finite and not 0, a threshold",
                () -> Activation.softplus(0f, 20f));
        assertRefused(
                "softShrink: lambda -1.0, expected a finite number, at least 0", () -> Activation.softShrink(-1f));
        assertRefused("hardShrink: lambda NaN, expected a finite number", () -> Activation.hardShrink(Float.NaN));
    }
}
