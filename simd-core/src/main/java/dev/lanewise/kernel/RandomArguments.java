package dev.lanewise.kernel;

/** The argument checks of {@link RandomKernels}, shared by its twins. */
public final class RandomArguments {
    private RandomArguments() {}

    /**
     * Checks the ends of a uniform distribution.
     *
     * @throws IllegalArgumentException unless {@code low < high} and the difference is finite
     */
    public static void uniform(float low, float high) {
        if (!(low < high) || !Float.isFinite(high - low)) {
            throw new IllegalArgumentException(
                    "uniform: low " + low + " and high " + high + ", expected low < high, both finite");
        }
    }

    /**
     * Checks the parameters of a normal distribution.
     *
     * @throws IllegalArgumentException unless both are finite and the deviation is 0 or more
     */
    public static void normal(float mean, float deviation) {
        if (!Float.isFinite(mean) || !Float.isFinite(deviation) || deviation < 0f) {
            throw new IllegalArgumentException("normal: mean " + mean + " and deviation " + deviation
                    + ", expected finite numbers, the deviation 0 or more");
        }
    }

    /**
     * Checks a probability.
     *
     * @throws IllegalArgumentException outside [0, 1]
     */
    public static void bernoulli(float probability) {
        if (!(probability >= 0f && probability <= 1f)) {
            throw new IllegalArgumentException("bernoulli: probability " + probability + ", expected 0 to 1");
        }
    }
}
