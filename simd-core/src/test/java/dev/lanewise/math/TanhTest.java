package dev.lanewise.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TanhTest {
    @Test
    void tanh_staysWithinItsBound() {
        double worst = Sweep.worstUlp(Tanh::tanh, StrictMath::tanh, Float.MIN_VALUE, Float.MAX_VALUE, 997, 0);
        assertTrue(worst <= Tanh.MAX_ULP, "worst error " + worst + " ulp");
        worst = Sweep.worstUlp(Tanh::tanh, StrictMath::tanh, 0.5f, 0.75f, 7, 0);
        assertTrue(worst <= Tanh.MAX_ULP, "worst error where the two forms meet " + worst + " ulp");
    }

    @Test
    void tanh_isOddAndAtMostOne() {
        for (int bits = 0; bits <= Float.floatToIntBits(Float.POSITIVE_INFINITY); bits += 4093) {
            float x = Float.intBitsToFloat(bits);
            assertEquals(Float.floatToRawIntBits(-Tanh.tanh(x)), Float.floatToRawIntBits(Tanh.tanh(-x)), "at " + x);
            assertTrue(Tanh.tanh(x) <= 1f, "at " + x);
        }
    }

    @Test
    void specialValues_keepSignAndNan() {
        assertEquals(0f, Tanh.tanh(0f));
        assertEquals(-0f, Tanh.tanh(-0f));
        assertEquals(1f, Tanh.tanh(Float.POSITIVE_INFINITY));
        assertEquals(-1f, Tanh.tanh(Float.NEGATIVE_INFINITY));
        assertTrue(Float.isNaN(Tanh.tanh(Float.NaN)));
    }
}
