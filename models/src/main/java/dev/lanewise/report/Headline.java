package dev.lanewise.report;

import java.util.Objects;

/**
 * One key figure at the top of a report. The first of them is drawn in colour: put there what the run is judged by.
 *
 * @param label what it is, with its unit when the value does not carry it: {@code test accuracy}, {@code samples/s}
 * @param value the figure as text, see {@link Format}
 * @param note  a short remark below, or empty: {@code best at epoch 9}
 */
public record Headline(String label, String value, String note) {
    public Headline {
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(note, "note");
    }

    /** A figure without a remark. */
    public Headline(String label, String value) {
        this(label, value, "");
    }
}
