package dev.lanewise.data.augment;

import dev.lanewise.data.SplitMix64;

/**
 * A window of the image's own size, cut at a random place out of the image with a border put around it: the image moves
 * by a whole number of pixels, each from -padding to padding equally likely, along both axes.
 *
 * @param padding the border's width in pixels, 0 or above
 * @param level of the border's pixels, 0 black to 1 white
 */
public record RandomCrop(int padding, float level) implements Augmentation {
    public RandomCrop {
        if (padding < 0 || padding > 1 << 20) {
            throw new IllegalArgumentException("crop: padding " + padding + ", expected 0 or above");
        }
        Options.finite("crop", "level", level);
    }

    /** With a black border. */
    public RandomCrop(int padding) {
        this(padding, 0);
    }

    @Override
    public void apply(Canvas canvas, long stream) {
        int down = SplitMix64.below(2 * padding + 1, SplitMix64.word(stream, 0)) - padding;
        int right = SplitMix64.below(2 * padding + 1, SplitMix64.word(stream, 1)) - padding;
        if (down != 0 || right != 0) {
            canvas.move(down, right, level);
        }
    }
}
