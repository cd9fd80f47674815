package dev.lanewise.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ExpTest {
    private static final float TINY = 0x1p-40f;

    @Test
    void exp_staysWithinItsBound() {
        double worst = Sweep.worstUlp(Exp::exp, StrictMath::exp, TINY, -Exp.LOW, 251, 0);
        assertTrue(worst <= Exp.MAX_ULP, "worst error " + worst + " ulp");
        worst = Sweep.worstUlp(x -> Exp.exp(Math.abs(x)), x -> StrictMath.exp(Math.abs(x)), -Exp.LOW, Exp.HIGH, 1, 0);
        assertTrue(worst <= Exp.MAX_ULP, "worst error near the upper end " + worst + " ulp");
    }

    @Test
    void ends_areZeroAndInfinity() {
        assertTrue(Exp.exp(Exp.LOW) >= Float.MIN_NORMAL);
        assertEquals(0f, Exp.exp(Math.nextDown(Exp.LOW)));
        assertEquals(0f, Exp.exp(-Float.MAX_VALUE));
        assertEquals(0f, Exp.exp(Float.NEGATIVE_INFINITY));
        assertTrue(Exp.exp(Exp.HIGH) <= Float.MAX_VALUE);
        assertEquals(Float.POSITIVE_INFINITY, Exp.exp(Math.nextUp(Exp.HIGH)));
        assertEquals(Float.POSITIVE_INFINITY, Exp.exp(Float.MAX_VALUE));
        assertEquals(Float.POSITIVE_INFINITY, Exp.exp(Float.POSITIVE_INFINITY));
    }

    @Test
    void smallArguments_giveOne() {
        for (float x : new float[] {0f, -0f, Float.MIN_VALUE, -Float.MIN_VALUE, TINY, -TINY}) {
            assertEquals(1f, Exp.exp(x));
        }
    }

    @Test
    void nan_staysNanWhateverItsPayload() {
        for (int payload = 1; payload < 1 << 23; payload = 3 * payload + 1) {
            assertTrue(Float.isNaN(Exp.exp(Float.intBitsToFloat(0x7f800000 | payload))), "payload " + payload);
            assertTrue(Float.isNaN(Exp.exp(Float.intBitsToFloat(0xff800000 | payload))), "payload -" + payload);
        }
    }
}
