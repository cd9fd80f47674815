package dev.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.optim.Optimizers.Given;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ClippingTest {
    /** Named closeness of a norm in double, and of gradients that were multiplied once in float, as a fraction. */
    private static final double CLOSE = 2e-7;

    private final Parameter a = new Parameter(Tensor.zeros(2));
    private final Parameter b = new Parameter(Tensor.zeros(3));
    private final Parameter without = new Parameter(Tensor.zeros(4));
    private final List<Parameter> all = List.of(a, without, b);

    private Given gradients() {
        return Given.of(a, 3f, -4f).and(b, 0f, 12f, 0f);
    }

    @Property(tries = 100)
    void byNorm_anyGradients_isTheDefinition(
            @ForAll @IntRange(min = 1, max = 40) int n,
            @ForAll @DoubleRange(min = 0.01, max = 50) double limit,
            @ForAll @IntRange(max = 4) int which,
            @ForAll long seed) {
        double order = new double[] {1, 2, 3, 0.5, Double.POSITIVE_INFINITY}[which];
        Random random = new Random(seed);
        Parameter p = new Parameter(Tensor.zeros(n));
        Parameter q = new Parameter(Tensor.zeros(5));
        float[] gp = Optimizers.values(random, n);
        float[] gq = Optimizers.values(random, 5);
        double sum = 0;
        double most = 0;
        for (float[] g : new float[][] {gp, gq}) {
            for (float v : g) {
                sum += Math.pow(Math.abs(v), order);
                most = Math.max(most, Math.abs(v));
            }
        }
        double norm = which == 4 ? most : Math.pow(sum, 1 / order);
        Given gradients = Given.of(p, gp).and(q, gq);
        assertEquals(norm, new Clipping.ByNorm(limit, order, false).clip(gradients, List.of(p, q)), CLOSE * norm);
        double factor = Math.min(1, limit / (norm + 1e-6));
        for (int i = 0; i < n; i++) {
            assertEquals(factor * gp[i], gradients.of(p).get(i), CLOSE);
        }
        for (int i = 0; i < 5; i++) {
            assertEquals(factor * gq[i], gradients.of(q).get(i), CLOSE);
        }
    }

    @Test
    void byNorm_smallGradients_keepTheirBits() {
        Given gradients = gradients();
        assertEquals(13, new Clipping.ByNorm(13.1).clip(gradients, all));
        assertArrayEquals(new float[] {3, -4}, gradients.of(a).toArray());
        assertArrayEquals(new float[] {0, 12, 0}, gradients.of(b).toArray());
    }

    @Test
    void byNorm_nanAndInfinity_areNotRepaired() {
        Given gradients = Given.of(a, Float.NaN, 1f).and(b, 1f, 2f, 3f);
        assertTrue(Double.isNaN(new Clipping.ByNorm(1).clip(gradients, all)));
        for (int i = 0; i < 3; i++) {
            assertTrue(Float.isNaN(gradients.of(b).get(i)));
        }
        Given infinite = Given.of(a, Float.POSITIVE_INFINITY, 1f);
        assertEquals(Double.POSITIVE_INFINITY, new Clipping.ByNorm(1).clip(infinite, all));
        assertTrue(Float.isNaN(infinite.of(a).get(0)));
        assertEquals(0f, infinite.of(a).get(1));
    }

    @Test
    void byNorm_refusing_throwsAndWritesNothing() {
        Given gradients = Given.of(a, Float.NaN, 100f);
        assertEquals(
                "clipping by norm: the norm of the gradients is NaN",
                assertThrows(ArithmeticException.class, () -> new Clipping.ByNorm(1, 2, true).clip(gradients, all))
                        .getMessage());
        assertEquals(100f, gradients.of(a).get(1));
        assertEquals(13, new Clipping.ByNorm(1, 2, true).clip(gradients(), all));
    }

    @Test
    void byValue_clampsEveryElement() {
        Given gradients = gradients();
        assertEquals(12, new Clipping.ByValue(3.5).clip(gradients, all));
        assertArrayEquals(new float[] {3, -3.5f}, gradients.of(a).toArray());
        assertArrayEquals(new float[] {0, 3.5f, 0}, gradients.of(b).toArray());
    }

    @Test
    void norm_ofNoGradients_isZero() {
        assertEquals(0, new Clipping.ByNorm(1).clip(gradients(), List.of(without)));
    }

    @Test
    void clipped_clipsAllGroupsTogether_butNotTheFrozen() {
        ParameterGroup<Sgd.Options> first = new ParameterGroup<>(List.of(a), Sgd.Options.DEFAULT);
        ParameterGroup<Sgd.Options> second = new ParameterGroup<>(List.of(b), Sgd.Options.DEFAULT);
        Clipped clipped = new Clipped(Sgd.ofGroups(List.of(first, second)), new Clipping.ByNorm(6.5));
        clipped.step(gradients(), 1f);
        assertEquals(13, clipped.norm());
        assertArrayEquals(new double[] {-1.5, 2}, doubles(a), CLOSE * 13);
        assertArrayEquals(new double[] {0, -6, 0}, doubles(b), CLOSE * 13);
        second.freeze();
        clipped.step(gradients(), 1f);
        assertEquals(5, clipped.norm());
        assertArrayEquals(new double[] {-4.5, 6}, doubles(a), CLOSE * 13);
        assertArrayEquals(new double[] {0, -6, 0}, doubles(b), CLOSE * 13);
        assertEquals(2, clipped.steps());
    }

    @Test
    void clippedPerGroup_clipsEachByItsOwnRule() {
        Sgd sgd = Sgd.ofGroups(List.of(
                new ParameterGroup<>(List.of(a), Sgd.Options.DEFAULT),
                new ParameterGroup<>(List.of(b), Sgd.Options.DEFAULT)));
        Clipped clipped = Clipped.perGroup(sgd, List.of(new Clipping.ByNorm(2.5), new Clipping.ByValue(7)));
        clipped.step(gradients(), 1f);
        assertEquals(12, clipped.norm());
        assertArrayEquals(new double[] {-1.5, 2}, doubles(a), CLOSE * 13);
        assertArrayEquals(new double[] {0, -7, 0}, doubles(b), CLOSE * 13);
        assertEquals(
                "clipping per group: 1 rules for 2 groups, expected one for each",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Clipped.perGroup(sgd, List.of(new Clipping.ByNorm(1))))
                        .getMessage());
    }

    @Test
    void clipped_handsOnStateAndCount() {
        Adam adam = new Adam(List.of(a));
        Clipped clipped = new Clipped(adam, new Clipping.ByValue(1));
        clipped.resumeAt(7);
        assertEquals(7, adam.steps());
        assertEquals(adam.state(a), clipped.state(a));
        assertEquals(adam.groups(), clipped.groups());
    }

    @Test
    void badLimits_areRefused() {
        assertEquals(
                "clipping by norm: limit -1.0, order 2.0, expected limit at least 0, order above 0",
                assertThrows(IllegalArgumentException.class, () -> new Clipping.ByNorm(-1))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> new Clipping.ByNorm(1, 0, false));
        assertEquals(
                "clipping by value: limit NaN, expected at least 0",
                assertThrows(IllegalArgumentException.class, () -> new Clipping.ByValue(Double.NaN))
                        .getMessage());
    }

    private static double[] doubles(Parameter parameter) {
        double[] values = new double[parameter.value().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = parameter.value().get(i);
        }
        return values;
    }
}
