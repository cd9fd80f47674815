package dev.lanewise.report;

import java.util.ArrayList;
import java.util.List;

/**
 * What a chart says under the pointer, without script: invisible upright strips over the plot. Style rules show a
 * strip's line, dots and values while the pointer is over it (or after a tap); its {@code title} holds the same values.
 */
final class Readouts {
    private static final int MOST_STRIPS = 60;

    private final Chart chart;
    private final Frame frame;
    private final List<double[]> lines;

    Readouts(Chart chart, Frame frame, List<double[]> lines) {
        this.chart = chart;
        this.frame = frame;
        this.lines = lines;
    }

    /** One value of one series. */
    private record Value(int series, double x, double y) {}

    void write(Html out) {
        double from = frame.x().low();
        double to = frame.x().high();
        int longest = chart.series().stream().mapToInt(s -> s.x().length).max().orElse(1);
        int strips = Math.clamp(longest, 1, MOST_STRIPS);
        // Strips are centred on the first and the last position, so each end of the axis has half a strip beyond it.
        double step = strips > 1 ? (to - from) / (strips - 1) : to - from;
        out.open("g", "class", "readouts");
        for (int k = 0; k < strips; k++) {
            double centre = strips > 1 ? from + k * step : (from + to) / 2;
            double at = anchor(centre, step / 2);
            List<Value> values = values(at, step / 2);
            if (!values.isEmpty()) {
                writeStrip(out, centre, step, at, values);
            }
        }
        out.close();
    }

    /** Where in a strip to read: at an exact point (a test result) if it holds one, else in its middle. */
    private double anchor(double centre, double half) {
        for (int s = 0; s < lines.size(); s++) {
            if (chart.series().get(s).kind() == Series.Kind.POINTS) {
                int nearest = nearest(s, centre);
                if (nearest >= 0 && Math.abs(chart.series().get(s).x()[nearest] - centre) <= half) {
                    return chart.series().get(s).x()[nearest];
                }
            }
        }
        return centre;
    }

    /** Of each series the value nearest to a position, if one lies within half a strip of it. */
    private List<Value> values(double at, double half) {
        List<Value> values = new ArrayList<>();
        for (int s = 0; s < lines.size(); s++) {
            int nearest = nearest(s, at);
            if (nearest >= 0 && Math.abs(chart.series().get(s).x()[nearest] - at) <= half) {
                values.add(new Value(s, chart.series().get(s).x()[nearest], lines.get(s)[nearest]));
            }
        }
        return values;
    }

    /** The index of the drawn value nearest to a position, or -1. */
    private int nearest(int s, double at) {
        double[] x = chart.series().get(s).x();
        double[] y = lines.get(s);
        int nearest = -1;
        for (int i = 0; i < x.length; i++) {
            boolean drawn = Double.isFinite(frame.x().position(x[i]))
                    && Double.isFinite(frame.y().position(y[i]));
            if (drawn && (nearest < 0 || Math.abs(x[i] - at) < Math.abs(x[nearest] - at))) {
                nearest = i;
            }
        }
        return nearest;
    }

    private void writeStrip(Html out, double centre, double step, double at, List<Value> values) {
        double width = Frame.WIDTH * step / (frame.x().high() - frame.x().low());
        double left = Math.max(Frame.LEFT - 6, frame.px(centre) - width / 2);
        double right = Math.min(Frame.LEFT + Frame.WIDTH + 8, frame.px(centre) + width / 2);
        String position = chart.xLabel() + " " + Format.number(at);
        StringBuilder title = new StringBuilder(position);
        out.open("g");
        out.empty("rect", "x", left, "y", Frame.TOP, "width", right - left, "height", frame.height());
        String top = Html.coordinate(frame.px(at)) + " " + Html.coordinate(Frame.TOP);
        out.empty("path", "d", "M" + top + "v" + Html.coordinate(frame.height()));
        for (Value value : values) {
            String colour = ChartDrawing.colour(chart, value.series());
            out.empty("circle", "class", colour, "cx", frame.px(value.x()), "cy", inside(value.y()), "r", 3.5);
        }
        out.open("text", "x", Frame.LEFT + Frame.WIDTH, "y", 14, "text-anchor", "end")
                .text(position);
        for (Value value : values) {
            String name = lines.size() > 1 ? chart.series().get(value.series()).name() + " " : "";
            String text = name + chart.format(value.y());
            out.element("tspan", text, "class", ChartDrawing.colour(chart, value.series()), "dx", "10");
            title.append('\n').append(text);
        }
        out.close();
        out.element("title", title.toString());
        out.close();
    }

    private double inside(double value) {
        return Math.clamp(frame.py(value), Frame.TOP, Frame.TOP + frame.height());
    }
}
