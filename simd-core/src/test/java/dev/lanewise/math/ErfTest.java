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
