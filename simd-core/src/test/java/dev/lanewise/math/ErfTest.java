package dev.lanewise.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ErfTest {
    @Test
    void erf_staysWithinItsBound() {
        double worst = Sweep.worstUlp(Erf::erf, NormalReference::erf, 0x1p-40f, 100f, 997, 0);
        assertTrue(worst <= Erf.MAX_ULP, "worst error " + worst + " ulp");
        worst = Sweep.worstUlp(Erf::erf, NormalReference::erf, 0.8f, 1.2f, 31, 0);
        assertTrue(worst <= Erf.MAX_ULP, "worst error where the two forms meet " + worst + " ulp");
    }

    @Test
    void derivative_staysWithinItsBound_whichIsTight() {
        double worst = Sweep.worstUlp(
                Erf::derivative,
                x -> 2 / Math.sqrt(Math.PI) * StrictMath.exp(-x * x),
                0x1p-40f,
                100f,
                97,
                Erf.DERIVATIVE_MAX_ERROR);
        assertTrue(worst <= Erf.DERIVATIVE_MAX_ULP, "worst error " + worst + " ulp");
        assertTrue(worst > 0.8 * Erf.DERIVATIVE_MAX_ULP, "loose: worst error " + worst + " ulp");
        assertTrue(Float.isNaN(Erf.derivative(Float.NaN)));
        assertEquals(0f, Erf.derivative(Float.NEGATIVE_INFINITY));
    }

    @Test
    void erf_isOddAndAtMostOne() {
        for (int bits = 0; bits <= Float.floatToIntBits(Float.POSITIVE_INFINITY); bits += 4093) {
            float x = Float.intBitsToFloat(bits);
            assertEquals(Float.floatToRawIntBits(-Erf.erf(x)), Float.floatToRawIntBits(Erf.erf(-x)), "at " + x);
            assertTrue(Erf.erf(x) <= 1f, "at " + x);
        }
    }

    @Test
    void specialValues_keepSignAndNan() {
        assertEquals(0f, Erf.erf(0f));
        assertEquals(-0f, Erf.erf(-0f));
        assertEquals(1f, Erf.erf(Float.POSITIVE_INFINITY));
        assertEquals(-1f, Erf.erf(Float.NEGATIVE_INFINITY));
        assertTrue(Float.isNaN(Erf.erf(Float.NaN)));
    }
}
