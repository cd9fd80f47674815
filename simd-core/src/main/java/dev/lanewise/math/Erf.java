package dev.lanewise.math;

/**
 * The error function, 2 / sqrt(pi) times the integral of e^(-t^2) from 0 to x.
 *
 * <p>Domain: every float. Within {@value #MAX_ULP} ulp; odd, -0 stays -0; 1 from about 3.84; NaN stays NaN.
 *
 * <p>Outline:
 * <ol>
 *   <li>For a = |x| below {@value #SMALL}: a + a p(a^2), p of degree 5 (weighted minimax fit, relative error
 *       1.6e-8).
 *   <li>Above: 1 - e^q(a), q of degree 6 fitted to ln erfc on [{@value #SMALL}, {@value #ONE}] with weight erfc, so
 *       that the result is what is accurate (error 1.5e-9). a is first cut at {@value #ONE}, where the result has
 *       become 1.
 *   <li>The sign of x, which also keeps -0.
 * </ol>
 */
public final class Erf {
    /** The bound on the error, in units in the last place. */
    public static final double MAX_ULP = 1.25;

    /** Where the polynomial in a^2 ends. */
    public static final float SMALL = 0.92f;

    /** From here on the result is 1. */
    public static final float ONE = 4f;

    /** Coefficient of a, above 1. */
    public static final float C1 = 0x1.06eba6p-3f;

    /** Coefficient of a^3. */
    public static final float C3 = -0x1.8126eap-2f;

    /** Coefficient of a^5. */
    public static final float C5 = 0x1.ce1b0ep-4f;

    /** Coefficient of a^7. */
    public static final float C7 = -0x1.b69390p-6f;

    /** Coefficient of a^9. */
    public static final float C9 = 0x1.476882p-8f;

    /** Coefficient of a^11. */
    public static final float C11 = -0x1.3ac594p-11f;

    /** Constant term of ln erfc. */
    public static final float Q0 = -0x1.b221b8p-13f;

    /** Coefficient of a in ln erfc. */
    public static final float Q1 = -0x1.20ac30p+0f;

    /** Coefficient of a^2 in ln erfc. */
    public static final float Q2 = -0x1.4647b6p-1f;

    /** Coefficient of a^3 in ln erfc. */
    public static final float Q3 = -0x1.a9651ep-4f;

    /** Coefficient of a^4 in ln erfc. */
    public static final float Q4 = 0x1.6b8e18p-6f;

    /** Coefficient of a^5 in ln erfc. */
    public static final float Q5 = -0x1.8da01ap-9f;

    /** Coefficient of a^6 in ln erfc. */
    public static final float Q6 = 0x1.98d142p-13f;

    /** The bound on the error of {@link #derivative}, in units in the last place. */
    public static final double DERIVATIVE_MAX_ULP = 2.75;

    /** The bound on the error of {@link #derivative} where that is more: the exponential has become 0. */
    public static final double DERIVATIVE_MAX_ERROR = 0x1p-125;

    /** 2 / sqrt(pi), the derivative at 0. */
    public static final float SLOPE = 0x1.20dd76p+0f;

    /** Beyond it the derivative is 0. */
    public static final float FLAT = 10f;

    private Erf() {}

    /** {@code erf(x)} within 1.25 ulp; NaN stays NaN. */
    public static float erf(float x) {
        float a = Math.abs(x);
        // 1. Polynomial in a^2
        float s = a * a;
        float p = Math.fma(C11, s, C9);
        p = Math.fma(p, s, C7);
        p = Math.fma(p, s, C5);
        p = Math.fma(p, s, C3);
        p = Math.fma(p, s, C1);
        float small = Math.fma(p, a, a);
        // 2. Exponential
        float b = a > ONE ? ONE : a;
        float q = Math.fma(Q6, b, Q5);
        q = Math.fma(q, b, Q4);
        q = Math.fma(q, b, Q3);
        q = Math.fma(q, b, Q2);
        q = Math.fma(q, b, Q1);
        q = Math.fma(q, b, Q0);
        float large = 1f - Exp.exp(q);
        // 3. Sign
        return Math.copySign(a >= SMALL ? large : small, x);
    }

    /**
     * {@code 2 / sqrt(pi) e^(-x^2)} within 2.75 ulp or 2^-125; NaN stays NaN. What the rounding of x^2 lost is put back to
     * first order: an error of x^2 is a relative error of the exponential.
     */
    public static float derivative(float x) {
        float a = Math.abs(x);
        a = a > FLAT ? FLAT : a;
        float square = a * a;
        float lost = Math.fma(a, a, -square);
        float e = Exp.exp(-square);
        return SLOPE * Math.fma(e, -lost, e);
    }
}
