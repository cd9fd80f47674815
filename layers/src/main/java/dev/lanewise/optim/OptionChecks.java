package dev.lanewise.optim;

/** Ranges of hyper-parameters; NaN is outside of all. */
final class OptionChecks {
    private OptionChecks() {}

    /** From 0 to less than 1. */
    static boolean fraction(double value) {
        return value >= 0 && value < 1;
    }

    /** At least 0, not infinite. */
    static boolean notNegative(double value) {
        return value >= 0 && value < Double.POSITIVE_INFINITY;
    }

    /** Throws with the message that says what was given, and what was expected. */
    static void require(boolean holds, String given, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(given + ", expected " + expected);
        }
    }

    /** Above 0, not infinite. */
    static boolean positive(double value) {
        return value > 0 && value < Double.POSITIVE_INFINITY;
    }
}
