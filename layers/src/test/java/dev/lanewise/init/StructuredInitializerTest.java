package dev.lanewise.init;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Initial values with a bound, a structure or zeros; all draws are fixed by a seed. */
class StructuredInitializerTest {
    /** Named closeness of a sample's moments to those of the distribution, in standard errors. */
    private static final double CLOSE_ERRORS = 4;

    /** Named closeness of products of orthonormal vectors that were rounded to float. */
    private static final double CLOSE_ORTHONORMAL = 1e-6;

    private static Tensor draw(Initializer initializer, int... shape) {
        // A window in a larger array, of which nothing else may be written.
        int size = Shape.of(shape).size();
        float[] array = new float[size + 6];
        Arrays.fill(array, 7f);
        Tensor weights = Tensor.window(array, 3, Shape.of(shape));
        initializer.fill(weights, 5, 2);
        for (int i = 0; i < 3; i++) {
            assertEquals(7f, array[i]);
            assertEquals(7f, array[size + 3 + i]);
        }
        return weights;
    }

    private static void assertMoments(double mean, double variance, double kurtosis, float[] values) {
        int n = values.length;
        double sum = 0;
        double squares = 0;
        for (float value : values) {
            sum += value - mean;
            squares += (value - mean) * (value - mean);
        }
        assertTrue(Math.abs(sum / n) <= CLOSE_ERRORS * Math.sqrt(variance / n), "mean is off by " + sum / n);
        double error = variance * Math.sqrt((kurtosis - 1) / n);
        assertTrue(
                Math.abs(squares / n - variance) <= CLOSE_ERRORS * error,
                "variance " + squares / n + ", expected " + variance + ", standard error " + error);
    }

    @ParameterizedTest
    @EnumSource
    void leCun_hasVarianceOneOverFanIn(Distribution distribution) {
        float[] values = draw(new LeCun(distribution), 60, 100, 3, 3).toArray();
        assertMoments(0, 1.0 / 900, distribution == Distribution.NORMAL ? 3 : 1.8, values);
        float largest = 0;
        for (float v : values) {
            largest = Math.max(largest, Math.abs(v));
        }
        assertEquals(distribution == Distribution.UNIFORM, largest <= (float) Math.sqrt(3.0 / 900));
    }

    /** Bounds in deviations from the mean: around it, one-sided, narrow, in either tail. */
    @ParameterizedTest
    @CsvSource({"-2, 2", "-1, 3", "0.25, 9", "0, 1", "3, 4", "3, 50", "-7, -2", "-2.2, -2", "0.75, 4", "-0.1, 1.7"})
    void truncatedNormal_hasTheMomentsOfItsPart(double a, double b) {
        double[] moments = moments(a, b);
        float mean = 0.5f;
        float deviation = 0.25f;
        TruncatedNormal rule =
                new TruncatedNormal(mean, deviation, (float) (mean + a * deviation), (float) (mean + b * deviation));
        float[] values = draw(rule, 200, 150).toArray();
        for (int i = 0; i < values.length; i++) {
            assertTrue(values[i] >= rule.low() && values[i] <= rule.high(), values[i] + " is outside of " + rule);
            values[i] = (values[i] - mean) / deviation;
        }
        assertMoments(moments[0], moments[1], moments[2], values);
    }

    /** Mean, variance and kurtosis of the standard normal distribution between two bounds, by the midpoint rule. */
    private static double[] moments(double a, double b) {
        int steps = 200_000;
        double width = (Math.min(b, 40) - a) / steps;
        double[] sums = new double[5];
        for (int i = 0; i < steps; i++) {
            double z = a + (i + 0.5) * width;
            double density = Math.exp(-z * z / 2);
            for (int k = 0; k < sums.length; k++) {
                sums[k] += density * Math.pow(z, k);
            }
        }
        double mean = sums[1] / sums[0];
        double second = sums[2] / sums[0];
        double third = sums[3] / sums[0];
        double fourth = sums[4] / sums[0];
        double variance = second - mean * mean;
        double central = fourth - 4 * mean * third + 6 * mean * mean * second - 3 * mean * mean * mean * mean;
        return new double[] {mean, variance, central / (variance * variance)};
    }

    @Test
    void truncatedNormal_ofADeviation_isCutAtTwo() {
        assertEquals(new TruncatedNormal(0, 0.5f, -1, 1), TruncatedNormal.of(0.5f));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "7, 7", "5, 12", "12, 5", "1, 9", "64, 64", "130, 33"})
    void orthogonal_hasOrthonormalRowsOrColumns(int rows, int columns) {
        float gain = 1.5f;
        Tensor w = draw(new Orthogonal(gain), rows, columns);
        int count = Math.min(rows, columns);
        for (int i = 0; i < count; i++) {
            for (int j = 0; j <= i; j++) {
                double dot = 0;
                for (int k = 0; k < Math.max(rows, columns); k++) {
                    dot += rows <= columns ? (double) w.get(i, k) * w.get(j, k) : (double) w.get(k, i) * w.get(k, j);
                }
                assertEquals(i == j ? gain * gain : 0, dot, CLOSE_ORTHONORMAL * gain * gain, i + "," + j);
            }
        }
    }

    @Test
    void orthogonal_seesConvolutionWeightsAsAMatrix_andHasGainOneByDefault() {
        Tensor flat = draw(new Orthogonal(), 4, 18);
        assertArrayEquals(flat.toArray(), draw(new Orthogonal(1f), 4, 2, 3, 3).toArray());
    }

    @Test
    void identity_isOneOnTheDiagonal() {
        assertArrayEquals(
                new float[] {1, 0, 0, 0, 1, 0}, draw(new Identity(), 2, 3).toArray());
        assertArrayEquals(
                new float[] {2, 0, 0, 2, 0, 0}, draw(new Identity(2f), 3, 2).toArray());
    }

    @Test
    void dirac_isOneInTheMiddle_groupByGroup() {
        Tensor w = draw(new Dirac(2), 6, 2, 3, 4);
        for (int o = 0; o < 6; o++) {
            for (int i = 0; i < 2; i++) {
                for (int k = 0; k < 12; k++) {
                    float expected = i == o % 3 && k == 1 * 4 + 2 ? 1f : 0f;
                    assertEquals(expected, w.get(o, i, k / 4, k % 4), o + "," + i + "," + k);
                }
            }
        }
        assertArrayEquals(new float[] {0, 1, 0}, draw(new Dirac(), 1, 1, 3).toArray());
        assertEquals(1f, draw(new Dirac(), 1, 1, 3, 3, 3).get(0, 0, 1, 1, 1));
    }

    @ParameterizedTest
    @CsvSource({"0.1, 10, 1", "0.1, 11, 2", "0.5, 7, 4", "0, 9, 0", "1, 9, 9", "0.9, 100, 90", "0.3, 10, 3"})
    void sparse_hasExactlySoManyZerosInEachColumn(float sparsity, int rows, int zeros) {
        int columns = 50;
        Tensor w = draw(new Sparse(sparsity), rows, columns);
        int[] inRow = new int[rows];
        for (int c = 0; c < columns; c++) {
            int found = 0;
            for (int r = 0; r < rows; r++) {
                if (w.get(r, c) == 0f) {
                    found++;
                    inRow[r]++;
                }
            }
            assertEquals(zeros, found, "column " + c);
        }
        double expected = (double) zeros / rows * columns;
        double error = Math.sqrt(expected * (1 - (double) zeros / rows));
        for (int r = 0; r < rows; r++) {
            assertTrue(Math.abs(inRow[r] - expected) <= CLOSE_ERRORS * error + 1e-9, "row " + r + " has " + inRow[r]);
        }
    }

    @Test
    void sparse_isNormalElsewhere() {
        float[] values = draw(new Sparse(0.25f, 0.5f), 200, 150).toArray();
        float[] others = new float[150 * 150];
        int n = 0;
        for (float v : values) {
            if (v != 0f) {
                others[n++] = v;
            }
        }
        assertEquals(others.length, n);
        assertMoments(0, 0.25, 3, others);
    }

    @Test
    void sameSeed_sameBytes_anyOtherSeedOrStream_others() {
        List<Initializer> rules =
                List.of(new LeCun(Distribution.NORMAL), TruncatedNormal.of(1f), new Orthogonal(), new Sparse(0.5f, 1f));
        for (Initializer rule : rules) {
            float[] values = draw(rule, 8, 9).toArray();
            assertArrayEquals(values, draw(rule, 8, 9).toArray(), rule.toString());
            Tensor other = Tensor.zeros(8, 9);
            rule.fill(other, 6, 2);
            assertFalse(Arrays.equals(values, other.toArray()), rule.toString());
            rule.fill(other, 5, 3);
            assertFalse(Arrays.equals(values, other.toArray()), rule.toString());
        }
    }

    @Test
    void whatDoesNotFit_isRefusedByName() {
        assertRefused(
                "truncatedNormal: mean 0.0, deviation 0.0, low -1.0, high 1.0, expected a finite mean, a finite deviation"
                        + " above 0 and low below high",
                () -> new TruncatedNormal(0, 0, -1, 1));
        assertRefused(
                "truncatedNormal: mean 0.0, deviation 1.0, low 1.0, high 1.0, expected a finite mean, a finite deviation"
                        + " above 0 and low below high",
                () -> new TruncatedNormal(0, 1, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new TruncatedNormal(Float.NaN, 1, 0, 1));
        assertRefused(
                "initializer: weights of shape [7], expected rank 2 or more: [O,I,...]",
                () -> draw(new Orthogonal(), 7));
        assertRefused(
                "initializer: weights of shape [7, 2, 3], expected rank 2: [O,I]", () -> draw(new Identity(), 7, 2, 3));
        assertRefused("initializer: weights of shape [7], expected rank 2: [O,I]", () -> draw(new Sparse(0.5f), 7));
        assertRefused(
                "initializer: weights of shape [7, 2, 3], expected rank 3 to 5: [O,C/groups,K...], O a multiple of"
                        + " groups=2",
                () -> draw(new Dirac(2), 7, 2, 3));
        assertRefused("dirac: groups=0, expected at least 1", () -> new Dirac(0));
        assertRefused("sparse: sparsity 1.5, deviation 0.01, expected 0 to 1 and at least 0", () -> new Sparse(1.5f));
    }

    private static void assertRefused(String message, Runnable call) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }
}
