package dev.lanewise.data.augment;

import dev.lanewise.data.SplitMix64;

/**
 * Spreads or draws together the pixels of each channel about their mean m: {@code m + f * (x - m)} with one factor f for
 * all channels, uniform in [1 - amount, 1 + amount).
 *
 * @param amount the largest change of the factor, 0 to 1
 */
public record Contrast(float amount) implements Augmentation {
    public Contrast {
        Options.probability("contrast", amount);
    }

    @Override
    public void apply(Canvas canvas, long stream) {
        float change = Options.symmetric(amount, SplitMix64.word(stream, 0));
        if (change == 0) {
            return;
        }
        float[] x = canvas.array();
        int plane = canvas.height() * canvas.width();
        for (int c = 0; c < canvas.channels(); c++) {
            int at = canvas.offset() + c * plane;
            double sum = 0;
            for (int i = 0; i < plane; i++) {
                sum += x[at + i];
            }
            float mean = (float) (sum / plane);
            for (int i = 0; i < plane; i++) {
                x[at + i] += change * (x[at + i] - mean);
            }
        }
    }
}
