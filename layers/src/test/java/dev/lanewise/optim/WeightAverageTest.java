package dev.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.optim.Optimizers.Given;
import dev.lanewise.optim.WeightAverage.DebiasedEma;
import dev.lanewise.optim.WeightAverage.Ema;
import dev.lanewise.optim.WeightAverage.Rule;
import dev.lanewise.optim.WeightAverage.Swa;
import dev.lanewise.optim.WeightAverage.WarmEma;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WeightAverageTest {
    private static final int SIZE = 7;

    /** Named closeness of an average of a few dozen floats of about 1. */
    private static final double CLOSE = 2e-6;

    /** An average of numbers x_1 ... x_n by its textbook form. */
    private interface Definition {
        double of(double[] x, int n);
    }

    private static double debiased(double[] x, int n, double decay) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum = decay * sum + (1 - decay) * x[i];
        }
        return sum / (1 - Math.pow(decay, n));
    }

    @Property(tries = 60)
    void averages_areTheirDefinitions(
            @ForAll @DoubleRange(min = 0, max = 0.99) double decay,
            @ForAll @IntRange(min = 1, max = 30) int updates,
            @ForAll long seed) {
        assertIs(new Swa(), updates, seed, (x, n) -> {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += x[i];
            }
            return sum / n;
        });
        assertIs(new Ema(decay), updates, seed, (x, n) -> {
            double average = x[0];
            for (int i = 1; i < n; i++) {
                average = decay * average + (1 - decay) * x[i];
            }
            return average;
        });
        assertIs(new WarmEma(decay), updates, seed, (x, n) -> {
            double average = x[0];
            for (int i = 1; i < n; i++) {
                double d = Math.min(decay, (1.0 + i) / (10.0 + i));
                average = d * average + (1 - d) * x[i];
            }
            return average;
        });
        assertIs(new DebiasedEma(decay), updates, seed, (x, n) -> debiased(x, n, decay));
    }

    private static void assertIs(Rule rule, int updates, long seed, Definition definition) {
        Random random = new Random(seed);
        Parameter p = new Parameter(Tensor.zeros(SIZE));
        WeightAverage average = new WeightAverage(List.of(p, p), rule);
        double[][] x = new double[SIZE][updates];
        for (int n = 0; n < updates; n++) {
            p.value().copyFrom(Tensor.of(Optimizers.values(random, SIZE), SIZE));
            for (int i = 0; i < SIZE; i++) {
                x[i][n] = p.value().get(i);
            }
            average.update();
        }
        assertEquals(updates, average.updates());
        Tensor found = average.state(p).get("average");
        for (int i = 0; i < SIZE; i++) {
            assertEquals(definition.of(x[i], updates), found.get(i), CLOSE, rule + ", " + updates + " updates");
        }
    }

    @Test
    void swap_putsTheAverageIn_andTheWeightsBackBitForBit() {
        Random random = new Random(2);
        Parameter p = Optimizers.parameter(random, SIZE);
        Parameter matrix = new Parameter(Tensor.of(Optimizers.values(random, 12), 3, 4));
        WeightAverage average = new WeightAverage(List.of(p, matrix), new Ema(0.9));
        average.update();
        float[] first = p.value().toArray();
        float[] firstMatrix = matrix.value().toArray();
        p.value().fill(2f);
        matrix.value().fill(3f);
        average.swap();
        assertTrue(average.swapped());
        assertArrayEquals(first, p.value().toArray());
        assertArrayEquals(firstMatrix, matrix.value().toArray());
        String refusal = "weight average: the parameters hold the average; swap it out first";
        assertEquals(
                refusal,
                assertThrows(IllegalStateException.class, average::update).getMessage());
        assertThrows(IllegalStateException.class, () -> average.state(p));
        assertThrows(IllegalStateException.class, () -> average.resumeAt(3));
        average.swap();
        assertEquals(2f, p.value().get(3));
        assertEquals(3f, matrix.value().get(2, 3));
        assertArrayEquals(first, average.state(p).get("average").toArray());
    }

    @Test
    void swapBeforeAnyUpdate_isRefused() {
        WeightAverage average = new WeightAverage(List.of(new Parameter(Tensor.zeros(2))), new Swa());
        assertEquals(
                "weight average: swapped before its first update",
                assertThrows(IllegalStateException.class, average::swap).getMessage());
    }

    @Test
    void averaged_updatesAfterTheStepsItWasToldTo() {
        Parameter p = new Parameter(Tensor.zeros(1));
        Averaged averaged = new Averaged(new Sgd(List.of(p)), new Swa(), 3, 2);
        // The weight is the number of steps made: after the third, fifth and seventh it counts.
        for (int t = 1; t <= 8; t++) {
            averaged.step(Given.of(p, -1f), 1f);
            assertEquals(t < 3 ? 0 : (t - 3) / 2 + 1, averaged.average().updates(), "step " + t);
        }
        assertEquals(5f, averaged.state(p).get("average").get(0));
        averaged.average().swap();
        assertThrows(IllegalStateException.class, () -> averaged.step(Given.of(p, -1f), 1f));
        assertEquals(8, averaged.steps());
        assertEquals(5f, p.value().get(0));
    }

    @Property(tries = 20)
    void averaged_resumesBitForBit(@ForAll @IntRange(max = 9) int before, @ForAll long seed) {
        Random random = new Random(seed);
        Parameter p = Optimizers.parameter(random, SIZE);
        Averaged through = new Averaged(new Adam(List.of(p)), new WarmEma(0.9), 2, 3);
        for (int t = 0; t < before; t++) {
            through.step(Given.of(p, Optimizers.values(random, SIZE)), 0.1f);
        }
        Parameter q = new Parameter(p.value().copy());
        Averaged resumed = new Averaged(new Adam(List.of(q)), new WarmEma(0.9), 2, 3);
        Optimizers.restore(through, List.of(p), resumed, List.of(q));
        for (int t = 0; t < 6; t++) {
            float[] gradient = Optimizers.values(random, SIZE);
            through.step(Given.of(p, gradient), 0.1f);
            resumed.step(Given.of(q, gradient), 0.1f);
        }
        assertArrayEquals(
                through.state(p).get("average").toArray(),
                resumed.state(q).get("average").toArray());
        assertEquals(through.average().updates(), resumed.average().updates());
    }

    @Test
    void badOptions_areRefused() {
        assertEquals(
                "ema: decay 1.0, expected in [0, 1)",
                assertThrows(IllegalArgumentException.class, () -> new Ema(1)).getMessage());
        assertThrows(IllegalArgumentException.class, () -> new WarmEma(-0.1));
        assertThrows(IllegalArgumentException.class, () -> new DebiasedEma(Double.NaN));
        Sgd sgd = new Sgd(List.of());
        assertEquals(
                "weight average from step 0 every 1, expected both at least 1",
                assertThrows(IllegalArgumentException.class, () -> new Averaged(sgd, new Swa(), 0, 1))
                        .getMessage());
    }
}
