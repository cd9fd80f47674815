package dev.lanewise.kernel;

/**
 * The order in which a row is summed, which defines the bits at every vector width.
 *
 * <p>Element d belongs to logical lane {@code d mod 64}; each lane is a chain from +0, d ascending. The 64 lanes are
 * folded in halves: lane l takes l + 32, then l + 16, 8, 4, 2, 1. So a machine with 4, 8 or 16 floats a register folds
 * registers first and then lanes, and all get the same sum.
 */
public final class RowSums {
    /** The number of logical lanes. */
    public static final int LANES = 64;

    private RowSums() {}

    /** Folds 64 lanes into one sum; the array is overwritten. */
    public static float fold(float[] lanes) {
        for (int half = LANES / 2; half >= 1; half /= 2) {
            for (int l = 0; l < half; l++) {
                lanes[l] += lanes[l + half];
            }
        }
        return lanes[0];
    }
}
