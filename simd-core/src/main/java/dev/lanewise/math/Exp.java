package dev.lanewise.math;

/**
 * The exponential function.
 *
 * <p>Domain: every float. Within {@value #MAX_ULP} ulp on [{@value #LOW}, {@value #HIGH}]; 0 below, where the result
 * would be subnormal; +inf above; NaN stays NaN; exp(0) = exp(-0) = 1. Not monotone in the last bit.
 *
 * <p>Outline:
 * <ol>
 *   <li>Range reduction (Cody and Waite, 1980): {@code n} = x / ln 2 rounded to an integer by adding 1.5 * 2^23, which
 *       leaves n in the low bits; {@code r = x - n ln 2} with ln 2 in two parts, so that |r| is at most ln 2 / 2.
 *   <li>e^r = 1 + r + r^2 q(r), a polynomial of degree 6 (weighted minimax fit of q with float coefficients; relative
 *       error 3.2e-9), by Horner's rule.
 *   <li>Times 2^n: n is added to the exponent field.
 *   <li>Selects for the two ends and for NaN, whose low bits step 3 would otherwise take for an n.
 * </ol>
 */
public final class Exp {
    /** The bound on the error, in units in the last place. */
    public static final double MAX_ULP = 1.0;

    /** The smallest argument whose result is a normal number; below it the result is 0. */
    public static final float LOW = -0x1.5d589ep6f;

    /** The largest argument whose result is finite. */
    public static final float HIGH = 0x1.62e42ep6f;

    /** 1 / ln 2. */
    public static final float LOG2_E = 0x1.715476p0f;

    /** Adding it rounds to an integer, which is then in the low bits of the sum. */
    public static final float ROUND = 0x1.8p23f;

    /** Leading 16 bits of ln 2: n times it is exact. */
    public static final float LN2_HIGH = 0x1.62e4p-1f;

    /** ln 2 - {@link #LN2_HIGH}. */
    public static final float LN2_LOW = 0x1.7f7d1cp-20f;

    /** Coefficient of r^2. */
    public static final float C2 = 0x1.fffffcp-2f;

    /** Coefficient of r^3. */
    public static final float C3 = 0x1.555492p-3f;

    /** Coefficient of r^4. */
    public static final float C4 = 0x1.5558acp-5f;

    /** Coefficient of r^5. */
    public static final float C5 = 0x1.123978p-7f;

    /** Coefficient of r^6. */
    public static final float C6 = 0x1.6a50acp-10f;

    /** The width of a float's fraction field. */
    public static final int FRACTION_BITS = 23;

    private Exp() {}

    /** {@code e^x} within 1 ulp; 0 below about -87.34, +inf above about 88.72; NaN stays NaN. */
    public static float exp(float x) {
        // 1. Range reduction
        float shifted = Math.fma(x, LOG2_E, ROUND);
        float n = shifted - ROUND;
        float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
        // 2. Polynomial
        float p = Math.fma(C6, r, C5);
        p = Math.fma(p, r, C4);
        p = Math.fma(p, r, C3);
        p = Math.fma(p, r, C2);
        p = Math.fma(p, r, 1f);
        p = Math.fma(p, r, 1f);
        // 3. Scaling
        int exponent = Float.floatToRawIntBits(shifted) << FRACTION_BITS;
        float y = Float.intBitsToFloat(Float.floatToRawIntBits(p) + exponent);
        // 4. Ends
        y = x < LOW ? 0f : y;
        y = x > HIGH ? Float.POSITIVE_INFINITY : y;
        return Float.isNaN(x) ? x : y;
    }
}
