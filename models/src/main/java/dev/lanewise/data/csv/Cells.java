package dev.lanewise.data.csv;

import java.util.Locale;
import java.util.Set;

/** What the text of a cell says: a number, nothing, or words. */
public final class Cells {
    private static final Set<String> MISSING =
            Set.of("", "na", "n/a", "#n/a", "<na>", "nan", "-nan", "null", "nil", "none", "?", "-", "--", "missing");

    private Cells() {}

    /**
     * Whether a cell says that its value is missing: it is empty, or one of {@code NA N/A #N/A <NA> NaN null nil none ?
     * - -- missing} in any case.
     */
    public static boolean missing(String cell) {
        return cell.length() <= 7 && MISSING.contains(cell.toLowerCase(Locale.ROOT));
    }

    /**
     * The number that a cell holds: an optional sign, digits with at most one point, an optional exponent of ten.
     *
     * @return NaN if it holds none, or one too large for a double
     */
    public static double number(String cell) {
        return number(cell, '.');
    }

    /** As {@link #number(String)}, with another character for the point: a comma, as written in much of Europe. */
    public static double number(String cell, char point) {
        int n = cell.length();
        int i = n > 0 && (cell.charAt(0) == '-' || cell.charAt(0) == '+') ? 1 : 0;
        int digits = 0;
        boolean fraction = false;
        for (; i < n; i++) {
            char c = cell.charAt(i);
            if (c >= '0' && c <= '9') {
                digits++;
            } else if (c == point && !fraction) {
                fraction = true;
            } else {
                break;
            }
        }
        if (digits == 0 || !exponent(cell, i)) {
            return Double.NaN;
        }
        double value = Double.parseDouble(point == '.' ? cell : cell.replace(point, '.'));
        return Double.isInfinite(value) ? Double.NaN : value;
    }

    private static boolean exponent(String cell, int from) {
        int n = cell.length();
        if (from == n) {
            return true;
        }
        if (cell.charAt(from) != 'e' && cell.charAt(from) != 'E') {
            return false;
        }
        int i = from + 1;
        if (i < n && (cell.charAt(i) == '-' || cell.charAt(i) == '+')) {
            i++;
        }
        int first = i;
        while (i < n && cell.charAt(i) >= '0' && cell.charAt(i) <= '9') {
            i++;
        }
        return i == n && i > first;
    }
}
