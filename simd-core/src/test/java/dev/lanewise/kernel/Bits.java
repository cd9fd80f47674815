package dev.lanewise.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.lanewise.tensor.Tensor;

/** Equality of floats bit for bit, every NaN being the same. */
public final class Bits {
    private Bits() {}

    /** Fails at the first element that differs, naming it. */
    public static void assertSame(Tensor expected, Tensor actual, String what) {
        assertEquals(expected.shape(), actual.shape(), what);
        assertSame(expected.toArray(), actual.toArray(), what);
    }

    /** Fails at the first element that differs, naming it. */
    public static void assertSame(float[] expected, float[] actual, String what) {
        assertEquals(expected.length, actual.length, what + ": length");
        for (int i = 0; i < expected.length; i++) {
            // floatToIntBits, not the raw bits: it makes every NaN the same
            if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(actual[i])) {
                fail(what + ": element " + i + " is " + actual[i] + ", expected " + expected[i]);
            }
        }
    }
}
