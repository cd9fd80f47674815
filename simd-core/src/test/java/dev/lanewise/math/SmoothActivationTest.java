package dev.lanewise.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** The smooth activations and their derivatives against their definitions in double. */
class SmoothActivationTest {
    private static final float TINY = 0x1p-40f;
    private static final float FAR = 100f;

    private static void assertWithin(
            String name, Sweep.FloatFunction f, DoubleUnaryOperator exact, double ulp, double negligible) {
        double worst = Sweep.worstUlp(f, exact, TINY, FAR, 499, negligible);
        assertTrue(worst <= ulp, name + ": worst error " + worst + " ulp");
        worst = Sweep.worstUlp(f, exact, 0.25f, 16f, 41, negligible);
        assertTrue(worst <= ulp, name + ": worst error in the middle " + worst + " ulp");
    }

    private static void assertNear(String name, Sweep.FloatFunction f, DoubleUnaryOperator exact, double error) {
        double worst = Math.max(
                Sweep.worstUlp(f, exact, TINY, FAR, 499, error), Sweep.worstUlp(f, exact, 0.25f, 16f, 41, error));
        assertEquals(0, worst, name + ": an error of more than " + error + ", in ulp");
        // The bound is no more than four times what there is.
        assertTrue(Sweep.worstUlp(f, exact, 0.25f, 16f, 41, error / 4) > 0, name + ": the bound is loose");
    }

    private static double logistic(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    }

    private static double mish(double x) {
        return x * StrictMath.tanh(softplus(x));
    }

    private static double mishDerivative(double x) {
        double t = StrictMath.tanh(softplus(x));
        return t + x * (1 - t) * (1 + t) * logistic(x);
    }

    /** 2u of the approximation of GELU. */
    private static double twoU(double x) {
        return 2 * Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x);
    }

    private static double geluDerivative(double x) {
        double slope = 2 * Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x * x);
        return logistic(twoU(x)) * (1 + x * logistic(-twoU(x)) * slope);
    }

    /** By its series where the difference cancels. */
    private static double tanhShrink(double x) {
        if (Math.abs(x) > 0.03) {
            return x - StrictMath.tanh(x);
        }
        double s = x * x;
        return x * s * (1 / 3.0 - s * (2 / 15.0 - s * (17 / 315.0 - s * (62 / 2835.0))));
    }

    @Test
    void softplus_staysWithinItsBound() {
        assertWithin(
                "softplus", Softplus::softplus, SmoothActivationTest::softplus, Softplus.MAX_ULP, Softplus.MAX_ERROR);
    }

    @Test
    void silu_staysWithinItsBound() {
        assertWithin("silu", Silu::silu, x -> x * logistic(x), Silu.MAX_ULP, Silu.MAX_ERROR);
        assertNear(
                "derivative", Silu::derivative, x -> logistic(x) * (1 + x * logistic(-x)), Silu.DERIVATIVE_MAX_ERROR);
    }

    @Test
    void mish_staysWithinItsBound() {
        assertWithin("mish", Mish::mish, SmoothActivationTest::mish, Mish.MAX_ULP, Mish.MAX_ERROR);
        assertNear("derivative", Mish::derivative, SmoothActivationTest::mishDerivative, Mish.DERIVATIVE_MAX_ERROR);
    }

    @Test
    void geluTanh_staysWithinItsBound() {
        assertWithin("gelu", GeluTanh::gelu, x -> x * logistic(twoU(x)), GeluTanh.MAX_ULP, GeluTanh.MAX_ERROR);
        assertNear(
                "derivative",
                GeluTanh::derivative,
                SmoothActivationTest::geluDerivative,
                GeluTanh.DERIVATIVE_MAX_ERROR);
    }

    @Test
    void tanhShrink_staysWithinItsBound() {
        assertWithin(
                "tanhShrink",
                TanhShrink::tanhShrink,
                SmoothActivationTest::tanhShrink,
                TanhShrink.MAX_ULP,
                TanhShrink.MAX_ERROR);
    }

    @Test
    void farAway_areTheLimits() {
        for (float x : new float[] {1e4f, Float.MAX_VALUE, Float.POSITIVE_INFINITY}) {
            for (Sweep.FloatFunction f :
                    List.<Sweep.FloatFunction>of(Softplus::softplus, Silu::silu, Mish::mish, GeluTanh::gelu)) {
                assertEquals(x, f.apply(x));
                assertEquals(0f, Math.abs(f.apply(-x)));
            }
            for (Sweep.FloatFunction f :
                    List.<Sweep.FloatFunction>of(Silu::derivative, Mish::derivative, GeluTanh::derivative)) {
                assertEquals(1f, f.apply(x));
                assertEquals(0f, Math.abs(f.apply(-x)));
            }
            assertEquals(x == 1e4f ? x - 1 : x, TanhShrink.tanhShrink(x));
            assertEquals(x == 1e4f ? 1 - x : -x, TanhShrink.tanhShrink(-x));
        }
    }

    @Test
    void nan_staysNan() {
        for (Sweep.FloatFunction f : List.<Sweep.FloatFunction>of(
                Softplus::softplus,
                Silu::silu,
                Silu::derivative,
                Mish::mish,
                Mish::derivative,
                GeluTanh::gelu,
                GeluTanh::derivative,
                TanhShrink::tanhShrink)) {
            assertTrue(Float.isNaN(f.apply(Float.NaN)));
        }
    }
}
