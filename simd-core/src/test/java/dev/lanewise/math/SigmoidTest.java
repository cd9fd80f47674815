package dev.lanewise.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SigmoidTest {
    @Test
    void sigmoid_staysWithinItsBound() {
        double worst = Sweep.worstUlp(Sigmoid::sigmoid, x -> 1 / (1 + StrictMath.exp(-x)), 0x1p-40f, Exp.HIGH, 251, 0);
        assertTrue(worst <= Sigmoid.MAX_ULP, "worst error " + worst + " ulp");
    }

    @Test
    void specialValues_areTheLimits() {
        assertEquals(0.5f, Sigmoid.sigmoid(0f));
        assertEquals(0.5f, Sigmoid.sigmoid(-0f));
        assertEquals(1f, Sigmoid.sigmoid(Float.MAX_VALUE));
        assertEquals(1f, Sigmoid.sigmoid(Float.POSITIVE_INFINITY));
        assertEquals(0f, Sigmoid.sigmoid(-Float.MAX_VALUE));
        assertEquals(0f, Sigmoid.sigmoid(Float.NEGATIVE_INFINITY));
        assertTrue(Float.isNaN(Sigmoid.sigmoid(Float.NaN)));
    }
}
