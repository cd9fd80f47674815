package dev.lanewise.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class SinCosTest {
    // The bound is no more than this much above what there is.
    private static final double TIGHT = 0.9;

    @Test
    void near_staysWithinItsBound_whichIsTight() {
        double sin = Sweep.worstUlp(SinCos::sin, StrictMath::sin, Float.MIN_VALUE, SinCos.LIMIT, 499, 0);
        double cos = Sweep.worstUlp(SinCos::cos, StrictMath::cos, Float.MIN_VALUE, SinCos.LIMIT, 499, 0);
        assertTrue(sin <= SinCos.MAX_ULP && cos <= SinCos.MAX_ULP, "worst errors " + sin + " and " + cos + " ulp");
        assertTrue(sin > TIGHT * SinCos.MAX_ULP && cos > TIGHT * SinCos.MAX_ULP, "loose: " + sin + " and " + cos);
    }

    @Test
    void far_staysWithinItsBound() {
        double sin = Sweep.worstUlp(SinCos::sin, StrictMath::sin, SinCos.LIMIT, Float.MAX_VALUE, 1009, 0);
        double cos = Sweep.worstUlp(SinCos::cos, StrictMath::cos, SinCos.LIMIT, Float.MAX_VALUE, 1009, 0);
        assertTrue(sin <= SinCos.MAX_ULP && cos <= SinCos.MAX_ULP, "worst errors " + sin + " and " + cos + " ulp");
    }

    /** Where floats come closest to multiples of pi / 2, the reduction loses most. */
    @Test
    void nearestToZeros_keepTheBound() {
        BigDecimal half = new BigDecimal("1.57079632679489661923132169163975144209858469968755");
        double worst = 0;
        for (int n = 1; n < SinCos.LIMIT / 1.6f; n += 1) {
            float x = half.multiply(BigDecimal.valueOf(n)).floatValue();
            double sin = Math.abs(SinCos.sin(x) - StrictMath.sin(x)) / Math.ulp((float) StrictMath.sin(x));
            double cos = Math.abs(SinCos.cos(x) - StrictMath.cos(x)) / Math.ulp((float) StrictMath.cos(x));
            worst = Math.max(worst, Math.max(sin, cos));
        }
        assertTrue(worst <= SinCos.MAX_ULP, "worst error " + worst + " ulp");
    }

    @Test
    void specialValues_keepSignAndNan() {
        assertBits(0f, SinCos.sin(0f));
        assertBits(-0f, SinCos.sin(-0f));
        assertBits(1f, SinCos.cos(0f));
        assertBits(1f, SinCos.cos(-0f));
        for (float x : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            assertBits(Float.NaN, SinCos.sin(x));
            assertBits(Float.NaN, SinCos.cos(x));
        }
    }

    private static void assertBits(float expected, float found) {
        assertEquals(Float.floatToIntBits(expected), Float.floatToIntBits(found), expected + " against " + found);
    }
}
