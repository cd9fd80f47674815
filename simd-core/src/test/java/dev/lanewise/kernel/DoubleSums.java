package dev.lanewise.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;

/**
 * A definition's sums in double, with the sums of their magnitudes: the error of a sum of floats grows with its terms,
 * whatever they add up to, so closeness is in units of the magnitudes.
 */
final class DoubleSums {
    private final double[] sums;
    private final double[] magnitudes;

    /** @param least the magnitude of a sum without terms: 0, or the size of what the terms' own errors come from */
    DoubleSums(int size, double least) {
        sums = new double[size];
        magnitudes = new double[size];
        Arrays.fill(magnitudes, least);
    }

    void add(int at, double term) {
        sums[at] += term;
        magnitudes[at] += Math.abs(term);
    }

    void assertClose(Guarded actual, double close, String what) {
        actual.assertIntact();
        float[] values = actual.tensor().toArray();
        assertEquals(sums.length, values.length, what);
        for (int i = 0; i < values.length; i++) {
            double allowed = close * magnitudes[i];
            assertTrue(
                    Math.abs(values[i] - sums[i]) <= allowed,
                    what + " at " + i + " is " + values[i] + ", expected " + sums[i] + " within " + allowed);
        }
    }
}
