package dev.lanewise.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The logarithms, and e^x - 1. */
class LogarithmTest {
    private static final float INFINITY = Float.POSITIVE_INFINITY;

    private static void assertBits(float expected, float actual) {
        assertEquals(Float.floatToIntBits(expected), Float.floatToIntBits(actual), expected + " against " + actual);
    }

    @Test
    void log_staysWithinItsBound() {
        double worst = Sweep.worstUlp(
                x -> Log.log(Math.abs(x)), x -> StrictMath.log(Math.abs(x)), Float.MIN_VALUE, Float.MAX_VALUE, 997, 0);
        assertTrue(worst <= Log.MAX_ULP, "worst error " + worst + " ulp");
        worst = Sweep.worstUlp(x -> Log.log(Math.abs(x)), x -> StrictMath.log(Math.abs(x)), 0.5f, 2f, 11, 0);
        assertTrue(worst <= Log.MAX_ULP, "worst error near 1 " + worst + " ulp");
    }

    @Test
    void log_hasItsEnds() {
        assertBits(0f, Log.log(1f));
        assertBits(-INFINITY, Log.log(0f));
        assertBits(-INFINITY, Log.log(-0f));
        assertBits(Float.NaN, Log.log(-Float.MIN_VALUE));
        assertBits(Float.NaN, Log.log(-INFINITY));
        assertBits(INFINITY, Log.log(INFINITY));
        assertBits(Float.NaN, Log.log(Float.NaN));
    }

    @Test
    void log1p_staysWithinItsBound() {
        double worst = Sweep.worstUlp(
                x -> Log1p.log1p(x > -1 ? x : -x),
                x -> StrictMath.log1p(x > -1 ? x : -x),
                Float.MIN_VALUE,
                Float.MAX_VALUE,
                997,
                0);
        assertTrue(worst <= Log1p.MAX_ULP, "worst error " + worst + " ulp");
        worst = Sweep.worstUlp(Log1p::log1p, StrictMath::log1p, 0x1p-26f, Math.nextDown(1f), 97, 0);
        assertTrue(worst <= Log1p.MAX_ULP, "worst error in the middle " + worst + " ulp");
    }

    @Test
    void log1p_hasItsEnds() {
        assertBits(0f, Log1p.log1p(0f));
        assertBits(-0f, Log1p.log1p(-0f));
        assertBits(-INFINITY, Log1p.log1p(-1f));
        assertBits(Float.NaN, Log1p.log1p(Math.nextDown(-1f)));
        assertBits(INFINITY, Log1p.log1p(INFINITY));
        assertBits(Float.NaN, Log1p.log1p(Float.NaN));
    }

    @Test
    void expm1_staysWithinItsBound() {
        double worst = Sweep.worstUlp(Expm1::expm1, StrictMath::expm1, Float.MIN_VALUE, Exp.HIGH, 499, 0);
        assertTrue(worst <= Expm1.MAX_ULP, "worst error " + worst + " ulp");
        worst = Sweep.worstUlp(Expm1::expm1, StrictMath::expm1, 0.1f, 2f, 17, 0);
        assertTrue(worst <= Expm1.MAX_ULP, "worst error in the middle " + worst + " ulp");
    }

    @Test
    void expm1_hasItsEnds() {
        assertBits(0f, Expm1.expm1(0f));
        assertBits(-0f, Expm1.expm1(-0f));
        assertBits(-1f, Expm1.expm1(-INFINITY));
        assertBits(-1f, Expm1.expm1(-Float.MAX_VALUE));
        assertTrue(Expm1.expm1(Exp.HIGH) <= Float.MAX_VALUE);
        assertBits(INFINITY, Expm1.expm1(Math.nextUp(Exp.HIGH)));
        assertBits(INFINITY, Expm1.expm1(INFINITY));
        assertBits(Float.NaN, Expm1.expm1(Float.NaN));
    }
}
