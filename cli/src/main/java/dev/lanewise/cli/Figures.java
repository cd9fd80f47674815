package dev.lanewise.cli;

import dev.lanewise.train.metric.MetricKind;

/**
 * Numbers as people read them, the same in every locale, in plain ASCII. Made by hand because the first use of {@code
 * String.format} costs a noticeable part of the start-up.
 */
final class Figures {
    private static final long[] POWERS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};
    private static final double LARGE = 1e12;

    private Figures() {}

    /** {@code 61706} gives {@code 61,706}. */
    static String count(long value) {
        String digits = Long.toString(value);
        int first = value < 0 ? 1 : 0;
        StringBuilder text = new StringBuilder(digits);
        for (int i = digits.length() - 3; i > first; i -= 3) {
            text.insert(i, ',');
        }
        return text.toString();
    }

    /** With so many decimals, 0 to 6, halves away from zero; very large values as Java writes them. */
    static String fixed(double value, int decimals) {
        if (!Double.isFinite(value) || Math.abs(value) >= LARGE) {
            return Double.toString(value);
        }
        long unit = POWERS[decimals];
        long scaled = Math.round(Math.abs(value) * unit);
        StringBuilder text = new StringBuilder();
        if (value < 0 && scaled > 0) {
            text.append('-');
        }
        text.append(scaled / unit);
        if (decimals > 0) {
            String fraction = Long.toString(scaled % unit);
            text.append('.').repeat('0', decimals - fraction.length()).append(fraction);
        }
        return text.toString();
    }

    /** A fraction of one: {@code 0.9913} with one decimal gives {@code 99.1 %}. */
    static String percent(double fraction, int decimals) {
        return fixed(fraction * 100, decimals) + " %";
    }

    /** A metric's value with its unit: {@code 98.71 %} for a share; other values with four decimals. */
    static String metric(MetricKind metric, double value, int decimalsOfPercent) {
        return metric.share() ? percent(value, decimalsOfPercent) : fixed(value, 4);
    }

    /** A stretch of time: {@code 0.8 s}, {@code 35.2 s}, {@code 4 min 05 s}, {@code 2 h 10 min}. */
    static String elapsed(double seconds) {
        return seconds < 59.95 ? fixed(seconds, 1) + " s" : coarse(Math.round(seconds));
    }

    /** A guess of a stretch of time: {@code 12 s}, {@code 4 min 05 s}, {@code 2 h 10 min}. */
    static String coarse(long seconds) {
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min " + twoDigits(seconds % 60) + " s";
        }
        return count(seconds / 3600) + " h " + twoDigits(seconds % 3600 / 60) + " min";
    }

    private static String twoDigits(long value) {
        return value < 10 ? "0" + value : Long.toString(value);
    }
}
