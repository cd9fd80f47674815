package dev.lanewise.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes one {@link Chart}: caption and legend as HTML, the plot as SVG. */
final class ChartDrawing {
    private static final int PALETTE = 8;
    private static final int MOST_MARKERS = 120;

    private final Chart chart;
    /** What is drawn as the line of each series: the smoothed values of a noisy one, else the values themselves. */
    private final List<double[]> lines = new ArrayList<>();

    private final Frame frame;

    ChartDrawing(Chart chart) {
        this.chart = chart;
        for (Series series : chart.series()) {
            lines.add(series.kind() == Series.Kind.SMOOTHED ? Trace.smooth(series.y()) : series.y());
        }
        frame = Frame.of(chart, lines);
    }

    void write(Html out) {
        out.open("figure", "class", chart.size() == Chart.Size.SMALL ? "chart small" : "chart");
        out.open("figcaption").element("strong", chart.title());
        if (!chart.note().isEmpty()) {
            out.text(" ").element("span", chart.note());
        }
        out.close();
        if (frame == null) {
            out.element("p", "Nothing logged yet.", "class", "none").close();
            return;
        }
        writeLegend(out);
        String title = out.id();
        String description = out.id();
        String clip = out.id();
        out.open(
                "svg",
                "viewBox",
                "0 0 " + Html.coordinate(frame.totalWidth()) + " " + Html.coordinate(frame.totalHeight()),
                "role",
                "img",
                "aria-labelledby",
                title + " " + description);
        out.element("title", chart.title(), "id", title).element("desc", description(), "id", description);
        out.open("clipPath", "id", clip);
        out.empty("rect", "x", Frame.LEFT, "y", Frame.TOP - 3, "width", Frame.WIDTH + 4, "height", frame.height() + 6);
        out.close();
        writeAxes(out);
        out.open("g", "clip-path", "url(#" + clip + ")");
        for (int s = 0; s < lines.size(); s++) {
            writeLines(out, s);
        }
        out.close();
        for (int s = 0; s < lines.size(); s++) {
            writeMarkers(out, s);
        }
        new Readouts(chart, frame, lines).write(out);
        out.close().close();
    }

    /** The style class that gives a series its colour. A single series needs no colour to be told apart. */
    static String colour(Chart chart, int series) {
        return chart.series().size() == 1 ? "only" : "c" + series % PALETTE;
    }

    private void writeLegend(Html out) {
        out.open("ul", "class", "legend");
        if (lines.size() == 1) {
            // Nothing to tell apart: the caption names the series.
            out.open("li").text("last ").element("b", lastValue(0)).close().close();
            return;
        }
        for (int s = 0; s < lines.size(); s++) {
            Series series = chart.series().get(s);
            out.open("li", "class", colour(chart, s));
            out.open("svg", "viewBox", "0 0 22 10", "width", "22", "height", "10", "aria-hidden", "true");
            out.empty("path", "class", "line" + dash(s), "d", "M1 5H21");
            if (series.kind() == Series.Kind.POINTS) {
                out.empty("path", "class", "mark", "d", marker(s, 11, 5, 3.5));
            }
            out.close();
            out.text(" " + series.name() + " ").element("b", lastValue(s)).close();
        }
        out.close();
    }

    private String lastValue(int s) {
        double[] line = lines.get(s);
        return line.length == 0 ? "nothing yet" : chart.format(line[line.length - 1]);
    }

    private void writeAxes(Html out) {
        boolean percent = chart.unit() == Chart.Unit.PERCENT;
        double bottom = Frame.TOP + frame.height();
        out.open("g", "class", "axes");
        for (double tick : frame.y().ticks()) {
            double y = frame.py(tick);
            out.empty("path", "class", "grid", "d", across(y));
            String label = frame.y().label(tick, percent);
            out.element("text", label, "x", Frame.LEFT - 8, "y", y, "dy", "0.35em", "text-anchor", "end");
        }
        out.empty("path", "class", "base", "d", across(bottom));
        for (double tick : frame.x().ticks()) {
            double x = frame.px(tick);
            out.empty("path", "class", "base", "d", "M" + Html.coordinate(x) + " " + Html.coordinate(bottom) + "v4");
            out.element("text", frame.x().label(tick, false), "x", x, "y", bottom + 19, "text-anchor", "middle");
        }
        double middle = Frame.LEFT + Frame.WIDTH / 2;
        out.element("text", chart.xLabel(), "x", middle, "y", bottom + 38, "text-anchor", "middle");
        out.close();
    }

    private static String across(double y) {
        return "M" + Html.coordinate(Frame.LEFT) + " " + Html.coordinate(y) + "h" + Html.coordinate(Frame.WIDTH);
    }

    private void writeLines(Html out, int s) {
        Series series = chart.series().get(s);
        double[] px = positions(series);
        double[] line = lines.get(s);
        out.open("g", "class", colour(chart, s));
        if (line != series.y() && Trace.worthDrawing(chart.scale(), series.y())) {
            out.empty("path", "class", "raw", "d", Trace.path(px, heights(series.y())));
        }
        String path = Trace.path(px, heights(line));
        if (!path.isEmpty()) {
            out.empty("path", "class", "line" + dash(s), "d", path);
        }
        out.close();
    }

    private void writeMarkers(Html out, int s) {
        Series series = chart.series().get(s);
        if (series.kind() != Series.Kind.POINTS || series.x().length > MOST_MARKERS) {
            return;
        }
        double radius = series.x().length > 40 ? 2.4 : 3.6;
        double[] px = positions(series);
        double[] py = heights(series.y());
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < px.length; i++) {
            if (Double.isFinite(px[i]) && Double.isFinite(py[i])) {
                path.append(marker(s, px[i], py[i], radius));
            }
        }
        out.open("g", "class", colour(chart, s))
                .empty("path", "class", "mark", "d", path)
                .close();
    }

    private double[] positions(Series series) {
        double[] px = new double[series.x().length];
        for (int i = 0; i < px.length; i++) {
            px[i] = frame.px(series.x()[i]);
        }
        return px;
    }

    private double[] heights(double[] values) {
        double[] py = new double[values.length];
        for (int i = 0; i < py.length; i++) {
            py[i] = frame.py(values[i]);
        }
        return py;
    }

    /**
     * A shape of its own for each series, so that colour is not the only difference: circle, square, diamond, triangle.
     */
    private static String marker(int s, double x, double y, double r) {
        String at = "M" + Html.coordinate(x) + " " + Html.coordinate(y);
        String radius = Html.coordinate(r);
        String twice = Html.coordinate(2 * r);
        String arc = "a" + radius + " " + radius + " 0 1 0 ";
        String wide = Html.coordinate(1.25 * r);
        return switch (s % 4) {
            case 0 -> at + "m-" + radius + " 0" + arc + twice + " 0" + arc + "-" + twice + " 0z";
            case 1 -> at + "m-" + radius + " -" + radius + "h" + twice + "v" + twice + "h-" + twice + "z";
            case 2 ->
                at + "m0 -" + wide + "l" + wide + " " + wide + "l-" + wide + " " + wide + "l-" + wide + " -" + wide
                        + "z";
            default -> at + "m0 -" + wide + "l" + wide + " " + twice + "h-" + Html.coordinate(2.5 * r) + "z";
        };
    }

    /** The second round through the palette is dashed. */
    private static String dash(int s) {
        return s >= PALETTE ? " dashed" : "";
    }

    /** The chart in words, for people who listen to it. */
    private String description() {
        StringBuilder text = new StringBuilder();
        for (int s = 0; s < lines.size(); s++) {
            double[] line = lines.get(s);
            double[] known = Arrays.stream(line).filter(Double::isFinite).toArray();
            text.append(text.isEmpty() ? "" : "; ")
                    .append(chart.series().get(s).name())
                    .append(": ");
            if (known.length == 0) {
                text.append("no values");
            } else {
                text.append("from ")
                        .append(chart.format(known[0]))
                        .append(" to ")
                        .append(chart.format(known[known.length - 1]));
                text.append(", lowest ").append(chart.format(Trace.quantile(known, 0)));
                text.append(", highest ").append(chart.format(Trace.quantile(known, 1)));
            }
        }
        return text.append(", by ").append(chart.xLabel()).append('.').toString();
    }
}
