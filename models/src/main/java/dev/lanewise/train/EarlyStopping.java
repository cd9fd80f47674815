package dev.lanewise.train;

import dev.lanewise.train.metric.Goal;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Ends a run that no longer improves: after {@code patience} evaluations in a row none of which was better than the best
 * before it by more than {@code minDelta}. An evaluation whose figure is not finite is no improvement.
 */
public final class EarlyStopping {
    private final String metric;
    private final Goal goal;
    private final int patience;
    private final double minDelta;
    private double best = Double.NaN;
    private int waited;

    /**
     * Before the first evaluation.
     *
     * @param metric whose figure is watched
     * @param goal which way it improves
     * @param patience in evaluations, at least 1
     * @param minDelta the least improvement that counts, at least 0, in the metric's unit
     */
    public EarlyStopping(String metric, Goal goal, int patience, double minDelta) {
        if (patience < 1) {
            throw new IllegalArgumentException("early stopping: patience is " + patience + ", expected at least 1");
        }
        if (!(minDelta >= 0 && Double.isFinite(minDelta))) {
            throw new IllegalArgumentException("early stopping: min delta is " + minDelta + ", expected at least 0");
        }
        this.metric = metric;
        this.goal = goal;
        this.patience = patience;
        this.minDelta = minDelta;
    }

    /** The name of the metric that is watched. */
    public String metric() {
        return metric;
    }

    /**
     * Takes the figure of an evaluation.
     *
     * @return true if the run should end
     */
    public boolean observe(double value) {
        if (goal.better(value, best, minDelta)) {
            best = value;
            waited = 0;
        } else {
            waited++;
        }
        return stop();
    }

    /** True if the run should end. */
    public boolean stop() {
        return waited >= patience;
    }

    /** How many evaluations have passed since the last improvement. */
    public int waited() {
        return waited;
    }

    /** The figure that must be improved on; NaN before the first one that is finite. */
    public double best() {
        return best;
    }

    /** What a checkpoint has to hold; values of JSON. */
    public Map<String, Object> state() {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("metric", metric);
        state.put("waited", waited);
        if (!Double.isNaN(best)) {
            state.put("best", best);
        }
        return state;
    }

    /**
     * Goes on from a checkpoint.
     *
     * @throws IllegalArgumentException if the state is not one of {@link #state()} of the same metric
     */
    public void restore(Map<String, Object> state) {
        StateMap.checkMetric("early stopping", metric, state);
        waited = (int) StateMap.count("early stopping", state, "waited");
        best = StateMap.figure("early stopping", state, "best");
    }
}
