package dev.lanewise.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.kernel.Conv2dShape;
import dev.lanewise.kernel.Pool2dShape;
import dev.lanewise.loss.CrossEntropy;
import dev.lanewise.nn.Activation;
import dev.lanewise.nn.Dropout;
import dev.lanewise.nn.Flatten;
import dev.lanewise.nn.Linear;
import dev.lanewise.nn.Sequential;
import dev.lanewise.nn.Unary;
import dev.lanewise.nn.conv.AvgPool2d;
import dev.lanewise.nn.conv.Conv2d;
import dev.lanewise.tensor.Shape;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The gradients of whole models of smooth functions: input and every parameter against central differences. */
class LayerGradientTest {
    @Property(tries = 15)
    void denseStack_matchesDifferences(
            @ForAll @Size(max = 2) List<@IntRange(min = 1, max = 4) Integer> leading,
            @ForAll @IntRange(min = 1, max = 12) int width,
            @ForAll long seed) {
        Draws draws = new Draws(seed);
        int[] x = extents(leading, width);
        Sequential model = Sequential.of(
                Linear.of(width, 9, draws),
                Activation.TANH,
                new Dropout(0.3f),
                Linear.of(9, 4, draws),
                Activation.GELU);
        check(model, 4, x, extents(leading, 4), seed);
    }

    @Property(tries = 10)
    void convolutionalModel_withItsLoss_matchesDifferences(
            @ForAll @IntRange(min = 1, max = 3) int samples, @ForAll long seed) {
        Draws draws = new Draws(seed);
        Sequential model = Sequential.of(
                Conv2d.of(2, 4, 3, Conv2dShape.of(1, 1), draws),
                Activation.SIGMOID,
                new AvgPool2d(Pool2dShape.of(2), true),
                new Flatten(),
                Linear.of(4 * 3 * 3, 5, draws));
        Inputs in = new Inputs(seed);
        CrossEntropy loss = new CrossEntropy();
        GradientCheck.of("model with loss", v -> new Var[] {loss.of(model.forward(v[0]), v[1])})
                .input("x", in.floats(Shape.of(samples, 2, 6, 6)))
                .input("classes", in.classes(samples, 5))
                .parameters(model.parameters())
                .output()
                .seed(seed)
                .check();
    }

    @Property(tries = 15)
    void tiedLayers_addTheirGradients(@ForAll @IntRange(min = 1, max = 9) int width, @ForAll long seed) {
        Linear shared = Linear.of(width, width, new Draws(seed));
        Sequential model = Sequential.of(shared, Activation.TANH, shared);
        check(model, 2, new int[] {3, width}, new int[] {3, width}, seed);
    }

    private static void check(Unary model, int parameters, int[] x, int[] y, long seed) {
        assertEquals(parameters, model.parameters().size());
        GradientCheck.of(model.getClass().getSimpleName(), v -> new Var[] {model.forward(v[0])})
                .input("x", new Inputs(seed).floats(Shape.of(x)))
                .parameters(model.parameters())
                .output(y)
                .seed(seed)
                .check();
    }

    private static int[] extents(List<Integer> leading, int last) {
        int[] extents = new int[leading.size() + 1];
        for (int i = 0; i < leading.size(); i++) {
            extents[i] = leading.get(i);
        }
        extents[leading.size()] = last;
        return extents;
    }
}
