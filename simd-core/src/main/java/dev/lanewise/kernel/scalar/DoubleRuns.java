package dev.lanewise.kernel.scalar;

import java.util.Arrays;

/** Norms of rows in double, in the 32 lanes of {@link dev.lanewise.kernel.NormKernels#limitRows}. */
final class DoubleRuns {
    private static final int LANES = 32;

    private static final ThreadLocal<double[]> SCRATCH = ThreadLocal.withInitial(() -> new double[LANES]);

    private DoubleRuns() {}

    /** This thread's scratch. */
    static double[] lanes() {
        return SCRATCH.get();
    }

    /** The p-norm; the largest magnitude for an infinite p. */
    static double norm(float[] x, int at, int d, double p, double[] lanes) {
        Arrays.fill(lanes, 0);
        double largest = 0;
        for (int i = 0; i < d; i++) {
            double magnitude = Math.abs((double) x[at + i]);
            largest = Math.max(largest, magnitude);
            if (p != Double.POSITIVE_INFINITY) {
                lanes[i % LANES] += p == 1 ? magnitude : p == 2 ? magnitude * magnitude : StrictMath.pow(magnitude, p);
            }
        }
        if (p == Double.POSITIVE_INFINITY) {
            return largest;
        }
        double sum = fold(lanes);
        return p == 1 ? sum : p == 2 ? Math.sqrt(sum) : StrictMath.pow(sum, 1 / p);
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
