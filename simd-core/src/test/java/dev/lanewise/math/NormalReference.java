package dev.lanewise.math;

/** The error function and the normal distribution in double, by series and continued fraction. */
public final class NormalReference {
    private static final double SQRT_PI = Math.sqrt(Math.PI);

    private NormalReference() {}

    /** The error function. */
    public static double erf(double x) {
        double a = Math.abs(x);
        double value = a < 2 ? series(a) : 1 - fraction(a);
        return x < 0 ? -value : value;
    }

    /** Phi(x), accurate relative to its size in both tails. */
    static double distribution(double x) {
        double z = x / Math.sqrt(2);
        if (z < -2) {
            return 0.5 * fraction(-z);
        }
        return 0.5 * (1 + erf(z));
    }

    static double density(double x) {
        return StrictMath.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
    }

    /** erf(a) = 2 / sqrt(pi) e^(-a^2) sum of 2^k a^(2k+1) / (2k+1)!!. */
    private static double series(double a) {
        double term = a;
        double sum = a;
        for (int k = 1; term > 1e-18 * sum; k++) {
            term *= 2 * a * a / (2 * k + 1);
            sum += term;
        }
        return 2 / SQRT_PI * StrictMath.exp(-a * a) * sum;
    }

    /** erfc(a) = e^(-a^2) / sqrt(pi) / (a + (1/2) / (a + 1 / (a + (3/2) / (a + ...)))). */
    private static double fraction(double a) {
        double tail = 0;
        for (int k = 100; k >= 1; k--) {
            tail = 0.5 * k / (a + tail);
        }
        return StrictMath.exp(-a * a) / SQRT_PI / (a + tail);
    }
}
