package dev.lanewise.math;

/**
 * The natural logarithm.
 *
 * <p>Domain: every float, subnormal ones too. Within {@value #MAX_ULP} ulp; -inf at 0 and -0, NaN below, +inf at +inf;
 * NaN stays NaN.
 *
 * <p>Outline:
 * <ol>
 *   <li>x = 2^n m with m from sqrt(1/2) to sqrt(2), by integers; a subnormal x is first multiplied by 2^23.
 *   <li>f = m - 1, which is exact; ln m = f - f^2 / 2 + f^3 p(f), p of degree 8 (weighted minimax fit, relative error
 *       7.7e-10).
 *   <li>Plus n ln 2 in two parts, the larger of which is exact.
 *   <li>Selects for the ends.
 * </ol>
 */
public final class Log {
    /** The bound on the error, in units in the last place. */
    public static final double MAX_ULP = 1.0;

    /** The bits of sqrt(1/2). */
    public static final int SQRT_HALF = 0x3f3504f3;

    /** What makes a subnormal number normal. */
    public static final float SUBNORMAL_SCALE = 0x1p23f;

    /** The exponent of {@link #SUBNORMAL_SCALE}. */
    public static final int SUBNORMAL_EXPONENT = 23;

    /** Coefficient of f^3. */
    public static final float C3 = 0x1.555548p-2f;

    /** Coefficient of f^4. */
    public static final float C4 = -0x1.000006p-2f;

    /** Coefficient of f^5. */
    public static final float C5 = 0x1.99a476p-3f;

    /** Coefficient of f^6. */
    public static final float C6 = -0x1.555c44p-3f;

    /** Coefficient of f^7. */
    public static final float C7 = 0x1.233ba2p-3f;

    /** Coefficient of f^8. */
    public static final float C8 = -0x1.fc28cap-4f;

    /** Coefficient of f^9. */
    public static final float C9 = 0x1.e6c00ap-4f;

    /** Coefficient of f^10. */
    public static final float C10 = -0x1.de01dcp-4f;

    /** Coefficient of f^11. */
    public static final float C11 = 0x1.14733ep-4f;

    private Log() {}

    /** {@code ln x} within 1 ulp; NaN stays NaN. */
    public static float log(float x) {
        // 1. Exponent and significand
        boolean subnormal = x < Float.MIN_NORMAL;
        int bits = Float.floatToRawIntBits(subnormal ? x * SUBNORMAL_SCALE : x);
        int exponent = (bits - SQRT_HALF) >> Exp.FRACTION_BITS;
        float f = Float.intBitsToFloat(bits - (exponent << Exp.FRACTION_BITS)) - 1f;
        float n = subnormal ? exponent - SUBNORMAL_EXPONENT : exponent;
        // 2. Polynomial
        float p = Math.fma(C11, f, C10);
        p = Math.fma(p, f, C9);
        p = Math.fma(p, f, C8);
        p = Math.fma(p, f, C7);
        p = Math.fma(p, f, C6);
        p = Math.fma(p, f, C5);
        p = Math.fma(p, f, C4);
        p = Math.fma(p, f, C3);
        float s = f * f;
        float rest = Math.fma(s * f, p, -0.5f * s);
        // 3. Exponent's part
        float y = Math.fma(n, Exp.LN2_HIGH, f + Math.fma(n, Exp.LN2_LOW, rest));
        // 4. Ends
        y = x == 0f ? Float.NEGATIVE_INFINITY : y;
        y = x < 0f ? Float.NaN : y;
        return x < Float.POSITIVE_INFINITY ? y : x;
    }
}
