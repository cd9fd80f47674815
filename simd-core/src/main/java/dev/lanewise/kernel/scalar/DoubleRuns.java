package dev.lanewise.kernel.scalar;

import java.util.Arrays;

/** Sums of runs in double, in the 32 lanes of {@link dev.lanewise.kernel.NormKernels}. */
final class DoubleRuns {
    private static final int LANES = 32;

    private static final ThreadLocal<double[]> SCRATCH = ThreadLocal.withInitial(() -> new double[LANES]);

    private DoubleRuns() {}

    /** This thread's scratch. */
    static double[] lanes() {
        return SCRATCH.get();
    }

    static double sum(float[] x, int at, int d, double[] lanes) {
        Arrays.fill(lanes, 0);
        for (int i = 0; i < d; i += LANES) {
            int n = Math.min(LANES, d - i);
            int base = at + i;
            for (int l = 0; l < n; l++) {
                lanes[l] += x[base + l];
            }
        }
        return fold(lanes);
    }

    /** The sum of {@code (x - mean)^2}. */
    static double squares(float[] x, int at, int d, double mean, double[] lanes) {
        Arrays.fill(lanes, 0);
        for (int i = 0; i < d; i += LANES) {
            int n = Math.min(LANES, d - i);
            int base = at + i;
            for (int l = 0; l < n; l++) {
                double v = x[base + l] - mean;
                lanes[l] += v * v;
            }
        }
        return fold(lanes);
    }

    /** The sum of {@code dy * xhat}. */
    static double dot(
            float[] dy, int dyAt, float[] x, int xAt, int d, float high, float low, float rstd, double[] lanes) {
        Arrays.fill(lanes, 0);
        for (int i = 0; i < d; i += LANES) {
            int n = Math.min(LANES, d - i);
            int dyBase = dyAt + i;
            int xBase = xAt + i;
            for (int l = 0; l < n; l++) {
                float xhat = ((x[xBase + l] - high) - low) * rstd;
                lanes[l] += (double) dy[dyBase + l] * xhat;
            }
        }
        return fold(lanes);
    }

    /** The p-norm; the largest magnitude for an infinite p. */
    static double norm(float[] x, int at, int d, double p, double[] lanes) {
        if (p == 2) {
            return Math.sqrt(squares(x, at, d, 0, lanes));
        }
        Arrays.fill(lanes, 0);
        double largest = 0;
        for (int i = 0; i < d; i++) {
            double magnitude = Math.abs((double) x[at + i]);
            largest = Math.max(largest, magnitude);
            if (p != Double.POSITIVE_INFINITY) {
                lanes[i % LANES] += p == 1 ? magnitude : StrictMath.pow(magnitude, p);
            }
        }
        if (p == Double.POSITIVE_INFINITY) {
            return largest;
        }
        double sum = fold(lanes);
        return p == 1 ? sum : StrictMath.pow(sum, 1 / p);
    }

    private static double fold(double[] lanes) {
        for (int half = LANES / 2; half >= 1; half /= 2) {
            for (int l = 0; l < half; l++) {
                lanes[l] += lanes[l + half];
            }
        }
        return lanes[0];
    }
}
