package dev.lanewise.data.augment;

import dev.lanewise.data.SplitMix64;

/**
 * Adds one number, uniform in [-amount, amount), to all pixels.
 *
 * @param amount the largest change of a pixel in [0, 1]; 0 or above
 */
public record Brightness(float amount) implements Augmentation {
    public Brightness {
        Options.notNegative("brightness", "amount", amount);
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
            float added = canvas.difference(c, change);
            int at = canvas.offset() + c * plane;
            for (int i = 0; i < plane; i++) {
                x[at + i] += added;
            }
        }
    }
}
