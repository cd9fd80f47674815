package dev.lanewise.report;

import java.util.ArrayList;
import java.util.List;

/**
 * One axis of a chart: the interval it shows, and ticks at 1, 2 or 5 times a power of ten.
 *
 * @param scale how values are laid out
 * @param low   the value at the lower end
 * @param high  the value at the upper end, above {@code low}
 * @param ticks values inside the interval, ascending
 */
record Axis(Scale scale, double low, double high, List<Double> ticks) {
    private static final double[] MANTISSAS = {1, 2, 5};
    // Ticks are products of a step; this much of a step is rounding, not a difference.
    private static final double SLACK = 1e-6;
    private static final double BELOW_ONE = 0.9;
    private static final double SHORTEST_LOG = 0.7;

    /** The axis for values of [low, high], both finite; the ends move outwards to ticks when {@code round}. */
    static Axis of(Scale scale, double low, double high, int targetTicks, boolean round) {
        return switch (scale) {
            case LINEAR -> linear(low, high, targetTicks, round);
            case LOG -> log(low, high, targetTicks, round);
            case LOG_ERROR -> logError(low, high, targetTicks, false);
        };
    }

    /**
     * Where a value lies: 0 at the lower end, 1 at the upper one, beyond them for values outside; NaN when it has no
     * place.
     */
    double position(double value) {
        double from = scale.transform(low);
        double at = (scale.transform(value) - from) / (scale.transform(high) - from);
        if (scale != Scale.LOG_ERROR || ticks.isEmpty() || ticks.getLast() < 1) {
            return at == Double.POSITIVE_INFINITY ? 1 : at;
        }
        // One is infinitely far away on this scale: it gets the upper edge, everything below it the rest.
        return at == Double.POSITIVE_INFINITY ? 1 : at * BELOW_ONE;
    }

    /** The text of a tick, with as many decimals as its neighbours need. */
    String label(double tick, boolean percent) {
        double shown = percent ? tick * 100 : tick;
        double size = Math.abs(shown);
        if (shown == 0 && !percent) {
            return "0";
        }
        if (size != 0 && (size < 0.9999e-4 || size >= 1e7)) {
            return Format.number(shown);
        }
        boolean even = scale == Scale.LINEAR || (scale == Scale.LOG && high / low < StrictMath.pow(10, SHORTEST_LOG));
        double distance = even ? spacing(percent) : scale == Scale.LOG ? size : 100 - shown;
        int decimals = distance > 0 ? Math.max(0, (int) -Math.floor(StrictMath.log10(distance) + SLACK)) : 0;
        return Format.fixed(shown, decimals) + (percent ? "\u00a0%" : "");
    }

    private double spacing(boolean percent) {
        double spacing = ticks.size() > 1 ? ticks.get(1) - ticks.get(0) : Math.max(Math.abs(low), 1);
        return percent ? spacing * 100 : spacing;
    }

    private static Axis linear(double low, double high, int targetTicks, boolean round) {
        if (!(high > low)) {
            // All values are equal: room above and below, so that the line does not lie on the frame.
            double room = low == 0 ? 1 : Math.abs(low) * 0.1;
            return linear(low - room, high + room, targetTicks, round);
        }
        double step = step((high - low) / targetTicks);
        if (!round && high - low >= 2) {
            // Epochs and steps are counted: no ticks between them.
            step = Math.max(step, 1);
        }
        double from = round ? Math.floor(low / step + SLACK) * step : low;
        double to = round ? Math.ceil(high / step - SLACK) * step : high;
        return new Axis(Scale.LINEAR, from, to, multiples(from, to, step));
    }

    private static List<Double> multiples(double low, double high, double step) {
        List<Double> ticks = new ArrayList<>();
        for (double k = Math.ceil(low / step - SLACK); k * step <= high + SLACK * step; k++) {
            // Dividing by 1/step where the step is below one avoids ticks such as 0.30000000000000004.
            ticks.add((step < 1 ? k / Math.rint(1 / step) : k * step) + 0.0);
        }
        return ticks;
    }

    /** The nearest of 1, 2, 5 times a power of ten at or above {@code least}. */
    private static double step(double least) {
        double power = StrictMath.pow(10, Math.floor(StrictMath.log10(least)));
        for (double mantissa : MANTISSAS) {
            if (mantissa * power >= least * (1 - SLACK)) {
                return mantissa * power;
            }
        }
        return 10 * power;
    }

    private static Axis log(double low, double high, int targetTicks, boolean round) {
        if (!(high > low)) {
            return log(low / 2, low * 2, targetTicks, round);
        }
        double decades = StrictMath.log10(high / low);
        if (decades < SHORTEST_LOG) {
            // Too short for 1-2-5: even ticks on the logarithmic axis.
            List<Double> ticks = multiples(low, high, step((high - low) / targetTicks));
            return new Axis(Scale.LOG, low, high, ticks);
        }
        boolean between = decades <= 3;
        int every = (int) Math.max(1, Math.ceil(decades / 8));
        double from = round ? roundLog(low, between, false) : low;
        double to = round ? roundLog(high, between, true) : high;
        List<Double> ticks = new ArrayList<>();
        int first = (int) Math.floor(StrictMath.log10(from) + SLACK);
        int last = (int) Math.ceil(StrictMath.log10(to) - SLACK);
        for (int power = first; power <= last; power += every) {
            for (double mantissa : between ? MANTISSAS : new double[] {1}) {
                double tick = mantissa * StrictMath.pow(10, power);
                if (tick >= from * (1 - SLACK) && tick <= to * (1 + SLACK)) {
                    ticks.add(tick);
                }
            }
        }
        return new Axis(Scale.LOG, from, to, ticks);
    }

    /** The nearest tick at or beyond a positive value: 1-2-5 when {@code between}, else half a decade at the most. */
    private static double roundLog(double value, boolean between, boolean up) {
        double power = StrictMath.pow(10, Math.floor(StrictMath.log10(value) + SLACK));
        double[] steps = between ? new double[] {1, 2, 5, 10} : new double[] {1, 3, 10};
        double below = power;
        for (double mantissa : steps) {
            double tick = mantissa * power;
            if (up && tick >= value * (1 - SLACK)) {
                return tick;
            }
            if (tick <= value * (1 + SLACK)) {
                below = tick;
            }
        }
        return up ? 10 * power : below;
    }

    /**
     * An axis for fractions of one within [low, high], high below one; when some are one, a last tick stands apart for
     * them.
     */
    static Axis logError(double low, double high, int targetTicks, boolean reachesOne) {
        double greatest = Math.clamp(1 - low, 1e-6, 1);
        double least = Math.clamp(1 - high, 1e-6, 0.5);
        Axis error = log(least, Math.max(greatest, least * 2), targetTicks, true);
        List<Double> ticks = new ArrayList<>();
        for (double tick : error.ticks().reversed()) {
            if (tick <= 1) {
                ticks.add(1 - tick);
            }
        }
        if (reachesOne) {
            ticks.add(1.0);
        }
        return new Axis(Scale.LOG_ERROR, Math.max(0, 1 - error.high()), 1 - error.low(), ticks);
    }
}
