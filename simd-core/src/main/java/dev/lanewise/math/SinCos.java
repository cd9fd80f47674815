package dev.lanewise.math;

/**
 * Sine and cosine of radians.
 *
 * <p>Domain: every float. Both within {@value #MAX_ULP} ulp everywhere; NaN for the infinities; sin(-0) is -0; NaN stays
 * NaN.
 *
 * <p>Outline:
 * <ol>
 *   <li>For |x| up to {@value #LIMIT}: n = 2 x / pi rounded to an integer, as in {@link Exp}; {@code r = x - n pi / 2}
 *       with pi / 2 in three parts of 24 bits (Cody and Waite, 1980), each by an fma, the first of which is exact. |r| is
 *       at most 0.79.
 *   <li>Beyond: the bits of 2 / pi that matter are picked from a table and multiplied as integers (Payne and Hanek,
 *       1983), which leaves 2 x / pi modulo 4 with 62 bits behind the point; r by one product in double.
 *   <li>sin r = r + r^3 p(r^2), cos r = 1 - r^2 / 2 + r^4 q(r^2), p and q of degree 2 (weighted minimax fits, relative
 *       errors 4.2e-9 and 1.3e-10).
 *   <li>n modulo 4 chooses one of them, and the sign.
 * </ol>
 */
public final class SinCos {
    /** The bound on the error, in units in the last place. */
    public static final double MAX_ULP = 1.6;

    /** The largest magnitude that is reduced in floats. */
    public static final float LIMIT = 0x1p17f;

    /** 2 / pi. */
    public static final float TWO_OVER_PI = 0x1.45f306p-1f;

    /** The leading part of pi / 2. */
    public static final float P1 = 0x1.921fb6p+0f;

    /** The second part of pi / 2. */
    public static final float P2 = -0x1.777a5cp-25f;

    /** The third part of pi / 2. */
    public static final float P3 = -0x1.ee59dap-50f;

    /** Coefficient of r^3 in the sine. */
    public static final float S3 = -0x1.555544p-3f;

    /** Coefficient of r^5 in the sine. */
    public static final float S5 = 0x1.1106c6p-7f;

    /** Coefficient of r^7 in the sine. */
    public static final float S7 = -0x1.991bf4p-13f;

    /** Coefficient of r^4 in the cosine. */
    public static final float C4 = 0x1.55554ap-5f;

    /** Coefficient of r^6 in the cosine. */
    public static final float C6 = -0x1.6c0c1ep-10f;

    /** Coefficient of r^8 in the cosine. */
    public static final float C8 = 0x1.99e330p-16f;

    /** What the number of quarter turns is shifted by so that its second bit becomes a sign. */
    public static final int SIGN_SHIFT = 30;

    // The bits of 2 / pi behind the point, after 32 zeros.
    private static final int[] BITS = {
        0, 0xa2f9836e, 0x4e441529, 0xfc2757d1, 0xf534ddc0, 0xdb629599, 0x3c439041, 0xfe5163ab
    };
    private static final long LOW_HALF = 0xffffffffL;
    private static final int WORD = 32;
    // 2 pi 2^-64: a turn has 2^64 steps.
    private static final double STEP = 0x1.921fb54442d18p-62;
    private static final int QUARTER_BITS = 62;
    // Of a float as an integer times a power of 2.
    private static final int SCALE_BIAS = 150;
    private static final int FRACTION_MASK = 0x7fffff;

    private SinCos() {}

    /** {@code sin x} within 1.6 ulp; NaN stays NaN. */
    public static float sin(float x) {
        return x == 0f ? x : turned(x, 0);
    }

    /** {@code cos x} within 1.6 ulp; NaN stays NaN. */
    public static float cos(float x) {
        return turned(x, 1);
    }

    /** The sine of x and so many quarter turns. */
    private static float turned(float x, int quarters) {
        if (!(Math.abs(x) <= LIMIT)) {
            return far(x, quarters);
        }
        // 1. Range reduction
        float shifted = Math.fma(x, TWO_OVER_PI, Exp.ROUND);
        float n = shifted - Exp.ROUND;
        float r = Math.fma(n, -P3, Math.fma(n, -P2, Math.fma(n, -P1, x)));
        return part(r, Float.floatToRawIntBits(shifted) + quarters);
    }

    private static float part(float r, int quarters) {
        // 3. Polynomials
        float s = r * r;
        float p = Math.fma(S7, s, S5);
        p = Math.fma(p, s, S3);
        float sine = Math.fma(r * s, p, r);
        float q = Math.fma(C8, s, C6);
        q = Math.fma(q, s, C4);
        float cosine = Math.fma(s * s, q, Math.fma(-0.5f, s, 1f));
        // 4. Choice and sign
        float y = (quarters & 1) == 0 ? sine : cosine;
        return Float.intBitsToFloat(Float.floatToRawIntBits(y) ^ ((quarters & 2) << SIGN_SHIFT));
    }

    private static float far(float x, int quarters) {
        float a = Math.abs(x);
        if (!(a <= Float.MAX_VALUE)) {
            return Float.NaN;
        }
        // 2. |x| = significand 2^scale; whole turns are those of the product's bits that do not fit 64.
        int bits = Float.floatToRawIntBits(a);
        int scale = (bits >>> Exp.FRACTION_BITS) - SCALE_BIAS;
        long significand = (bits & FRACTION_MASK) | (FRACTION_MASK + 1);
        int from = WORD + scale - 2;
        int word = from / WORD;
        int shift = from % WORD;
        long third = BITS[word + 2] & LOW_HALF;
        long high = (((long) BITS[word] << WORD | (BITS[word + 1] & LOW_HALF)) << shift) | (third >>> (WORD - shift));
        long low = ((third << WORD | (BITS[word + 3] & LOW_HALF)) << shift) >>> WORD;
        long turns = significand * high + (significand * low >>> WORD);
        long nearest = (turns + (1L << (QUARTER_BITS - 1))) >>> QUARTER_BITS;
        double r = (turns - (nearest << QUARTER_BITS)) * STEP;
        return x < 0f ? part((float) -r, quarters - (int) nearest) : part((float) r, quarters + (int) nearest);
    }
}
