package dev.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.optim.Optimizers.Case;
import dev.lanewise.optim.Optimizers.Given;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What every optimiser keeps, over random options. */
class EveryOptimizerTest {
    private static final int SIZE = 19;

    /** Named closeness of values of about 1 after some float updates to the same in double. */
    private static final double CLOSE = 2e-5;

    /** How near the minimum of a quadratic has to be found, from a distance of up to 1. */
    private static final double NEAR = 0.05;

    @Property(tries = 200)
    void anyOptions_followTheFormula(
            @ForAll @IntRange(max = Optimizers.KINDS - 1) int kind,
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 12) int steps) {
        Random random = new Random(seed);
        Case c = Optimizers.draw(kind, random, true);
        Parameter parameter = Optimizers.parameter(random, SIZE);
        Optimizer optimizer = c.maker().make(List.of(parameter));
        double[] expected = new double[SIZE];
        double[][] state = new double[SIZE][3];
        for (int i = 0; i < SIZE; i++) {
            expected[i] = parameter.value().get(i);
        }
        for (int t = 1; t <= steps; t++) {
            float[] gradient = Optimizers.values(random, SIZE);
            float rate = 0.1f / t;
            optimizer.step(Given.of(parameter, gradient), rate);
            for (int i = 0; i < SIZE; i++) {
                expected[i] = c.reference().update(expected[i], gradient[i], state[i], rate, t);
                double allowed = CLOSE * Math.max(1, Math.abs(expected[i]));
                assertEquals(expected[i], parameter.value().get(i), allowed, c + ", step " + t);
            }
        }
        assertEquals(steps, optimizer.steps());
    }

    @Property(tries = 60)
    void anyOptions_findTheMinimumOfAQuadratic(
            @ForAll @IntRange(max = Optimizers.KINDS - 1) int kind, @ForAll long seed) {
        Random random = new Random(seed);
        Case c = Optimizers.draw(kind, random, false);
        float[] minimum = Optimizers.values(random, SIZE);
        Parameter parameter = Optimizers.parameter(random, SIZE);
        Optimizer optimizer = c.maker().make(List.of(parameter));
        int steps = 1500;
        Schedule schedule = new Decay.Polynomial(c.rate(), steps, 1);
        for (int t = 0; t < steps; t++) {
            float[] gradient = new float[SIZE];
            for (int i = 0; i < SIZE; i++) {
                gradient[i] = parameter.value().get(i) - minimum[i];
            }
            optimizer.step(Given.of(parameter, gradient), schedule.rate(t));
        }
        for (int i = 0; i < SIZE; i++) {
            assertEquals(minimum[i], parameter.value().get(i), NEAR, c + ", element " + i);
        }
    }

    @Property(tries = 60)
    void resumed_goesOnWithTheSameBits(
            @ForAll @IntRange(max = Optimizers.KINDS - 1) int kind,
            @ForAll long seed,
            @ForAll @IntRange(max = 8) int before) {
        Random random = new Random(seed);
        Case c = Optimizers.draw(kind, random, true);
        Parameter early = Optimizers.parameter(random, SIZE);
        Parameter late = Optimizers.parameter(random, SIZE);
        Optimizer through = c.maker().make(List.of(early, late));
        for (int t = 0; t < before; t++) {
            Given gradients = Given.of(early, Optimizers.values(random, SIZE));
            // The second parameter has its first gradient later: its own count must survive.
            if (t >= 3) {
                gradients.and(late, Optimizers.values(random, SIZE));
            }
            through.step(gradients, 0.05f);
        }
        Parameter early2 = new Parameter(early.value().copy());
        Parameter late2 = new Parameter(late.value().copy());
        Optimizer resumed = c.maker().make(List.of(early2, late2));
        Optimizers.restore(through, List.of(early, late), resumed, List.of(early2, late2));
        for (int t = 0; t < 3; t++) {
            float[] a = Optimizers.values(random, SIZE);
            float[] b = Optimizers.values(random, SIZE);
            through.step(Given.of(early, a).and(late, b), 0.05f);
            resumed.step(Given.of(early2, a).and(late2, b), 0.05f);
        }
        assertArrayEquals(early.value().toArray(), early2.value().toArray(), c.name());
        assertArrayEquals(late.value().toArray(), late2.value().toArray(), c.name());
        assertEquals(before + 3, resumed.steps());
    }

    @Property(tries = 60)
    void lateParameter_isUpdatedLikeANewOne(@ForAll @IntRange(max = Optimizers.KINDS - 1) int kind, @ForAll long seed) {
        Random random = new Random(seed);
        Case c = Optimizers.draw(kind, random, true);
        Parameter early = Optimizers.parameter(random, SIZE);
        Parameter late = Optimizers.parameter(random, SIZE);
        Parameter fresh = new Parameter(late.value().copy());
        Optimizer optimizer = c.maker().make(List.of(early, late));
        for (int t = 0; t < 4; t++) {
            optimizer.step(Given.of(early, Optimizers.values(random, SIZE)), 0.05f);
        }
        Optimizer another = c.maker().make(List.of(fresh));
        for (int t = 0; t < 3; t++) {
            float[] gradient = Optimizers.values(random, SIZE);
            optimizer.step(Given.of(early, gradient).and(late, gradient), 0.05f);
            another.step(Given.of(fresh, gradient), 0.05f);
        }
        assertArrayEquals(fresh.value().toArray(), late.value().toArray(), c.name());
    }

    /** The same optimiser, descending and ascending. */
    private static List<List<Optimizer>> directions(Parameter down, Parameter up) {
        List<Parameter> d = List.of(down);
        List<Parameter> u = List.of(up);
        List<List<Optimizer>> all = new ArrayList<>();
        all.add(List.of(
                new Sgd(d, new Sgd.Options(0.9, 0.3, false, 0.1, false)),
                new Sgd(u, new Sgd.Options(0.9, 0.3, false, 0.1, true))));
        all.add(List.of(
                new Adagrad(d, new Adagrad.Options(0.1, 0.1, 1e-3, 0.1, false)),
                new Adagrad(u, new Adagrad.Options(0.1, 0.1, 1e-3, 0.1, true))));
        all.add(List.of(
                new Adadelta(d, new Adadelta.Options(0.9, 1e-3, 0.1, false)),
                new Adadelta(u, new Adadelta.Options(0.9, 1e-3, 0.1, true))));
        all.add(List.of(
                new RmsProp(d, new RmsProp.Options(0.9, 1e-3, 0.5, true, 0.1, false)),
                new RmsProp(u, new RmsProp.Options(0.9, 1e-3, 0.5, true, 0.1, true))));
        all.add(List.of(
                new Adam(d, new Adam.Options(0.9, 0.99, 1e-3, 0.1, false, true, false)),
                new Adam(u, new Adam.Options(0.9, 0.99, 1e-3, 0.1, false, true, true))));
        all.add(List.of(
                new Adam(d, new Adam.Options(0.9, 0.99, 1e-3, 0.1, true, false, false)),
                new Adam(u, new Adam.Options(0.9, 0.99, 1e-3, 0.1, true, false, true))));
        all.add(List.of(
                new Adamax(d, new Adamax.Options(0.9, 0.99, 1e-3, 0.1, false)),
                new Adamax(u, new Adamax.Options(0.9, 0.99, 1e-3, 0.1, true))));
        all.add(List.of(
                new NAdam(d, new NAdam.Options(0.9, 0.99, 1e-3, 0.01, 0.1, false, false)),
                new NAdam(u, new NAdam.Options(0.9, 0.99, 1e-3, 0.01, 0.1, false, true))));
        all.add(List.of(
                new RAdam(d, new RAdam.Options(0.9, 0.99, 1e-3, 0.1, false, false)),
                new RAdam(u, new RAdam.Options(0.9, 0.99, 1e-3, 0.1, false, true))));
        return all;
    }

    @Test
    void maximize_isDescentAlongTheNegatedGradient_bitForBit() {
        Random random = new Random(3);
        Parameter down = Optimizers.parameter(random, SIZE);
        Parameter up = new Parameter(down.value().copy());
        for (List<Optimizer> pair : directions(down, up)) {
            for (int t = 0; t < 8; t++) {
                float[] gradient = Optimizers.values(random, SIZE);
                float[] negated = gradient.clone();
                for (int i = 0; i < SIZE; i++) {
                    negated[i] = -gradient[i];
                }
                pair.getFirst().step(Given.of(down, negated), 0.05f);
                pair.getLast().step(Given.of(up, gradient), 0.05f);
            }
            assertArrayEquals(
                    down.value().toArray(),
                    up.value().toArray(),
                    pair.getFirst().getClass().getSimpleName());
        }
    }

    @Test
    void count_isExactBeyondTheWholeNumbersOfAFloat() {
        Parameter parameter = new Parameter(Tensor.zeros(1));
        Adagrad adagrad = new Adagrad(List.of(parameter), new Adagrad.Options(1, 0, 0, 0, false));
        Tensor count = adagrad.state(parameter).get("count");
        count.set(3, 0);
        count.set((1 << 24) - 2, 1);
        adagrad.step(Given.of(parameter, 1f), 1f);
        assertArrayEquals(new float[] {3, (1 << 24) - 1}, count.toArray());
        // The rate is divided by the number of updates, the gradient by its own size.
        assertEquals((float) (-1.0 / ((4L << 24) - 1)), parameter.value().get(0));
        adagrad.step(Given.of(parameter, 1f), 1f);
        assertArrayEquals(new float[] {4, 0}, count.toArray());
    }

    @Test
    void nadam_twoCountsInTurn_areEachTheirOwn() {
        Random random = new Random(5);
        Parameter old = Optimizers.parameter(random, SIZE);
        Parameter young = Optimizers.parameter(random, SIZE);
        Parameter alone = new Parameter(young.value().copy());
        NAdam both = new NAdam(List.of(old, young));
        NAdam one = new NAdam(List.of(alone));
        for (int t = 0; t < 600; t++) {
            float[] gradient = Optimizers.values(random, SIZE);
            Given gradients = Given.of(old, gradient);
            if (t >= 590) {
                gradients.and(young, gradient);
                one.step(Given.of(alone, gradient), 0.01f);
            }
            both.step(gradients, 0.01f);
        }
        assertArrayEquals(alone.value().toArray(), young.value().toArray());
    }

    @Test
    void optionsOutsideTheirRange_areRefused() {
        refused(
                "adagrad: rate decay -1.0, initial sum 0.0, epsilon 0.0, decay 0.0, expected all at least 0",
                () -> new Adagrad.Options(-1, 0, 0, 0, false));
        refused(
                "adadelta: rho 1.5, epsilon 0.0, decay 0.0, expected rho in [0, 1], the others at least 0",
                () -> new Adadelta.Options(1.5, 0, 0, false));
        refused(
                "rmsProp: alpha 0.9, momentum 1.0, epsilon 0.0, decay 0.0, expected alpha in [0, 1], momentum in [0, 1),"
                        + " the others at least 0",
                () -> new RmsProp.Options(0.9, 0, 1, false, 0, false));
        refused(
                "adamax: betas 1.0, 0.9, epsilon 0.0, decay 0.0, expected betas in [0, 1), the others at least 0",
                () -> new Adamax.Options(1, 0.9, 0, 0, false));
        refused(
                "nadam: betas 0.9, 0.9, epsilon 0.0, momentum decay NaN, decay 0.0, expected betas in [0, 1), the others"
                        + " at least 0",
                () -> new NAdam.Options(0.9, 0.9, 0, Double.NaN, 0, false, false));
        refused(
                "radam: betas 0.9, 0.9, epsilon 0.0, decay Infinity, expected betas in [0, 1), the others at least 0",
                () -> new RAdam.Options(0.9, 0.9, 0, Double.POSITIVE_INFINITY, false, false));
        refused(
                "sgd: momentum 0.9, dampening 0.1, nesterov true, decay 0.0, expected momentum in [0, 1), above 0 for"
                        + " nesterov, dampening in [0, 1], 0 for nesterov, and decay at least 0",
                () -> new Sgd.Options(0.9, 0.1, true, 0, false));
    }

    private static void refused(String message, Runnable call) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }

    @Test
    void stateNames_areStated() {
        Parameter p = Optimizers.parameter(new Random(1), 3);
        List<Parameter> all = List.of(p);
        assertEquals("[velocity, count]", names(new Sgd(all, new Sgd.Options(0.9, 0.5, false, 0, false)), p));
        assertEquals("[sum]", names(new Adagrad(all), p));
        assertEquals("[sum, count]", names(new Adagrad(all, new Adagrad.Options(0.1, 0, 0, 0, false)), p));
        assertEquals("[square, delta]", names(new Adadelta(all), p));
        assertEquals("[square]", names(new RmsProp(all), p));
        assertEquals(
                "[square, mean, velocity]",
                names(new RmsProp(all, new RmsProp.Options(0.9, 0, 0.9, true, 0, false)), p));
        assertEquals(
                "[m, v, largest, count]",
                names(new Adam(all, new Adam.Options(0.9, 0.9, 0, 0, false, true, false)), p));
        assertEquals("[m, u, count]", names(new Adamax(all), p));
        assertEquals("[m, v, count]", names(new NAdam(all), p));
        assertEquals("[m, v, count]", names(new RAdam(all), p));
        assertTrue(new RAdam(all).state(new Parameter(Tensor.zeros(3))).isEmpty());
    }

    private static String names(Optimizer optimizer, Parameter parameter) {
        return optimizer.state(parameter).keySet().toString();
    }
}
