package dev.lanewise.math;

/**
 * The hyperbolic tangent.
 *
 * <p>Domain: every float. Within {@value #MAX_ULP} ulp; odd, -0 stays -0; 1 from about 9.01; NaN stays NaN.
 *
 * <p>Outline:
 * <ol>
 *   <li>a = |x|, cut at {@value #ONE}, where the result has become 1.
 *   <li>m = e^(2a) - 1 by the steps of {@link Expm1}, whose ends are out of reach.
 *   <li>m / (m + 2): nothing cancels, also where a is small, and the larger m is, the less its error matters.
 *   <li>The sign of x, which also keeps -0.
 * </ol>
 */
public final class Tanh {
    /** The bound on the error, in units in the last place. */
    public static final double MAX_ULP = 2.5;

    /** From here on the result is 1. */
    public static final float ONE = 10f;

    private Tanh() {}

    /** {@code tanh(x)} within 2.5 ulp; NaN stays NaN. */
    public static float tanh(float x) {
        // 1. Cut
        float a = Math.abs(x);
        float b = a > ONE ? ONE : a;
        // 2. Exponential
        float twice = b + b;
        float shifted = Math.fma(twice, Exp.LOG2_E, Exp.ROUND);
        float n = shifted - Exp.ROUND;
        float r = Math.fma(n, -Exp.LN2_LOW, Math.fma(n, -Exp.LN2_HIGH, twice));
        float q = Math.fma(Expm1.C7, r, Expm1.C6);
        q = Math.fma(q, r, Expm1.C5);
        q = Math.fma(q, r, Expm1.C4);
        q = Math.fma(q, r, Expm1.C3);
        q = Math.fma(q, r, Expm1.C2);
        float p = Math.fma(q * r, r, r);
        float power = Float.intBitsToFloat((Float.floatToRawIntBits(shifted) + Expm1.BIAS) << Exp.FRACTION_BITS);
        float m = Math.fma(power, p, power - 1f);
        // 3. Quotient
        float y = m / (m + 2f);
        // 4. Sign
        return Math.copySign(y, x);
    }
}
