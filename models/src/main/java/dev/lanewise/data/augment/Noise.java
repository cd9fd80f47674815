package dev.lanewise.data.augment;

import dev.lanewise.data.SplitMix64;

/**
 * Adds to every value of every channel a normal number of its own.
 *
 * <p>A number is made of one word: s, the sum of four uniform numbers of 16 bits, brought to mean 0 and deviation 1,
 * then {@code z = s + (s^3 - 3 s) / 80}, the correction of Cornish and Fisher (1938) for its excess kurtosis of -0.3.
 * It is never beyond 3.9 deviations.
 *
 * @param deviation for pixels in [0, 1]; 0 or above
 */
public record Noise(float deviation) implements Augmentation {
    // Four uniforms on 0 .. 65535 have mean 131070 and a deviation of sqrt((2^32 - 1) / 3).
    private static final float MEAN = 131070;
    private static final float SCALE = 1 / 37837.227f;

    public Noise {
        Options.notNegative("noise", "deviation", deviation);
    }

    @Override
    public void apply(Canvas canvas, long stream) {
        if (deviation == 0) {
            return;
        }
        float[] x = canvas.array();
        int plane = canvas.height() * canvas.width();
        for (int c = 0; c < canvas.channels(); c++) {
            float scale = canvas.difference(c, deviation);
            int first = c * plane;
            int at = canvas.offset() + first;
            for (int i = 0; i < plane; i++) {
                x[at + i] += scale * normal(SplitMix64.word(stream, first + i));
            }
        }
    }

    /** Of a word, a number that is near enough normal. */
    static float normal(long word) {
        int sum = (int) (word & 0xffff) + (int) (word >>> 16 & 0xffff) + (int) (word >>> 32 & 0xffff)
                + (int) (word >>> 48);
        float s = (sum - MEAN) * SCALE;
        return s + (s * s - 3) * s * (1 / 80f);
    }
}
