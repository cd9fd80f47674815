package dev.lanewise.data.series;

import java.util.Arrays;

/**
 * Finds the length of a season: the lag at which a series is most like itself, after the first lag at which it is unlike.
 * Two views are tried, the series without its linear trend, and its differences from step to step: a slow wave hides a
 * short season in the first, noise hides a long one in the second. The one with the higher autocorrelation counts.
 */
final class Periods {
    private static final int LONGEST = 2000;
    private static final int LOOKED_AT = 20_000;
    // An autocorrelation below this is no season worth a name, nor is one within four standard errors of none.
    private static final double LEAST = 0.1;
    private static final double ERRORS = 4;
    private static final double NEARLY = 0.9;
    // What a calendar suggests is taken when it is as near as this.
    private static final double SNAP = 0.04;
    private static final long HOUR = 3600;
    private static final long DAY = 24 * HOUR;

    private Periods() {}

    private record Peak(int lag, double correlation) {}

    /** The period of a series in steps; 1 if there is none to be seen. */
    static int find(double[] series, Dates dates) {
        double[] latest = Arrays.copyOfRange(series, Math.max(0, series.length - LOOKED_AT), series.length);
        Peak level = peak(withoutTrend(latest));
        Peak change = peak(withoutTrend(differences(latest)));
        Peak best = change.correlation > level.correlation ? change : level;
        double least = Math.max(LEAST, ERRORS / Math.sqrt(latest.length));
        return best.correlation < least ? 1 : snapped(best.lag, dates);
    }

    private static double[] differences(double[] series) {
        double[] differences = new double[Math.max(0, series.length - 1)];
        for (int i = 0; i < differences.length; i++) {
            differences[i] = series[i + 1] - series[i];
        }
        return differences;
    }

    private static double[] withoutTrend(double[] series) {
        int n = series.length;
        double middle = (n - 1) / 2.0;
        double mean = 0;
        for (double value : series) {
            mean += value / n;
        }
        double products = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            products += (i - middle) * (series[i] - mean);
            squares += (i - middle) * (i - middle);
        }
        double slope = squares > 0 ? products / squares : 0;
        double[] rest = new double[n];
        for (int i = 0; i < n; i++) {
            rest[i] = series[i] - mean - slope * (i - middle);
        }
        return rest;
    }

    private static Peak peak(double[] series) {
        int longest = Math.min(LONGEST, series.length / 2);
        double[] correlation = new double[longest + 1];
        double power = product(series, 0) / series.length;
        if (!(power > 0) || longest < 3) {
            return new Peak(1, 0);
        }
        int lag = 1;
        for (int l = 1; l <= longest; l++) {
            correlation[l] = product(series, l) / series.length / power;
        }
        while (lag <= longest && correlation[lag] > 0) {
            lag++;
        }
        double highest = 0;
        for (int l = lag; l <= longest; l++) {
            highest = Math.max(highest, correlation[l]);
        }
        if (highest == 0) {
            return new Peak(1, 0);
        }
        while (correlation[lag] < NEARLY * highest) {
            lag++;
        }
        // A broad top is jagged: the highest point of it counts, not the first.
        int best = lag;
        for (int l = lag; l <= Math.min(longest, lag + lag / 4); l++) {
            best = correlation[l] > correlation[best] ? l : best;
        }
        return new Peak(best, correlation[best]);
    }

    private static double product(double[] series, int lag) {
        double sum = 0;
        for (int i = lag; i < series.length; i++) {
            sum += series[i] * series[i - lag];
        }
        return sum;
    }

    private static int snapped(int lag, Dates dates) {
        double[] natural = {};
        if (dates != null && dates.months() > 0) {
            natural = new double[] {12.0 / dates.months()};
        } else if (dates != null && dates.seconds() > 0) {
            double step = dates.seconds();
            natural = new double[] {HOUR / step, DAY / step, 7 * DAY / step, 365 * DAY / step};
        }
        for (double period : natural) {
            if (period >= 2 && period == Math.rint(period) && Math.abs(lag - period) <= SNAP * period) {
                return (int) period;
            }
        }
        return lag;
    }
}
