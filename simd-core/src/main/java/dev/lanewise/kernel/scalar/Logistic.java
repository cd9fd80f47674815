package dev.lanewise.kernel.scalar;

import dev.lanewise.math.Exp;
import dev.lanewise.math.Sigmoid;

/** Elementary parts of losses. */
final class Logistic {
    private Logistic() {}

    static float log(float x) {
        return (float) StrictMath.log(x);
    }

    /** {@code log(1 + exp(-a))} for a at least 0. */
    static float tail(float a) {
        return (float) StrictMath.log1p(Exp.exp(-a));
    }

    /** {@code log(1 + exp(z))}; NaN stays NaN. */
    static float softplus(float z) {
        return Math.max(z, 0f) + tail(Math.abs(z));
    }

    /** {@code (1 - p)^gamma (-log p)} with p the sigmoid of z. */
    static float focal(float z, float gamma) {
        return power(Sigmoid.sigmoid(-z), gamma) * softplus(-z);
    }

    /** The derivative of {@link #focal} by z. */
    static float focalDerivative(float z, float gamma) {
        float q = Sigmoid.sigmoid(-z);
        return -power(q, gamma) * (gamma * Sigmoid.sigmoid(z) * softplus(-z) + q);
    }

    static float power(float base, float exponent) {
        return (float) StrictMath.pow(base, exponent);
    }
}
