package dev.lanewise.math;

/**
 * x - tanh(x), accurate for small x, where it is about x^3 / 3.
 *
 * <p>Domain: every float. Within {@value #MAX_ULP} ulp or 2^-140, whichever is larger; odd; NaN stays NaN.
 *
 * <p>Outline:
 * <ol>
 *   <li>For a = |x| below {@value #SMALL}: a^3 p(a^2), p of degree 8 (weighted minimax fit, relative error 3e-8).
 *   <li>Above: the difference.
 *   <li>The sign of x.
 * </ol>
 */
public final class TanhShrink {
    /** The bound on the error, in units in the last place. */
    public static final double MAX_ULP = 3.5;

    /** The bound on the error where that is more than {@link #MAX_ULP}. */
    public static final double MAX_ERROR = 0x1p-140;

    /** Where the polynomial ends. */
    public static final float SMALL = 1.25f;

    /** Coefficient of a^3. */
    public static final float C3 = 0x1.555556p-2f;

    /** Coefficient of a^5. */
    public static final float C5 = -0x1.111150p-3f;

    /** Coefficient of a^7. */
    public static final float C7 = 0x1.ba21dcp-5f;

    /** Coefficient of a^9. */
    public static final float C9 = -0x1.664554p-6f;

    /** Coefficient of a^11. */
    public static final float C11 = 0x1.205a34p-7f;

    /** Coefficient of a^13. */
    public static final float C13 = -0x1.bb28a2p-9f;

    /** Coefficient of a^15. */
    public static final float C15 = 0x1.22f99cp-10f;

    /** Coefficient of a^17. */
    public static final float C17 = -0x1.0ba600p-12f;

    /** Coefficient of a^19. */
    public static final float C19 = 0x1.e12bfap-16f;

    private TanhShrink() {}

    /** {@code x - tanh(x)} within 3.5 ulp or 2^-140; NaN stays NaN. */
    public static float tanhShrink(float x) {
        float a = Math.abs(x);
        // 1. Polynomial
        float s = a * a;
        float p = Math.fma(C19, s, C17);
        p = Math.fma(p, s, C15);
        p = Math.fma(p, s, C13);
        p = Math.fma(p, s, C11);
        p = Math.fma(p, s, C9);
        p = Math.fma(p, s, C7);
        p = Math.fma(p, s, C5);
        p = Math.fma(p, s, C3);
        float small = p * a * s;
        // 2. Difference
        float large = a - Tanh.tanh(a);
        // 3. Sign
        return Math.copySign(a >= SMALL ? large : small, x);
    }
}
