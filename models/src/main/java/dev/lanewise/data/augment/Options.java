package dev.lanewise.data.augment;

import dev.lanewise.data.SplitMix64;

/** Checks of options, and a draw that several augmentations share. */
final class Options {
    private Options() {}

    static void probability(String what, float value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(what + ": " + value + ", expected 0 to 1");
        }
    }

    static void notNegative(String what, String option, float value) {
        if (!(value >= 0 && Float.isFinite(value))) {
            throw new IllegalArgumentException(what + ": " + option + " " + value + ", expected 0 or above");
        }
    }

    static void finite(String what, String option, float value) {
        if (!Float.isFinite(value)) {
            throw new IllegalArgumentException(what + ": " + option + " " + value + ", expected a finite number");
        }
    }

    /** From a word, a number uniform in [-bound, bound); 0 if the bound is. */
    static float symmetric(float bound, long word) {
        return bound * (2 * SplitMix64.unit(word) - 1);
    }
}
