package dev.lanewise.data.augment;

import dev.lanewise.data.SplitMix64;

/**
 * Covers a square (DeVries and Taylor, "Improved regularization of convolutional neural networks with cutout", 2017).
 * Its middle is any pixel of the image with equal chance, so part of it may lie outside.
 *
 * @param size the side of the square in pixels, 0 or above
 * @param level of the square's pixels, 0 black to 1 white
 */
public record Cutout(int size, float level) implements Augmentation {
    public Cutout {
        if (size < 0) {
            throw new IllegalArgumentException("cutout: size " + size + ", expected 0 or above");
        }
        Options.finite("cutout", "level", level);
    }

    /** A square of medium grey. */
    public Cutout(int size) {
        this(size, 0.5f);
    }

    @Override
    public void apply(Canvas canvas, long stream) {
        int height = canvas.height();
        int width = canvas.width();
        int row = SplitMix64.below(height, SplitMix64.word(stream, 0)) - size / 2;
        int column = SplitMix64.below(width, SplitMix64.word(stream, 1)) - size / 2;
        int top = Math.max(0, row);
        int bottom = (int) Math.min(height, (long) row + size);
        int left = Math.max(0, column);
        int right = (int) Math.min(width, (long) column + size);
        for (int c = 0; c < canvas.channels(); c++) {
            float value = canvas.value(c, level);
            for (int r = top; r < bottom; r++) {
                int line = canvas.offset() + (c * height + r) * width;
                for (int k = left; k < right; k++) {
                    canvas.array()[line + k] = value;
                }
            }
        }
    }
}
