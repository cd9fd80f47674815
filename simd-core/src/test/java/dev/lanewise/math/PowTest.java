package dev.lanewise.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PowTest {
    private static final double[] EXPONENTS = {
        0, 1, -1, 2, 3, -3, 0.5, -0.5, 2.5, 1.75f, -7.25, 100, 101, 1e-3f, 33.3f, 1 << 24, -16777217.0
    };

    private static final float[] SPECIAL = {
        0f,
        -0f,
        1f,
        -1f,
        2f,
        -2f,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY
    };

    /** In units of the last place of the exact value; 0 where that is beyond the floats and so is what was found. */
    private static double ulp(float found, double exact) {
        if (Double.isNaN(exact) || Math.abs(exact) > Float.MAX_VALUE) {
            return Float.compare(found, (float) exact) == 0 ? 0 : Double.POSITIVE_INFINITY;
        }
        return Math.abs(found - exact) / Math.ulp((float) exact);
    }

    @Test
    void pow_staysWithinItsBound() {
        double worst = 0;
        for (double exponent : EXPONENTS) {
            for (int bits = 1; bits < 0x7f800000; bits += 10_007) {
                float x = Float.intBitsToFloat(bits);
                worst = Math.max(worst, ulp(Pow.pow(x, exponent, 1), StrictMath.pow(x, exponent)));
                worst = Math.max(worst, ulp(Pow.pow(-x, exponent, 1), StrictMath.pow(-x, exponent)));
            }
            for (int bits = 0x3f000000; bits < 0x40000000; bits += 1009) {
                float x = Float.intBitsToFloat(bits);
                worst = Math.max(worst, ulp(Pow.pow(x, exponent, -3), -3 * StrictMath.pow(x, exponent)));
            }
        }
        assertTrue(worst <= Pow.MAX_ULP, "worst error " + worst + " ulp");
        assertTrue(worst > 0.5, "the sweep hit nothing that was rounded");
    }

    @Test
    void specialValues_areThoseOfC() {
        for (double exponent : EXPONENTS) {
            for (float x : SPECIAL) {
                float expected = (float) StrictMath.pow(x, exponent);
                float found = Pow.pow(x, exponent, 1);
                assertEquals(Float.floatToIntBits(expected), Float.floatToIntBits(found), x + " to " + exponent);
            }
            assertTrue(Float.isNaN(Pow.pow(Float.NaN, exponent, 1)), "NaN to " + exponent);
        }
    }
}
