package dev.lanewise.math;

import java.util.function.DoubleUnaryOperator;

/** Walks over the bit patterns of floats, which is dense near zero and covers every binade alike. */
final class Sweep {
    /** A function under test. */
    @FunctionalInterface
    interface FloatFunction {
        float apply(float x);
    }

    private Sweep() {}

    /**
     * The largest error in units in the last place of the exact value, over every {@code step}-th float of both signs
     * with magnitude from {@code from} to {@code to}. Errors up to {@code negligible} do not count.
     */
    static double worstUlp(
            FloatFunction f, DoubleUnaryOperator exact, float from, float to, int step, double negligible) {
        double worst = 0;
        for (int bits = Float.floatToIntBits(from); bits <= Float.floatToIntBits(to); bits += step) {
            float x = Float.intBitsToFloat(bits);
            worst = Math.max(worst, Math.max(ulp(f, exact, x, negligible), ulp(f, exact, -x, negligible)));
        }
        return worst;
    }

    private static double ulp(FloatFunction f, DoubleUnaryOperator exact, float x, double negligible) {
        double expected = exact.applyAsDouble(x);
        double error = Math.abs(f.apply(x) - expected);
        // A NaN must fail the comparison with the bound, so it must not get lost in this one.
        return error <= negligible ? 0 : error / Math.ulp((float) expected);
    }
}
