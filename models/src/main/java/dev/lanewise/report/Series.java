package dev.lanewise.report;

import java.util.Objects;

/**
 * One line or one set of points of a {@link Chart}. A point with a coordinate that is not finite makes a gap.
 *
 * <p>The arrays are not copied: they may not change until the report is written.
 *
 * @param name what the legend says: {@code train}, {@code test}
 * @param kind how it is drawn
 * @param x    positions, ascending
 * @param y    values, one for each position
 */
public record Series(String name, Kind kind, double[] x, double[] y) {
    /** How a series is drawn. */
    public enum Kind {
        /** Noisy values, one per logged step: a smoothed line over a light raw line. */
        SMOOTHED,
        /** A plain line. */
        LINE,
        /** Few exact values, one per epoch: markers joined by a line. */
        POINTS
    }

    public Series {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        if (x.length != y.length) {
            throw new IllegalArgumentException(
                    "series '" + name + "': " + x.length + " positions for " + y.length + " values");
        }
    }

    /** Values logged per step. */
    public static Series smoothed(String name, double[] x, double[] y) {
        return new Series(name, Kind.SMOOTHED, x, y);
    }

    /** A plain line. */
    public static Series line(String name, double[] x, double[] y) {
        return new Series(name, Kind.LINE, x, y);
    }

    /** Values measured once per epoch. */
    public static Series points(String name, double[] x, double[] y) {
        return new Series(name, Kind.POINTS, x, y);
    }
}
