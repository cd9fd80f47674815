package dev.lanewise.report;

import java.util.Arrays;

/**
 * From many values to a line that can be drawn: smoothing, quantiles, and paths with as many points as there are
 * pixels.
 */
final class Trace {
    private static final int LEAST_TO_SMOOTH = 40;
    private static final int WIDEST_HALF = 200;

    private Trace() {}

    /** Whether a smoothed line says more than the values themselves. */
    static boolean worthSmoothing(double[] y) {
        return y.length >= LEAST_TO_SMOOTH;
    }

    /**
     * A moving average with triangular weights over about 5 % of the values: centred, so that it does not lag behind as
     * an exponential average does. At the ends the window is cut. Values that are not finite stay gaps and weigh
     * nothing.
     */
    static double[] smooth(double[] y) {
        if (!worthSmoothing(y)) {
            return y;
        }
        int half = Math.clamp(y.length / 80, 1, WIDEST_HALF);
        return average(average(y, half), half);
    }

    // Sums each window afresh: running sums would lose the small values of a run that once had a huge one.
    private static double[] average(double[] y, int half) {
        double[] result = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            if (!Double.isFinite(y[i])) {
                result[i] = Double.NaN;
                continue;
            }
            double sum = 0;
            int count = 0;
            for (int k = Math.max(0, i - half); k <= Math.min(y.length - 1, i + half); k++) {
                if (Double.isFinite(y[k])) {
                    sum += y[k];
                    count++;
                }
            }
            result[i] = sum / count;
        }
        return result;
    }

    /**
     * Whether a raw line shows the noise: not where much of it lies at infinity and would draw as a hatching up to the
     * edge.
     */
    static boolean worthDrawing(Scale scale, double[] y) {
        int infinite = 0;
        for (double value : y) {
            infinite += Double.isInfinite(scale.transform(value)) ? 1 : 0;
        }
        return infinite * 20L <= y.length;
    }

    /** The q-quantile (nearest rank) of the finite values; NaN when there are none. */
    static double quantile(double[] values, double q) {
        double[] sorted =
                Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.round(q * (sorted.length - 1))];
    }

    /**
     * SVG path data through points given in pixels, ascending in x. A point that is not finite makes a gap. Of the
     * points in one pixel column only the highest and the lowest are kept: a million steps draw the same picture as a
     * thousand.
     */
    static String path(double[] px, double[] py) {
        StringBuilder path = new StringBuilder();
        int i = 0;
        while (i < px.length) {
            if (!isPoint(px[i], py[i])) {
                i++;
                continue;
            }
            int end = i;
            while (end < px.length && isPoint(px[end], py[end])) {
                end++;
            }
            appendRun(path, px, py, i, end);
            i = end;
        }
        return path.toString();
    }

    private static void appendRun(StringBuilder path, double[] px, double[] py, int from, int to) {
        char command = 'M';
        int i = from;
        while (i < to) {
            double column = Math.floor(px[i]);
            int top = i;
            int bottom = i;
            int next = i;
            for (; next < to && Math.floor(px[next]) == column; next++) {
                top = py[next] < py[top] ? next : top;
                bottom = py[next] > py[bottom] ? next : bottom;
            }
            appendPoint(path, command, px, py, Math.min(top, bottom));
            command = 'L';
            if (top != bottom) {
                appendPoint(path, command, px, py, Math.max(top, bottom));
            }
            i = next;
        }
        if (to - from == 1) {
            // A line of no length with round caps is a dot: a single point between two gaps stays visible.
            path.append("h0");
        }
    }

    private static void appendPoint(StringBuilder path, char command, double[] px, double[] py, int i) {
        path.append(command).append(tenths(px[i])).append(' ').append(tenths(py[i]));
    }

    private static String tenths(double value) {
        return Html.coordinate(Math.rint(value * 10) / 10);
    }

    private static boolean isPoint(double x, double y) {
        return Double.isFinite(x) && Double.isFinite(y);
    }
}
