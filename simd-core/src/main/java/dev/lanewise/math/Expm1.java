package dev.lanewise.math;

/**
 * e^x - 1, accurate for small x.
 *
 * <p>Domain: every float. Within {@value #MAX_ULP} ulp; -1 below about -17.3, +inf above about 88.72; -0 stays -0, NaN
 * stays NaN.
 *
 * <p>Outline:
 * <ol>
 *   <li>The range reduction of {@link Exp}; x is first cut at {@value #LOW}, where the result has become -1.
 *   <li>e^r - 1 = r + r^2 q(r), q of degree 5 (weighted minimax fit, relative error 4.4e-10).
 *   <li>2^n (e^r - 1) + (2^n - 1), all halved so that n = 128 does not overflow, then doubled.
 *   <li>Selects for the upper end and for tiny x, whose half may be no float.
 * </ol>
 */
public final class Expm1 {
    /** The bound on the error, in units in the last place. */
    public static final double MAX_ULP = 1.75;

    /** From here down the result is -1. */
    public static final float LOW = -20f;

    /** Up to here the result is x. */
    public static final float TINY = 0x1p-25f;

    /** Coefficient of r^2. */
    public static final float C2 = 0.5f;

    /** Coefficient of r^3. */
    public static final float C3 = 0x1.555554p-3f;

    /** Coefficient of r^4. */
    public static final float C4 = 0x1.5554f8p-5f;

    /** Coefficient of r^5. */
    public static final float C5 = 0x1.1112d4p-7f;

    /** Coefficient of r^6. */
    public static final float C6 = 0x1.6d3a5ep-10f;

    /** Coefficient of r^7. */
    public static final float C7 = 0x1.9e7c82p-13f;

    /** What the exponent field holds for 1. */
    public static final int BIAS = 127;

    private Expm1() {}

    /** {@code e^x - 1} within 1.75 ulp; NaN stays NaN. */
    public static float expm1(float x) {
        // 1. Range reduction
        float cut = x < LOW ? LOW : x;
        float shifted = Math.fma(cut, Exp.LOG2_E, Exp.ROUND);
        float n = shifted - Exp.ROUND;
        float r = Math.fma(n, -Exp.LN2_LOW, Math.fma(n, -Exp.LN2_HIGH, cut));
        // 2. Polynomial
        float q = Math.fma(C7, r, C6);
        q = Math.fma(q, r, C5);
        q = Math.fma(q, r, C4);
        q = Math.fma(q, r, C3);
        q = Math.fma(q, r, C2);
        float p = Math.fma(q * r, r, r);
        // 3. Scaling: the low bits of shifted are n
        int exponent = (Float.floatToRawIntBits(shifted) + (BIAS - 1)) << Exp.FRACTION_BITS;
        float half = Float.intBitsToFloat(exponent);
        float y = 2f * Math.fma(half, p, half - 0.5f);
        // 4. Ends
        y = x > Exp.HIGH ? Float.POSITIVE_INFINITY : y;
        y = Math.abs(x) < TINY ? x : y;
        return Float.isNaN(x) ? x : y;
    }
}
