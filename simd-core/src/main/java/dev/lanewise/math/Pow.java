package dev.lanewise.math;

/**
 * Powers with a constant exponent.
 *
 * <p>Domain: every float and every finite exponent. Within {@value #MAX_ULP} ulp, subnormal results too.
 * The special cases are C's, but NaN stays NaN with any exponent: NaN below 0 unless the exponent is a whole number, 1 for an exponent of 0.
 *
 * <p>Outline, all in double, where no float is subnormal and nothing overflows:
 * <ol>
 *   <li>|x| = 2^n m with m from sqrt(1/2) to sqrt(2), by integers; s = (m - 1) / (m + 1);
 *       log2 |x| = n + s (2 / ln 2 + s^2 p(s^2)), p of degree 3 (weighted minimax fit, relative error 4.8e-12).
 *   <li>y = exponent * log2 |x|, cut to [-{@value #CUT}, {@value #CUT}]: far beyond the floats.
 *   <li>2^y = 2^k q(y - k), k the nearest integer and q of degree 7 (weighted minimax fit, relative error 4.1e-11).
 *   <li>Selects for the ends, the sign for odd exponents, and NaN.
 *   <li>Times scale, rounded to float.
 * </ol>
 */
public final class Pow {
    /** The bound on the error, in units in the last place. */
    public static final double MAX_ULP = 0.51;

    /** Logarithms are cut here. */
    public static final double CUT = 1000;

    /** Adding it rounds to an integer, which is then in the low bits of the sum. */
    public static final double ROUND = 0x1.8p52;

    /** The width of a double's fraction field. */
    public static final int FRACTION_BITS = 52;

    /** What a double's exponent field holds for 1. */
    public static final int BIAS = 1023;

    /** The bits of 1. */
    public static final long ONE = 0x3ff0000000000000L;

    /** The bits of 1, less those of sqrt(1/2). */
    public static final long ONE_OVER_SQRT_HALF = ONE - 0x3fe6a09e667f3bcdL;

    /** The sign and exponent fields of a double. */
    public static final long EXPONENT_MASK = 0xfff0000000000000L;

    /** Coefficient of s in the logarithm: 2 / ln 2. */
    public static final double L1 = 0x1.71547652b82fep+1;

    /** Coefficient of s^3. */
    public static final double L3 = 0x1.ec709d448e12bp-1;

    /** Coefficient of s^5. */
    public static final double L5 = 0x1.277767d1775cap-1;

    /** Coefficient of s^7. */
    public static final double L7 = 0x1.a596147911f86p-2;

    /** Coefficient of s^9. */
    public static final double L9 = 0x1.5c679b45d0d05p-2;

    /** Constant term of the exponential. */
    public static final double E0 = 0x1.ffffffffab9b6p-1;

    /** Coefficient of r. */
    public static final double E1 = 0x1.62e42ff116c0dp-1;

    /** Coefficient of r^2. */
    public static final double E2 = 0x1.ebfbe0a4f3230p-3;

    /** Coefficient of r^3. */
    public static final double E3 = 0x1.c6b08aae55d3bp-5;

    /** Coefficient of r^4. */
    public static final double E4 = 0x1.3b29dc14475c8p-7;

    /** Coefficient of r^5. */
    public static final double E5 = 0x1.5d8a7108cb1d0p-10;

    /** Coefficient of r^6. */
    public static final double E6 = 0x1.446a43e010340p-13;

    /** Coefficient of r^7. */
    public static final double E7 = 0x1.fe17570337400p-17;

    private static final double WHOLE = 0x1p53;

    private Pow() {}

    /** {@code scale * x^exponent} within 0.51 ulp; NaN stays NaN. */
    public static float pow(float x, double exponent, double scale) {
        // 1. Logarithm
        double wide = x;
        double a = Math.abs(wide);
        long bits = Double.doubleToRawLongBits(a);
        long above = bits + ONE_OVER_SQRT_HALF;
        double n =
                Double.longBitsToDouble(Double.doubleToRawLongBits(ROUND) + (above >>> FRACTION_BITS)) - (ROUND + BIAS);
        double m = Double.longBitsToDouble(bits - (above & EXPONENT_MASK) + ONE);
        double s = (m - 1) / (m + 1);
        double z = s * s;
        double p = Math.fma(L9, z, L7);
        p = Math.fma(p, z, L5);
        p = Math.fma(p, z, L3);
        p = Math.fma(p, z, L1);
        // 2. Product
        double y = exponent * Math.fma(p, s, n);
        y = y < -CUT ? -CUT : y;
        y = y > CUT ? CUT : y;
        // 3. Exponential
        double shifted = y + ROUND;
        double r = y - (shifted - ROUND);
        double q = Math.fma(E7, r, E6);
        q = Math.fma(q, r, E5);
        q = Math.fma(q, r, E4);
        q = Math.fma(q, r, E3);
        q = Math.fma(q, r, E2);
        q = Math.fma(q, r, E1);
        q = Math.fma(q, r, E0);
        double v = Double.longBitsToDouble(
                Double.doubleToRawLongBits(q) + (Double.doubleToRawLongBits(shifted) << FRACTION_BITS));
        // 4. Ends
        v = wide < 0 ? v * ofNegative(exponent) : v;
        v = a == 0 ? ofZero(exponent) : v;
        v = a == Double.POSITIVE_INFINITY ? ofZero(-exponent) : v;
        v = Double.longBitsToDouble(
                Double.doubleToRawLongBits(v) | (Double.doubleToRawLongBits(wide) & signMask(exponent)));
        v = Double.isNaN(wide) ? wide : v;
        // 5. Rounding
        return (float) (scale * v);
    }

    /** The exponent of the derivative of {@code x^a}: a - 1, and 0 where a is, for the derivative is 0 there. */
    public static double derivativeExponent(float a) {
        return a == 0f ? 0 : a - 1.0;
    }

    /** {@code 0^exponent}, and infinity to the negated exponent. */
    public static double ofZero(double exponent) {
        return exponent > 0 ? 0 : exponent < 0 ? Double.POSITIVE_INFINITY : 1;
    }

    /** What the power of |x| is multiplied with for negative x: 1 if there is a power, else NaN. */
    public static double ofNegative(double exponent) {
        return exponent == Math.rint(exponent) ? 1 : Double.NaN;
    }

    /** The sign bit if it is that of x: if the exponent is odd. */
    public static long signMask(double exponent) {
        boolean odd = exponent == Math.rint(exponent) && Math.abs(exponent) < WHOLE && ((long) exponent & 1) != 0;
        return odd ? Long.MIN_VALUE : 0;
    }
}
