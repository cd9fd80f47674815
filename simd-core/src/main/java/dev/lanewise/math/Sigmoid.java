package dev.lanewise.math;

/**
 * The logistic function.
 *
 * <p>Domain: every float. Within {@value #MAX_ULP} ulp; 0 below about -88.72, 1 above about 16.64; NaN stays NaN. One
 * exponential and one division, as in the definition.
 */
public final class Sigmoid {
    /** The bound on the error, in units in the last place. */
    public static final double MAX_ULP = 2.5;

    private Sigmoid() {}

    /** {@code 1 / (1 + e^-x)} within 2.5 ulp; NaN stays NaN. */
    public static float sigmoid(float x) {
        return 1f / (1f + Exp.exp(-x));
    }
}
