package dev.lanewise.math;

/**
 * Normal random numbers by the method of Box and Muller ("A note on the generation of random normal deviates", 1958).
 *
 * <p>Computed in double with {@link StrictMath}, whose bits are the same on every machine, and rounded to float once.
 * Two random words make one number (the cosine branch), so that each element stands alone; |z| is at most 6.77.
 */
public final class Normals {
    private static final double WORD = 0x1p-32;

    private Normals() {}

    /**
     * A number from the normal distribution.
     *
     * @param words two random words, as {@link Threefry#block} returns them
     */
    public static float normal(long words, float mean, float deviation) {
        // The middle of a cell of width 2^-32: never 0, where the logarithm ends.
        double u = ((words & 0xFFFFFFFFL) + 0.5) * WORD;
        double z = StrictMath.sqrt(-2 * StrictMath.log(u)) * cosine((words >>> 32) * WORD);
        return (float) (mean + deviation * z);
    }

    /**
     * The cosine of so many turns, in [0, 1]. Taken to the nearest quarter turn first: that is exact, and spares
     * StrictMath's own reduction, which allocates.
     */
    private static double cosine(double turns) {
        double quarter = StrictMath.rint(4 * turns);
        double angle = 2 * Math.PI * (turns - 0.25 * quarter);
        return switch ((int) quarter) {
            case 1 -> -StrictMath.sin(angle);
            case 2 -> -StrictMath.cos(angle);
            case 3 -> StrictMath.sin(angle);
            default -> StrictMath.cos(angle);
        };
    }
}
