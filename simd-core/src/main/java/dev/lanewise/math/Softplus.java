package dev.lanewise.math;

/**
 * ln(1 + e^x), the smooth maximum of x and 0; its negative at -x is the logarithm of the logistic function.
 *
 * <p>Domain: every float. Within {@value #MAX_ULP} ulp or 2^-126, whichever is larger; 0 at -inf, +inf at +inf; NaN
 * stays NaN. max(x, 0) + ln(1 + e^-|x|): nothing overflows, and both terms are positive.
 */
public final class Softplus {
    /** The bound on the error, in units in the last place. */
    public static final double MAX_ULP = 2.5;

    /** The bound on the error where that is more than {@link #MAX_ULP}: the smallest normal number. */
    public static final double MAX_ERROR = 0x1p-126;

    private Softplus() {}

    /** {@code ln(1 + e^x)} within 2.5 ulp or 2^-126; NaN stays NaN. */
    public static float softplus(float x) {
        return (x < 0f ? 0f : x) + Log1p.log1p(Exp.exp(-Math.abs(x)));
    }
}
