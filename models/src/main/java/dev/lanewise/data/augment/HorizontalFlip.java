package dev.lanewise.data.augment;

import dev.lanewise.data.SplitMix64;

/**
 * Exchanges left and right.
 *
 * @param probability of doing so, in [0, 1]
 */
public record HorizontalFlip(float probability) implements Augmentation {
    public HorizontalFlip {
        Options.probability("flip", probability);
    }

    @Override
    public void apply(Canvas canvas, long stream) {
        if (SplitMix64.unit(SplitMix64.word(stream, 0)) >= probability) {
            return;
        }
        float[] x = canvas.array();
        int width = canvas.width();
        int rows = canvas.channels() * canvas.height();
        for (int row = 0; row < rows; row++) {
            int left = canvas.offset() + row * width;
            int right = left + width - 1;
            while (left < right) {
                float moved = x[left];
                x[left++] = x[right];
                x[right--] = moved;
            }
        }
    }
}
