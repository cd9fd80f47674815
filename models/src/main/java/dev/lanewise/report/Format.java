package dev.lanewise.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * Numbers as people read them, the same in every locale. Values that are not finite read NaN, ∞, −∞.
 */
public final class Format {
    private static final char NO_BREAK_SPACE = '\u00a0';
    private static final MathContext FOUR_DIGITS = new MathContext(4, RoundingMode.HALF_EVEN);

    private Format() {}

    /** {@code 61706} gives {@code 61,706}. */
    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** A fraction of one as a percentage with two decimals: {@code 0.9913} gives {@code 99.13 %}. */
    public static String percent(double fraction) {
        return percent(fraction, 2);
    }

    /** A fraction of one as a percentage. */
    public static String percent(double fraction, int decimals) {
        if (!Double.isFinite(fraction)) {
            return notFinite(fraction);
        }
        return fixed(fraction * 100, decimals) + NO_BREAK_SPACE + '%';
    }

    /** At most four significant digits: {@code 0.03127}, {@code 2.5}, {@code 12,340}, {@code 3.2e-5}. */
    public static String number(double value) {
        if (!Double.isFinite(value)) {
            return notFinite(value);
        }
        if (value == 0) {
            return "0";
        }
        double size = Math.abs(value);
        BigDecimal rounded = new BigDecimal(value).round(FOUR_DIGITS).stripTrailingZeros();
        if (size < 0.9995e-4 || size >= 1e9) {
            int exponent = rounded.precision() - rounded.scale() - 1;
            return minus(rounded.scaleByPowerOfTen(-exponent).toPlainString()) + "e" + exponent;
        }
        return minus(String.format(Locale.ROOT, "%,." + Math.max(0, rounded.scale()) + "f", rounded));
    }

    /** Elapsed time given in seconds: {@code 0.84 s}, {@code 35.2 s}, {@code 4 min 05 s}, {@code 2 h 10 min}. */
    public static String duration(double seconds) {
        if (!Double.isFinite(seconds)) {
            return notFinite(seconds);
        }
        if (seconds < 60) {
            return fixed(seconds, seconds < 9.995 ? 2 : 1) + NO_BREAK_SPACE + 's';
        }
        long whole = Math.round(seconds);
        if (whole < 3600) {
            return String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60);
        }
        return String.format(Locale.ROOT, "%,d h %02d min", whole / 3600, whole % 3600 / 60);
    }

    /** A fixed number of decimals. */
    public static String fixed(double value, int decimals) {
        if (!Double.isFinite(value)) {
            return notFinite(value);
        }
        BigDecimal rounded = new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN);
        return minus(String.format(Locale.ROOT, "%,." + decimals + "f", rounded));
    }

    private static String notFinite(double value) {
        return Double.isNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞";
    }

    private static String minus(String digits) {
        return digits.replace('-', '−');
    }
}
