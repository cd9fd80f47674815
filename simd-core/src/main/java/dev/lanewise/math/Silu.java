package dev.lanewise.math;

/**
 * The sigmoid-weighted linear unit x / (1 + e^-x) (Elfwing et al., 2017; also called swish) and its derivative.
 *
 * <p>Domain: every float; silu(-inf) is the limit, -0; NaN stays NaN. The error of {@link #silu} is at most {@value
 * #MAX_ULP} ulp or 2^-119, whichever is larger; that of the derivative, which crosses zero near -1.28, at most 2^-22.
 *
 * <p>The derivative at -a is {@code c (1 - a s)} with s and c the logistic function of a and -a, and at a it is 1 minus
 * that.
 */
public final class Silu {
    /** The bound on the error of {@link #silu}, in units in the last place. */
    public static final double MAX_ULP = 2.75;

    /**
     * The bound on the error of {@link #silu} where that is more than {@link #MAX_ULP}: the exponential has become 0.
     */
    public static final double MAX_ERROR = 0x1p-119;

    /** The bound on the error of {@link #derivative}. */
    public static final double DERIVATIVE_MAX_ERROR = 0x1p-22;

    /** Beyond it the derivative is 0 or 1, and the function 0 or x. */
    public static final float CUT = 100f;

    private Silu() {}

    /** {@code x / (1 + e^-x)} within 2.75 ulp or 2^-119; NaN stays NaN. */
    public static float silu(float x) {
        return (x < -CUT ? -CUT : x) / (1f + Exp.exp(-x));
    }

    /** {@code s(x) (1 + x s(-x))}, s the logistic function, within 2^-22; NaN stays NaN. */
    public static float derivative(float x) {
        float a = Math.abs(x);
        a = a > CUT ? CUT : a;
        float e = Exp.exp(-a);
        float s = 1f / (1f + e);
        float left = e * s * Math.fma(-a, s, 1f);
        return x < 0f ? left : 1f - left;
    }
}
