package dev.lanewise.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Points in a plane, coloured by what they belong to. Axes have no numbers where only distances mean something.
 *
 * @param heading the section's heading
 * @param explain what is to be seen, a sentence; or empty
 * @param xLabel below the horizontal axis
 * @param yLabel beside the vertical axis
 * @param groups what points may belong to; more than eight share colours
 * @param points the points
 * @param diagonal whether the line x = y is drawn, on equal scales
 */
public record Scatter(
        String heading,
        String explain,
        String xLabel,
        String yLabel,
        List<String> groups,
        List<Point> points,
        boolean diagonal)
        implements Section {
    private static final double SIDE = 460;
    private static final double HEIGHT = 300;
    private static final double LEFT = 64;
    private static final double TOP = 12;
    private static final double BOTTOM = 44;
    private static final int PALETTE = 8;

    /**
     * A point.
     *
     * @param x not drawn unless finite
     * @param y likewise
     * @param group the position of its group
     * @param label what is shown when it is pointed at
     */
    public record Point(double x, double y, int group, String label) {}

    /** Copies the lists. */
    public Scatter {
        Objects.requireNonNull(heading, "heading");
        groups = List.copyOf(groups);
        points = List.copyOf(points);
    }

    @Override
    public Span span() {
        return Span.HALF;
    }

    @Override
    public void write(Html out) {
        List<Point> drawn = new ArrayList<>();
        double[] x = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        double[] y = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        for (Point point : points) {
            if (Double.isFinite(point.x()) && Double.isFinite(point.y())) {
                drawn.add(point);
                widen(x, point.x());
                widen(y, point.y());
            }
        }
        if (drawn.isEmpty()) {
            out.element("p", "Nothing to show.", "class", "none");
            return;
        }
        if (!explain.isEmpty()) {
            out.element("p", explain, "class", "explain");
        }
        if (diagonal) {
            widen(x, y[0]);
            widen(x, y[1]);
            y = x.clone();
        }
        Axis across = Axis.of(Scale.LINEAR, x[0], x[1], 6, true);
        Axis up = Axis.of(Scale.LINEAR, y[0], y[1], 6, true);
        out.open("figure", "class", "chart");
        legend(out);
        out.open(
                "svg",
                "viewBox",
                "0 0 " + Html.coordinate(LEFT + SIDE + 14) + " " + Html.coordinate(TOP + HEIGHT + BOTTOM),
                "role",
                "img",
                "aria-label",
                heading);
        axes(out, across, up);
        for (Point point : drawn) {
            out.open(
                    "circle",
                    "class",
                    "dot c" + point.group() % PALETTE,
                    "cx",
                    LEFT + SIDE * across.position(point.x()),
                    "cy",
                    TOP + HEIGHT * (1 - up.position(point.y())),
                    "r",
                    3.2);
            out.element("title", point.label()).close();
        }
        out.close().close();
    }

    private static void widen(double[] range, double value) {
        range[0] = Math.min(range[0], value);
        range[1] = Math.max(range[1], value);
    }

    private void legend(Html out) {
        if (groups.size() < 2) {
            return;
        }
        out.open("ul", "class", "legend");
        for (int g = 0; g < groups.size(); g++) {
            out.open("li", "class", "c" + g % PALETTE);
            out.open("svg", "viewBox", "0 0 10 10", "width", "10", "height", "10", "aria-hidden", "true");
            out.empty("circle", "class", "dot", "cx", 5.0, "cy", 5.0, "r", 4.0).close();
            out.text(" " + groups.get(g)).close();
        }
        out.close();
    }

    private void axes(Html out, Axis across, Axis up) {
        out.open("g", "class", "axes");
        for (double tick : up.ticks()) {
            double y = TOP + HEIGHT * (1 - up.position(tick));
            out.empty("path", "class", "grid", "d", line(LEFT, y, LEFT + SIDE, y));
            out.element("text", up.label(tick, false), "x", LEFT - 8, "y", y, "dy", "0.35em", "text-anchor", "end");
        }
        double bottom = TOP + HEIGHT;
        for (double tick : across.ticks()) {
            double x = LEFT + SIDE * across.position(tick);
            out.empty("path", "class", "base", "d", line(x, bottom, x, bottom + 4));
            out.element("text", across.label(tick, false), "x", x, "y", bottom + 19, "text-anchor", "middle");
        }
        out.empty("path", "class", "base", "d", line(LEFT, bottom, LEFT + SIDE, bottom));
        if (diagonal) {
            out.empty("path", "class", "base", "d", line(LEFT, bottom, LEFT + SIDE, TOP));
        }
        out.element("text", xLabel, "x", LEFT + SIDE / 2, "y", bottom + 38, "text-anchor", "middle");
        out.element(
                "text",
                yLabel,
                "text-anchor",
                "middle",
                "transform",
                "translate(12 " + Html.coordinate(TOP + HEIGHT / 2) + ") rotate(-90)");
        out.close();
    }

    private static String line(double x1, double y1, double x2, double y2) {
        return "M" + Html.coordinate(x1) + " " + Html.coordinate(y1) + "L" + Html.coordinate(x2) + " "
                + Html.coordinate(y2);
    }
}
