package dev.lanewise.report;

import java.util.List;

/**
 * Where a chart's values lie in its drawing, in SVG user units (pixels at full size).
 *
 * @param x      the horizontal axis
 * @param y      the vertical axis
 * @param height the height of the plot; its width and the margins around it are the same for all charts
 */
record Frame(Axis x, Axis y, double height) {
    static final double LEFT = 64;
    static final double TOP = 24;
    static final double WIDTH = 442;
    static final double RIGHT = 14;
    static final double BOTTOM = 44;

    // Of the raw values of a noisy series this share may leave the frame at either end, so that a few spikes do not
    // flatten the rest.
    private static final double OUTLIERS = 0.02;

    /** Axes that hold the chart's values; null when there is no point to draw. */
    static Frame of(Chart chart, List<double[]> smoothed) {
        double lowX = Double.POSITIVE_INFINITY;
        double highX = Double.NEGATIVE_INFINITY;
        double lowY = Double.POSITIVE_INFINITY;
        double highY = Double.NEGATIVE_INFINITY;
        boolean reachesOne = false;
        for (int s = 0; s < smoothed.size(); s++) {
            Series series = chart.series().get(s);
            double[] line = smoothed.get(s);
            double[] raw = new double[line.length];
            for (int i = 0; i < line.length; i++) {
                double drawn = chart.scale().transform(line[i]);
                boolean placed = Double.isFinite(series.x()[i]);
                raw[i] = placed && Double.isFinite(chart.scale().transform(series.y()[i])) ? series.y()[i] : Double.NaN;
                if (placed && !Double.isNaN(drawn)) {
                    lowX = Math.min(lowX, series.x()[i]);
                    highX = Math.max(highX, series.x()[i]);
                }
                reachesOne |= placed && drawn == Double.POSITIVE_INFINITY;
                if (placed && Double.isFinite(drawn)) {
                    lowY = Math.min(lowY, line[i]);
                    highY = Math.max(highY, line[i]);
                }
            }
            if (line != series.y() && Trace.worthDrawing(chart.scale(), series.y())) {
                lowY = least(lowY, Trace.quantile(raw, OUTLIERS));
                highY = -least(-highY, -Trace.quantile(raw, 1 - OUTLIERS));
            }
        }
        if (lowX > highX) {
            return null;
        }
        if (lowY > highY) {
            // Every value is one, which LOG_ERROR has at infinity: any axis below it will do.
            lowY = 0.9;
            highY = 0.99;
        }
        boolean normal = chart.size() == Chart.Size.NORMAL;
        // A run that starts at step 1 or at a tenth of an epoch still starts at zero.
        double from = lowX > 0 && (lowX < 0.2 * highX || lowX == highX) ? 0 : lowX;
        Axis x = Axis.of(Scale.LINEAR, from, highX, 8, false);
        boolean fromZero = chart.scale() == Scale.LINEAR && lowY > 0 && lowY < 0.3 * highY;
        int ticks = normal ? 6 : 3;
        Axis y = chart.scale() == Scale.LOG_ERROR
                ? Axis.logError(lowY, highY, ticks, reachesOne)
                : Axis.of(chart.scale(), fromZero ? 0 : lowY, highY, ticks, true);
        return new Frame(x, y, normal ? 250 : 120);
    }

    // Math.min would let a NaN win.
    private static double least(double a, double b) {
        return b < a ? b : a;
    }

    double totalWidth() {
        return LEFT + WIDTH + RIGHT;
    }

    double totalHeight() {
        return TOP + height + BOTTOM;
    }

    double px(double value) {
        return LEFT + WIDTH * x.position(value);
    }

    double py(double value) {
        return TOP + height * (1 - y.position(value));
    }
}
