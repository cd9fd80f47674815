package dev.lanewise.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.nn.Activation;
import dev.lanewise.nn.Bilinear;
import dev.lanewise.nn.Concat;
import dev.lanewise.nn.ConstantPad;
import dev.lanewise.nn.Flatten;
import dev.lanewise.nn.Linear;
import dev.lanewise.nn.Reshape;
import dev.lanewise.nn.Residual;
import dev.lanewise.nn.Sequential;
import dev.lanewise.nn.Slice;
import dev.lanewise.nn.Transpose;
import dev.lanewise.nn.Unary;
import dev.lanewise.nn.activation.LogSoftmax;
import dev.lanewise.nn.activation.PRelu;
import dev.lanewise.nn.activation.Softmax;
import dev.lanewise.nn.activation.Softmin;
import dev.lanewise.nn.gate.Gate;
import dev.lanewise.nn.gate.Glu;
import dev.lanewise.nn.gate.Highway;
import dev.lanewise.nn.gate.SwiGlu;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Dense layers, gates, activations along an axis and layers that move elements: inputs and parameters. */
class GateGradientTest {
    private static final int TRIES = 20;

    private static Shape shape(List<Integer> leading, int... trailing) {
        List<Integer> all = new ArrayList<>(leading);
        for (int extent : trailing) {
            all.add(extent);
        }
        return Shape.of(all.stream().mapToInt(Integer::intValue).toArray());
    }

    private static void check(Unary layer, int parameters, Tensor x, Shape y, long seed) {
        assertEquals(parameters, layer.parameters().size());
        GradientCheck.of(layer.toString(), v -> new Var[] {layer.forward(v[0])})
                .input("x", x)
                .parameters(layer.parameters())
                .output(y)
                .seed(seed)
                .check();
    }

    private static void check(Unary layer, int parameters, Shape x, Shape y, long seed) {
        check(layer, parameters, new Inputs(seed).floats(x), y, seed);
    }

    @Property(tries = TRIES)
    void bilinear_matchesDifferences(
            @ForAll @Size(max = 2) List<@IntRange(min = 1, max = 3) Integer> leading,
            @ForAll @IntRange(min = 1, max = 5) int first,
            @ForAll @IntRange(min = 1, max = 5) int second,
            @ForAll @IntRange(min = 1, max = 4) int outputs,
            @ForAll boolean bias,
            @ForAll long seed) {
        Bilinear full = Bilinear.of(first, second, outputs, new Draws(seed));
        Bilinear layer = bias ? full : new Bilinear(full.weight(), null);
        Inputs in = new Inputs(seed);
        GradientCheck.of("bilinear", v -> new Var[] {layer.forward(v[0], v[1])})
                .input("x1", in.floats(shape(leading, first)))
                .input("x2", in.floats(shape(leading, second)))
                .parameters(layer.parameters())
                .output(shape(leading, outputs))
                .seed(seed)
                .check();
    }

    @Property(tries = TRIES)
    void softmaxOverAnyAxis_matchesDifferences(
            @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 1, max = 5) Integer> extents,
            @ForAll @IntRange(min = -4, max = 3) int axis,
            @ForAll @IntRange(max = 2) int which,
            @ForAll long seed) {
        int rank = extents.size();
        int dim = axis < 0 ? Math.floorMod(axis, rank) - rank : axis % rank;
        List<Unary> layers = List.of(new Softmax(dim), new LogSoftmax(dim), new Softmin(dim));
        check(layers.get(which), 0, shape(extents), shape(extents), seed);
    }

    @Property(tries = TRIES)
    void prelu_matchesDifferences(
            @ForAll @Size(max = 2) List<@IntRange(min = 1, max = 4) Integer> spatial,
            @ForAll @IntRange(min = 1, max = 4) int channels,
            @ForAll boolean shared,
            @ForAll long seed) {
        Shape x = shape(shape(List.of(2, channels), List.of()), spatial);
        check(PRelu.of(shared ? 1 : channels, -0.3f), 1, new Inputs(seed).awayFromZero(x), x, seed);
    }

    private static Shape shape(Shape leading, List<Integer> trailing) {
        List<Integer> all = new ArrayList<>();
        for (int extent : leading.toArray()) {
            all.add(extent);
        }
        all.addAll(trailing);
        return shape(all);
    }

    private static Shape shape(List<Integer> leading, List<Integer> trailing) {
        return shape(shape(leading), trailing);
    }

    @Property(tries = TRIES)
    void glu_matchesDifferences(
            @ForAll @Size(min = 1, max = 3) List<@IntRange(min = 1, max = 4) Integer> extents,
            @ForAll @IntRange(max = 2) int axis,
            @ForAll long seed) {
        int dim = axis % extents.size();
        Shape y = shape(extents);
        check(new Glu(dim), 0, y.with(dim, 2 * y.dim(dim)), y, seed);
    }

    @Property(tries = TRIES)
    void gates_matchDifferences(
            @ForAll @Size(max = 2) List<@IntRange(min = 1, max = 3) Integer> leading,
            @ForAll @IntRange(min = 1, max = 6) int width,
            @ForAll @IntRange(min = 1, max = 5) int hidden,
            @ForAll long seed) {
        Draws draws = new Draws(seed);
        Shape x = shape(leading, width);
        Unary gate = Sequential.of(Linear.of(width, hidden, draws), Activation.SIGMOID);
        check(new Gate(Linear.of(width, hidden, draws), gate), 4, x, shape(leading, hidden), seed);
        check(SwiGlu.of(width, hidden, 3, draws), 3, x, shape(leading, 3), seed);
        check(Highway.of(width, Activation.TANH, -1f, draws), 4, x, x, seed);
        check(Residual.of(Highway.of(width, Activation.SILU, 0f, draws)), 4, x, x, seed);
        Unary body = Linear.withoutBias(width, hidden, draws);
        check(new Residual(body, Linear.of(width, hidden, draws)), 3, x, shape(leading, hidden), seed);
        check(Concat.of(-1, body, Activation.MISH), 1, x, shape(leading, hidden + width), seed);
    }

    @Property(tries = TRIES)
    void movedElements_matchDifferences(
            @ForAll @IntRange(min = 1, max = 3) int n,
            @ForAll @IntRange(min = 2, max = 4) int c,
            @ForAll @IntRange(min = 2, max = 5) int w,
            @ForAll long seed) {
        Unary layer = Sequential.of(
                ConstantPad.of(0.5f, 2, -1, 0, 1),
                new Transpose(1, -1),
                new Slice(1, 1, -1),
                new Flatten(1, 2),
                Reshape.of(-1, 1),
                Activation.SILU);
        check(layer, 0, Shape.of(n, c, w), Shape.of(n * (w - 1) * (c + 1), 1), seed);
    }
}
