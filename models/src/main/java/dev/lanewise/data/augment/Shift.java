package dev.lanewise.data.augment;

import dev.lanewise.data.SplitMix64;

/**
 * Moves the image along both axes by distances uniform in [-share, share) of its extent, parts of pixels included, by
 * bilinear interpolation.
 *
 * @param share the largest distance as a share of the height or the width, 0 to 1
 * @param level of pixels from outside the image, 0 black to 1 white
 */
public record Shift(float share, float level) implements Augmentation {
    public Shift {
        Options.probability("shift", share);
        Options.finite("shift", "level", level);
    }

    /** With black outside. */
    public Shift(float share) {
        this(share, 0);
    }

    @Override
    public void apply(Canvas canvas, long stream) {
        float down = canvas.height() * Options.symmetric(share, SplitMix64.word(stream, 0));
        float right = canvas.width() * Options.symmetric(share, SplitMix64.word(stream, 1));
        if (down != 0 || right != 0) {
            canvas.warp(1, 0, down, right, level);
        }
    }
}
