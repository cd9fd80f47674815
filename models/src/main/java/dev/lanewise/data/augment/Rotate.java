package dev.lanewise.data.augment;

import dev.lanewise.data.SplitMix64;

/**
 * Turns the image about its middle by an angle uniform in [-degrees, degrees), by bilinear interpolation.
 *
 * @param degrees the largest angle, 0 to 180
 * @param level of pixels from outside the image, 0 black to 1 white
 */
public record Rotate(float degrees, float level) implements Augmentation {
    public Rotate {
        if (!(degrees >= 0 && degrees <= 180)) {
            throw new IllegalArgumentException("rotate: " + degrees + " degrees, expected 0 to 180");
        }
        Options.finite("rotate", "level", level);
    }

    /** With black outside. */
    public Rotate(float degrees) {
        this(degrees, 0);
    }

    @Override
    public void apply(Canvas canvas, long stream) {
        float angle = Options.symmetric(degrees, SplitMix64.word(stream, 0));
        if (angle == 0) {
            return;
        }
        // From the nearest quarter turn, which is exact.
        double quarter = Math.rint(angle / 90.0);
        double rest = (angle - 90 * quarter) * (Math.PI / 180);
        double cosine = cosine(rest);
        double sine = sine(rest);
        int turns = (int) quarter & 3;
        double turnedCosine = turns == 0 ? cosine : turns == 1 ? -sine : turns == 2 ? -cosine : sine;
        double turnedSine = turns == 0 ? sine : turns == 1 ? cosine : turns == 2 ? -sine : -cosine;
        canvas.warp((float) turnedCosine, (float) turnedSine, 0, 0, level);
    }

    // Taylor series, within 1e-15 on an eighth of a turn: StrictMath's own allocate.
    private static double sine(double x) {
        double q = -x * x;
        return x * (1 + q / 6 * (1 + q / 20 * (1 + q / 42 * (1 + q / 72 * (1 + q / 110 * (1 + q / 156))))));
    }

    private static double cosine(double x) {
        double q = -x * x;
        return 1 + q / 2 * (1 + q / 12 * (1 + q / 30 * (1 + q / 56 * (1 + q / 90 * (1 + q / 132 * (1 + q / 182))))));
    }
}
