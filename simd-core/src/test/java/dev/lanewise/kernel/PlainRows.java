package dev.lanewise.kernel;

import java.util.SplittableRandom;

/** Rows for the contracts of softmax and reductions: lengths, values, and sums by the letter of {@link RowSums}. */
final class PlainRows {
    /** Around the register widths, around 64, primes, and more than a block of 4096. */
    static final int[] LENGTHS = {1, 3, 10, 15, 16, 17, 31, 63, 64, 65, 77, 207, 702, 1021, 4098};

    private static final float[] SPECIAL = {
        Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0f, -0f, Float.MIN_VALUE, -Float.MIN_VALUE
    };

    private PlainRows() {}

    /** Element d is in lane d mod 64. */
    static float sum(float[] x, int at, int d) {
        float[] lanes = new float[64];
        for (int i = 0; i < d; i++) {
            lanes[i % 64] += x[at + i];
        }
        return fold(lanes);
    }

    static float dot(float[] a, int aAt, float[] b, int bAt, int d) {
        float[] lanes = new float[64];
        for (int i = 0; i < d; i++) {
            lanes[i % 64] = Math.fma(a[aAt + i], b[bAt + i], lanes[i % 64]);
        }
        return fold(lanes);
    }

    private static float fold(float[] lanes) {
        for (int half : new int[] {32, 16, 8, 4, 2, 1}) {
            for (int l = 0; l < half; l++) {
                lanes[l] = lanes[l] + lanes[l + half];
            }
        }
        return lanes[0];
    }

    /** Ordinary numbers in [-scale, scale) with a special one, NaN among them, at about {@code rate} of the places. */
    static float[] withSpecials(long seed, float scale, double rate, int size) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = random.nextDouble() < rate
                    ? SPECIAL[random.nextInt(SPECIAL.length)]
                    : (float) random.nextDouble(-scale, scale);
        }
        return values;
    }

    /** Labels in [0, classes). */
    static int[] labels(long seed, int rows, int classes) {
        return new SplittableRandom(seed).ints(rows, 0, classes).toArray();
    }
}
