package dev.lanewise.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class GeluTest {
    @Test
    void gelu_staysWithinItsBound() {
        double worst = Sweep.worstUlp(
                Gelu::gelu, x -> x * NormalReference.distribution(x), 0x1p-40f, 100f, 997, Gelu.MAX_ERROR);
        assertTrue(worst <= Gelu.MAX_ULP, "worst error " + worst + " ulp");
    }

    @Test
    void derivative_staysWithinItsBound() {
        double worst = Sweep.worstUlp(
                Gelu::derivative,
                x -> NormalReference.distribution(x) + x * NormalReference.density(x),
                0x1p-40f,
                100f,
                997,
                Gelu.DERIVATIVE_MAX_ERROR);
        assertTrue(worst <= Gelu.DERIVATIVE_MAX_ULP, "worst error " + worst + " ulp");
    }

    @Test
    void derivative_isSymmetricAboutOneHalf() {
        for (int bits = 0; bits <= Float.floatToIntBits(Float.POSITIVE_INFINITY); bits += 4093) {
            float x = Float.intBitsToFloat(bits);
            if (x != 0f) {
                assertEquals(1f - Gelu.derivative(-x), Gelu.derivative(x), "at " + x);
            }
        }
    }

    @Test
    void specialValues_areTheLimits() {
        assertEquals(0f, Gelu.gelu(0f));
        assertEquals(-0f, Gelu.gelu(-0f));
        assertEquals(Float.POSITIVE_INFINITY, Gelu.gelu(Float.POSITIVE_INFINITY));
        assertEquals(Float.MAX_VALUE, Gelu.gelu(Float.MAX_VALUE));
        assertEquals(-0f, Gelu.gelu(Float.NEGATIVE_INFINITY));
        assertEquals(-0f, Gelu.gelu(-Float.MAX_VALUE));
        assertTrue(Float.isNaN(Gelu.gelu(Float.NaN)));
        assertEquals(0.5f, Gelu.derivative(0f));
        assertEquals(0.5f, Gelu.derivative(-0f));
        assertEquals(1f, Gelu.derivative(Float.POSITIVE_INFINITY));
        assertEquals(0f, Math.abs(Gelu.derivative(Float.NEGATIVE_INFINITY)));
        assertTrue(Float.isNaN(Gelu.derivative(Float.NaN)));
    }
}
