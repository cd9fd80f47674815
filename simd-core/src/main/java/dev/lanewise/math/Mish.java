package dev.lanewise.math;

/**
 * The activation x tanh(ln(1 + e^x)) (Misra, 2019) and its derivative.
 *
 * <p>Domain: every float; mish(-inf) is the limit, -0; NaN stays NaN. The error of {@link #mish} is at most {@value
 * #MAX_ULP} ulp or 2^-119, whichever is larger; that of the derivative, which crosses zero near -1.19, at most 2^-21.
 *
 * <p>With e = e^x and w = e (e + 2), tanh(ln(1 + e)) is w / (w + 2), and the derivative is {@code e ((e + 2) (w + 2) +
 * 4 x (e + 1)) / (w + 2)^2}. x is cut at {@value #ONE}, where the quotient has become 1, so that no square overflows.
 */
public final class Mish {
    /** The bound on the error of {@link #mish}, in units in the last place. */
    public static final double MAX_ULP = 5;

    /** The bound on the error of {@link #mish} where that is more than {@link #MAX_ULP}. */
    public static final double MAX_ERROR = 0x1p-119;

    /** The bound on the error of {@link #derivative}. */
    public static final double DERIVATIVE_MAX_ERROR = 0x1p-21;

    /** From here on the function is x. */
    public static final float ONE = 15f;

    /** Below it the function is 0. */
    public static final float LOW = -100f;

    private Mish() {}

    /** {@code x tanh(ln(1 + e^x))} within 5 ulp or 2^-119; NaN stays NaN. */
    public static float mish(float x) {
        float e = Exp.exp(x > ONE ? ONE : x);
        float w = e * (e + 2f);
        return (x < LOW ? LOW : x) * (w / (w + 2f));
    }

    /** The derivative of {@link #mish} within 2^-21; NaN stays NaN. */
    public static float derivative(float x) {
        float b = x > ONE ? ONE : x;
        b = b < LOW ? LOW : b;
        float e = Exp.exp(b);
        float v = Math.fma(e, e + 2f, 2f);
        return e * (Math.fma(e + 2f, v, 4f * b * (e + 1f)) / v) / v;
    }
}
