package dev.lanewise.report;

import java.util.List;
import java.util.Objects;

/**
 * A figure with a horizontal and a vertical axis.
 *
 * @param title  what is drawn: {@code Loss}
 * @param note   what the reader should know about the axis or the unit, or empty
 * @param xLabel what the horizontal axis is: {@code epoch}
 * @param scale  the vertical scale; the horizontal one is linear
 * @param unit   how values are written
 * @param size   how much room it takes
 * @param series what is drawn, in the order of the palette; the same order in two charts gives the same colours
 */
public record Chart(String title, String note, String xLabel, Scale scale, Unit unit, Size size, List<Series> series) {
    /** How values are written. */
    public enum Unit {
        NUMBER,
        /** Fractions of one, written as percentages. */
        PERCENT
    }

    /** How much room a chart takes. */
    public enum Size {
        NORMAL,
        /** Lower, for what is looked at once: the learning rate. */
        SMALL
    }

    public Chart {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(note, "note");
        Objects.requireNonNull(xLabel, "xLabel");
        Objects.requireNonNull(scale, "scale");
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(size, "size");
        series = List.copyOf(series);
    }

    /** A loss over epochs, on a logarithmic scale. */
    public static Chart loss(Series... series) {
        return new Chart("Loss", "logarithmic scale", "epoch", Scale.LOG, Unit.NUMBER, Size.NORMAL, List.of(series));
    }

    /** An accuracy (fractions of one) over epochs, on a scale that keeps the last tenths of a per cent apart. */
    public static Chart accuracy(Series... series) {
        return new Chart(
                "Accuracy",
                "error on a logarithmic scale",
                "epoch",
                Scale.LOG_ERROR,
                Unit.PERCENT,
                Size.NORMAL,
                List.of(series));
    }

    /** A learning rate over epochs. */
    public static Chart learningRate(Series... series) {
        return new Chart("Learning rate", "", "epoch", Scale.LINEAR, Unit.NUMBER, Size.SMALL, List.of(series));
    }

    /** A value in this chart's unit. */
    String format(double value) {
        return unit == Unit.PERCENT ? Format.percent(value) : Format.number(value);
    }
}
