package dev.lanewise.math;

/**
 * The Gaussian error linear unit x Phi(x) (Hendrycks and Gimpel, 2016) and its derivative Phi(x) + x phi(x), with Phi
 * and phi the distribution function and the density of the standard normal.
 *
 * <p>Domain: every float; gelu(-inf) is the limit, -0; NaN stays NaN. The error of {@link #gelu} is at most
 * {@value #MAX_ULP} ulp or 2^-126, whichever is larger: the far negative tail is as accurate as the middle. That of the
 * derivative, which crosses zero near -0.75, is at most {@value #DERIVATIVE_MAX_ULP} ulp or 2^-23.
 *
 * <p>Outline:
 * <ol>
 *   <li>a = |x| cut at {@value #CUT}, beyond which Phi(-a) is 0.
 *   <li>e^(-a^2/2): the square is rounded, and the part lost (exact by fma) is put back to first order.
 *   <li>Mills' ratio Phi(-a) e^(a^2/2) as a quotient of polynomials of degrees 4 and 5 (weighted minimax fit, relative
 *       error 1.1e-8). All coefficients are positive: nothing cancels.
 *   <li>Phi(-a) is the product of the two, and {@code x Phi(x) = max(x, 0) - a Phi(-a)}. The derivative of gelu at -a is
 *       the exponential times (ratio - a / sqrt(2 pi)), and at a it is 1 minus that.
 * </ol>
 */
public final class Gelu {
    /** The bound on the error of {@link #gelu}, in units in the last place. */
    public static final double MAX_ULP = 6.5;

    /** The bound on the error of {@link #gelu} where that is more than {@link #MAX_ULP}: the smallest normal number. */
    public static final double MAX_ERROR = 0x1p-126;

    /** The bound on the error of {@link #derivative}, in units in the last place. */
    public static final double DERIVATIVE_MAX_ULP = 2.5;

    /** The bound on the error of {@link #derivative} where that is more than {@link #DERIVATIVE_MAX_ULP}. */
    public static final double DERIVATIVE_MAX_ERROR = 0x1p-23;

    /** From here on Phi(-a) is 0. */
    public static final float CUT = 14f;

    /** 1 / sqrt(2 pi), the density at 0. */
    public static final float DENSITY = 0x1.988454p-2f;

    /** Coefficient of a in the numerator; the constant is 1. */
    public static final float P1 = 0x1.bde8dap-1f;

    /** Coefficient of a^2 in the numerator. */
    public static final float P2 = 0x1.72ebc0p-2f;

    /** Coefficient of a^3 in the numerator. */
    public static final float P3 = 0x1.46f5aap-4f;

    /** Coefficient of a^4 in the numerator. */
    public static final float P4 = 0x1.06a15ap-7f;

    /** Coefficient of a in the denominator; the constant is 2, so that Phi(0) is one half. */
    public static final float Q1 = 0x1.ab369ap+1f;

    /** Coefficient of a^2 in the denominator. */
    public static final float Q2 = 0x1.3198a4p+1f;

    /** Coefficient of a^3 in the denominator. */
    public static final float Q3 = 0x1.daff4ap-1f;

    /** Coefficient of a^4 in the denominator. */
    public static final float Q4 = 0x1.99d034p-3f;

    /** Coefficient of a^5 in the denominator. */
    public static final float Q5 = 0x1.492750p-6f;

    private Gelu() {}

    /** {@code x Phi(x)} within 6.5 ulp or 2^-126; NaN stays NaN. */
    public static float gelu(float x) {
        float a = cut(Math.abs(x));
        float tail = bell(a) * mills(a);
        return Math.fma(-a, tail, x < 0f ? -0f : x);
    }

    /** {@code Phi(x) + x phi(x)}, the derivative of {@link #gelu}, within 2.5 ulp or 2^-23; NaN stays NaN. */
    public static float derivative(float x) {
        float a = cut(Math.abs(x));
        float left = bell(a) * Math.fma(a, -DENSITY, mills(a));
        return x < 0f ? left : 1f - left;
    }

    private static float cut(float a) {
        return a > CUT ? CUT : a;
    }

    /** {@code e^(-a^2/2)}. */
    private static float bell(float a) {
        float half = -0.5f * a;
        float z = half * a;
        float lost = Math.fma(half, a, -z);
        float e = Exp.exp(z);
        return Math.fma(e, lost, e);
    }

    /** {@code Phi(-a) e^(a^2/2)}. */
    private static float mills(float a) {
        float p = Math.fma(P4, a, P3);
        p = Math.fma(p, a, P2);
        p = Math.fma(p, a, P1);
        p = Math.fma(p, a, 1f);
        float q = Math.fma(Q5, a, Q4);
        q = Math.fma(q, a, Q3);
        q = Math.fma(q, a, Q2);
        q = Math.fma(q, a, Q1);
        q = Math.fma(q, a, 2f);
        return p / q;
    }
}
