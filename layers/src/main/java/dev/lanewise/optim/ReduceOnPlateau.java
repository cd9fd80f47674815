package dev.lanewise.optim;

/**
 * A learning rate that is reduced when a metric stops getting better, as PyTorch's ReduceLROnPlateau. Unlike a {@link
 * Schedule} it depends on what was observed: its {@link State} belongs in a checkpoint.
 *
 * <p>An observation is better than the best so far, b, if it is below {@code b * (1 - threshold)} (relative) or {@code b -
 * threshold} (absolute); in mode MAX above {@code b * (1 + threshold)} or {@code b + threshold}. A NaN is never better.
 * After more than {@code patience} observations in a row that are not better, the rate becomes {@code max(floor, rate *
 * factor)}, and the next {@code cooldown} observations are not held against it.
 *
 * <p>Used by one thread.
 */
public final class ReduceOnPlateau {
    /** Which way is better. */
    public enum Mode {
        /** Smaller: a loss. */
        MIN,
        /** Larger: an accuracy. */
        MAX
    }

    /**
     * The options.
     *
     * @param mode which way is better
     * @param factor of a reduction, in [0, 1)
     * @param patience how many observations in a row may be no better, at least 0
     * @param threshold how much better is better, at least 0
     * @param relative whether the threshold is a fraction of the best
     * @param cooldown observations after a reduction that are not counted, at least 0
     * @param floor the lowest rate, at least 0
     * @param smallest a reduction by no more than this is left out, at least 0
     */
    public record Options(
            Mode mode,
            double factor,
            int patience,
            double threshold,
            boolean relative,
            int cooldown,
            double floor,
            double smallest) {
        /** A loss, factor 0.1, patience 10, relative threshold 1e-4, no cooldown, floor 0: PyTorch's defaults. */
        public static final Options DEFAULT = new Options(Mode.MIN, 0.1, 10, 1e-4, true, 0, 0, 1e-8);

        public Options {
            OptionChecks.require(
                    OptionChecks.fraction(factor)
                            && patience >= 0
                            && OptionChecks.notNegative(threshold)
                            && cooldown >= 0
                            && OptionChecks.notNegative(floor)
                            && OptionChecks.notNegative(smallest),
                    "reduce on plateau: factor " + factor + ", patience " + patience + ", threshold " + threshold
                            + ", cooldown " + cooldown + ", floor " + floor + ", smallest " + smallest,
                    "factor in [0, 1), the others at least 0");
        }
    }

    /**
     * All that changes.
     *
     * @param rate the current learning rate
     * @param best the best observation
     * @param bad the observations in a row that were no better
     * @param cooling the observations that will not be counted
     */
    public record State(double rate, double best, int bad, int cooling) {}

    private final Options options;
    private State state;

    /** PyTorch's defaults. */
    public ReduceOnPlateau(double rate) {
        this(rate, Options.DEFAULT);
    }

    /** Begins with a rate. */
    public ReduceOnPlateau(double rate, Options options) {
        this.options = options;
        double worst = options.mode == Mode.MIN ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
        state = new State(rate, worst, 0, 0);
    }

    /** The current learning rate. */
    public float rate() {
        return (float) state.rate;
    }

    /**
     * Takes notice of a metric, once per epoch for example.
     *
     * @return true if the rate was reduced
     */
    public boolean observe(double metric) {
        boolean better = better(metric);
        double best = better ? metric : state.best;
        int bad = better ? 0 : state.bad + 1;
        int cooling = state.cooling;
        if (cooling > 0) {
            cooling--;
            bad = 0;
        }
        double rate = state.rate;
        if (bad > options.patience) {
            double reduced = Math.max(options.floor, rate * options.factor);
            rate = rate - reduced > options.smallest ? reduced : rate;
            cooling = options.cooldown;
            bad = 0;
        }
        boolean changed = rate != state.rate;
        state = new State(rate, best, bad, cooling);
        return changed;
    }

    private boolean better(double metric) {
        double best = state.best;
        if (options.mode == Mode.MIN) {
            return metric < (options.relative ? best * (1 - options.threshold) : best - options.threshold);
        }
        return metric > (options.relative ? best * (1 + options.threshold) : best + options.threshold);
    }

    /** What a checkpoint saves. */
    public State state() {
        return state;
    }

    /** Goes on from a saved state. */
    public void resume(State saved) {
        state = saved;
    }
}
