package dev.lanewise.init;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.kernel.Conv2dShape;
import dev.lanewise.nn.Linear;
import dev.lanewise.nn.conv.Conv2d;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The distributions of initial values; all draws are fixed by a seed. */
class InitializerTest {
    /** [O,I,KH,KW] with fan in 100 * 9 and fan out 60 * 9. */
    private static final Shape WEIGHT = Shape.of(60, 100, 3, 3);

    /** Named closeness of a sample's moments to those of the distribution, in standard errors. */
    private static final double CLOSE_ERRORS = 4;

    /** Named closeness of the largest of some hundreds of uniform values to their bound. */
    private static final double NEAR_BOUND = 0.97;

    private static float[] draw(Initializer initializer, Shape shape, long seed, long stream) {
        Tensor weights = Tensor.zeros(shape);
        initializer.fill(weights, seed, stream);
        return weights.toArray();
    }

    /** Checks mean 0 and the variance; kurtosis is that of the distribution, which the variance's error depends on. */
    private static void assertMoments(double variance, double kurtosis, float[] values) {
        int n = values.length;
        double sum = 0;
        double squares = 0;
        for (float value : values) {
            sum += value;
            squares += (double) value * value;
        }
        double meanError = Math.sqrt(variance / n);
        assertTrue(Math.abs(sum / n) <= CLOSE_ERRORS * meanError, "mean " + sum / n + ", standard error " + meanError);
        double varianceError = variance * Math.sqrt((kurtosis - 1) / n);
        double found = squares / n;
        assertTrue(
                Math.abs(found - variance) <= CLOSE_ERRORS * varianceError,
                "variance " + found + ", expected " + variance + ", standard error " + varianceError);
    }

    private static double kurtosis(Distribution distribution) {
        return distribution == Distribution.NORMAL ? 3 : 9 / 5.0;
    }

    private static float largest(float[] values) {
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    @ParameterizedTest
    @EnumSource
    void he_hasVarianceTwoOverFanIn(Distribution distribution) {
        assertMoments(2.0 / 900, kurtosis(distribution), draw(new He(distribution), WEIGHT, 1, 0));
        assertMoments(2.0 / 300, kurtosis(distribution), draw(new He(distribution), Shape.of(200, 300), 1, 0));
    }

    @ParameterizedTest
    @EnumSource
    void xavier_hasVarianceTwoOverBothFans(Distribution distribution) {
        assertMoments(2.0 / (900 + 540), kurtosis(distribution), draw(new Xavier(distribution), WEIGHT, 1, 0));
        assertMoments(2.0 / 500, kurtosis(distribution), draw(new Xavier(distribution), Shape.of(200, 300), 1, 0));
    }

    @Test
    void uniformVariants_stayWithinTheirBound_andComeNearIt() {
        assertBound(Math.sqrt(6.0 / 900), draw(new He(Distribution.UNIFORM), WEIGHT, 1, 0));
        assertBound(Math.sqrt(6.0 / 1440), draw(new Xavier(Distribution.UNIFORM), WEIGHT, 1, 0));
    }

    private static void assertBound(double bound, float[] values) {
        float largest = largest(values);
        assertTrue(largest <= (float) bound, largest + " is beyond " + bound);
        assertTrue(largest > NEAR_BOUND * bound, largest + " is not near " + bound);
    }

    @Test
    void normalVariants_exceedTheUniformBound() {
        assertTrue(largest(draw(new He(Distribution.NORMAL), WEIGHT, 1, 0)) > Math.sqrt(6.0 / 900));
    }

    @Test
    void layers_haveTorchsDefaults() {
        Draws draws = new Draws(3);
        Linear dense = Linear.of(256, 300, draws);
        assertEquals(Shape.of(300, 256), dense.weight().shape());
        assertBound(1 / 16.0, dense.weight().value().toArray());
        assertBound(1 / 16.0, dense.bias().value().toArray());
        Conv2d grouped = Conv2d.of(8, 400, 4, new Conv2dShape(1, 1, 0, 0, 0, 0, 1, 1, 2), draws);
        assertEquals(Shape.of(400, 4, 4, 4), grouped.weight().shape());
        assertBound(1 / 8.0, grouped.weight().value().toArray());
        assertBound(1 / 8.0, grouped.bias().value().toArray());
    }

    @Test
    void values_dependOnSeedAndStream_alone() {
        Initializer he = new He(Distribution.NORMAL);
        float[] values = draw(he, WEIGHT, 1, 2);
        assertArrayEquals(values, draw(he, WEIGHT, 1, 2));
        assertFalse(Arrays.equals(values, draw(he, WEIGHT, 2, 2)));
        assertFalse(Arrays.equals(values, draw(he, WEIGHT, 1, 3)));
        assertFalse(Arrays.equals(values, draw(he, WEIGHT, 2, 1)));
    }

    @Test
    void draws_giveEveryParameterAStreamOfItsOwn() {
        Initializer rule = new Normal(0, 1);
        Shape shape = Shape.of(10, 10);
        Draws draws = new Draws(9);
        Parameter first = draws.parameter(rule, shape);
        Parameter second = draws.parameter(rule, shape);
        assertFalse(Arrays.equals(first.value().toArray(), second.value().toArray()));
        Draws again = new Draws(9);
        assertArrayEquals(
                first.value().toArray(), again.parameter(rule, shape).value().toArray());
        assertArrayEquals(
                second.value().toArray(), again.parameter(rule, shape).value().toArray());
    }

    @Test
    void constantAndNormal_doWhatTheySay() {
        float[] constant = draw(new Constant(0.5f), Shape.of(2, 3), 1, 0);
        assertArrayEquals(new float[] {0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f}, constant);
        float[] normal = draw(new Normal(3, 0.25f), WEIGHT, 1, 0);
        for (int i = 0; i < normal.length; i++) {
            normal[i] -= 3;
        }
        assertMoments(0.0625, 3, normal);
    }

    @Test
    void weightsWithoutAnInputAxis_areRefused() {
        assertEquals(
                "initializer: weights of shape [7], expected rank 2 or more: [O,I,...]",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> draw(new Xavier(Distribution.UNIFORM), Shape.of(7), 1, 0))
                        .getMessage());
    }
}
