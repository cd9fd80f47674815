package dev.lanewise.data.augment;

import dev.lanewise.data.SplitMix64;

/**
 * Adds to every value of every channel a normal number of its own.
 *
 * <p>A number is made of one word: s, the sum of four uniform numbers of 16 bits, brought to mean 0 and deviation 1,
 * then {@code z = a s + b s^3} with a and b such that the variance is 1 and the fourth moment 3, those of the normal
 * distribution. It is never beyond 4.07 deviations.
 *
 * @param deviation for pixels in [0, 1]; 0 or above
 */
public record Noise(float deviation) implements Augmentation {
    // Four uniforms on 0 .. 65535 have mean 131070 and a deviation of sqrt((2^32 - 1) / 3).
    private static final float MEAN = 131070;
    private static final float SCALE = 1 / 37837.227f;
    // The solution of a^2 m2 + 2 a b m4 + b^2 m6 = 1 and E[z^4] = 3 for the moments 1, 2.7, 10.92857 ... of s.
    private static final float A = 0.94903552f;
    private static final float B = 0.018641506f;

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
        int sum = (int) (word & 0xffff)
                + (int) (word >>> 16 & 0xffff)
                + (int) (word >>> 32 & 0xffff)
                + (int) (word >>> 48);
        float s = (sum - MEAN) * SCALE;
        return s * (A + B * s * s);
    }
}
