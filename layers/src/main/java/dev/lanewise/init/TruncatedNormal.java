package dev.lanewise.init;

import dev.lanewise.math.Normals;
import dev.lanewise.math.Threefry;
import dev.lanewise.tensor.Tensor;

/**
 * Normal with the given mean and standard deviation, without what lies outside two bounds: PyTorch's trunc_normal_. The
 * deviation is that of the whole distribution; what is left has a smaller one.
 *
 * <p>Drawn by rejection (Robert, "Simulation of truncated normal variables", 1995), in double: from the normal distribution
 * where enough of it lies inside, from an exponential one in a tail, else from a uniform one. Each element stands alone.
 *
 * @param mean of the whole distribution
 * @param deviation of the whole distribution, above 0
 * @param low no value is smaller
 * @param high no value is larger; above low
 */
public record TruncatedNormal(float mean, float deviation, float low, float high) implements Initializer {
    private static final double WORD = 0x1p-32;

    /** Bounds closer than so many deviations leave so little of the density's fall that a uniform proposal does. */
    private static final double NARROW = 2;

    /** A bound above the mean by more than so many deviations leaves a tail. */
    private static final double TAIL = 0.5;

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException unless mean and deviation are finite, the deviation above 0 and low below high
     */
    public TruncatedNormal {
        if (!Float.isFinite(mean) || !(deviation > 0f) || !Float.isFinite(deviation) || !(low < high)) {
            throw new IllegalArgumentException(
                    "truncatedNormal: mean " + mean + ", deviation " + deviation + ", low " + low + ", high " + high
                            + ", expected a finite mean, a finite deviation above 0 and low below high");
        }
    }

    /** Around 0, without what is more than two deviations away. */
    public static TruncatedNormal of(float deviation) {
        return new TruncatedNormal(0f, deviation, -2 * deviation, 2 * deviation);
    }

    @Override
    public void fill(Tensor weights, long seed, long stream) {
        double a = ((double) low - mean) / deviation;
        double b = ((double) high - mean) / deviation;
        boolean mirrored = b < 0;
        double from = mirrored ? -b : a;
        double to = mirrored ? -a : b;
        long key = Threefry.key(seed, stream);
        for (int i = 0; i < weights.size(); i++) {
            double z = draw(from, to, Threefry.block(key, i));
            double value = mean + deviation * (mirrored ? -z : z);
            weights.array()[weights.offset() + i] = Math.clamp((float) value, low, high);
        }
    }

    /** A standard normal value in [a, b], b not below 0: the first proposal that is taken. */
    private static double draw(double a, double b, long key) {
        boolean narrow = b - a <= NARROW / Math.max(1, a);
        // The density is largest where [a, b] comes nearest to 0.
        double peak = Math.max(a, 0);
        for (long attempt = 0; ; attempt++) {
            long words = Threefry.block(key, attempt);
            double u = ((words & 0xFFFFFFFFL) + 0.5) * WORD;
            double v = ((words >>> 32) + 0.5) * WORD;
            double z;
            double accepted;
            if (narrow) {
                z = a + (b - a) * u;
                accepted = StrictMath.exp((peak * peak - z * z) / 2);
            } else if (a <= TAIL) {
                z = Normals.normal(words, 0f, 1f);
                accepted = 1;
            } else {
                z = a - StrictMath.log(u) / a;
                accepted = StrictMath.exp(-(z - a) * (z - a) / 2);
            }
            if (z >= a && z <= b && v <= accepted) {
                return z;
            }
        }
    }
}
