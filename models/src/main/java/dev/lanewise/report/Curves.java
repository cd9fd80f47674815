package dev.lanewise.report;

import java.util.List;
import java.util.Objects;

/**
 * Charts side by side: loss, accuracy, learning rate.
 *
 * @param heading the section's heading
 * @param charts  two in a row where there is room
 */
public record Curves(String heading, List<Chart> charts) implements Section {
    public Curves {
        Objects.requireNonNull(heading, "heading");
        charts = List.copyOf(charts);
    }

    /** Charts below the heading {@code Training curves}. */
    public Curves(List<Chart> charts) {
        this("Training curves", charts);
    }

    @Override
    public void write(Html out) {
        out.open("div", "class", "charts");
        for (Chart chart : charts) {
            new ChartDrawing(chart).write(out);
        }
        out.close();
    }
}
