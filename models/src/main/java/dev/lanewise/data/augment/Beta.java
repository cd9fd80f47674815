package dev.lanewise.data.augment;

import dev.lanewise.data.SplitMix64;

/** Draws from the symmetric beta distribution. */
final class Beta {
    private static final double CELL = 0x1p-53;

    private Beta() {}

    /** A number of Beta(alpha, alpha): A / (A + B) for two gamma numbers, as logarithms since small ones underflow. */
    static float symmetric(double alpha, long stream) {
        double a = logGamma(alpha, SplitMix64.stream(stream, 0));
        double b = logGamma(alpha, SplitMix64.stream(stream, 1));
        return (float) (1 / (1 + StrictMath.exp(b - a)));
    }

    /**
     * The logarithm of a number of Gamma(alpha, 1): Marsaglia and Tsang, "A simple method for generating gamma
     * variables" (2000), for alpha + 1, then times {@code u^(1/alpha)}.
     */
    private static double logGamma(double alpha, long stream) {
        double d = alpha + 1 - 1 / 3.0;
        double c = 1 / Math.sqrt(9 * d);
        double boost = StrictMath.log(unit(SplitMix64.word(stream, 0))) / alpha;
        for (int n = 1; ; n += 3) {
            double first = 2 * unit(SplitMix64.word(stream, n)) - 1;
            double second = 2 * unit(SplitMix64.word(stream, n + 1)) - 1;
            double square = first * first + second * second;
            if (square >= 1) {
                continue;
            }
            // A normal number by Marsaglia's polar method, which needs no cosine.
            double z = first * Math.sqrt(-2 * StrictMath.log(square) / square);
            double v = 1 + c * z;
            if (v <= 0) {
                continue;
            }
            double logV = 3 * StrictMath.log(v);
            double u = unit(SplitMix64.word(stream, n + 2));
            if (StrictMath.log(u) < 0.5 * z * z + d - d * v * v * v + d * logV) {
                return StrictMath.log(d) + logV + boost;
            }
        }
    }

    // The middle of a cell: never 0, where the logarithm ends.
    private static double unit(long word) {
        return ((word >>> 11) + 0.5) * CELL;
    }
}
