package dev.lanewise.math;

/**
 * ln(1 + x), accurate for small x.
 *
 * <p>Domain: every float. Within {@value #MAX_ULP} ulp; -inf at -1, NaN below, +inf at +inf; -0 stays -0, NaN stays
 * NaN.
 *
 * <p>Outline:
 * <ol>
 *   <li>u = 1 + x rounded, and what was lost, exactly (Knuth's sum of two numbers).
 *   <li>ln u + lost / u. The quotient is at most half an ulp; where the sum overflows it is no number, and left out.
 * </ol>
 */
public final class Log1p {
    /** The bound on the error, in units in the last place. */
    public static final double MAX_ULP = 2.0;

    private Log1p() {}

    /** {@code ln(1 + x)} within 2 ulp; NaN stays NaN. */
    public static float log1p(float x) {
        // 1. Exact sum
        float u = 1f + x;
        float back = u - 1f;
        float lost = (1f - (u - back)) + (x - back);
        // 2. First order
        float correction = lost / u;
        float y = Log.log(u) + (Math.abs(correction) <= 1f ? correction : 0f);
        return x == 0f ? x : y;
    }
}
