package dev.lanewise.train;

import dev.lanewise.train.metric.Goal;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Knows which evaluation of a run was the best: whose model is to be kept. Of equal figures the earlier one is best; a
 * figure that is not finite never is.
 */
public final class BestKeeper {
    private final String metric;
    private final Goal goal;
    private double value = Double.NaN;
    private long step = -1;

    /**
     * Before the first evaluation.
     *
     * @param metric whose figure decides
     * @param goal which way it improves
     */
    public BestKeeper(String metric, Goal goal) {
        this.metric = metric;
        this.goal = goal;
    }

    /** The name of the metric that decides. */
    public String metric() {
        return metric;
    }

    /**
     * Takes the figure of an evaluation.
     *
     * @param at the step it was made at, at least 0
     * @return true if it is the best so far: the model is to be kept
     */
    public boolean observe(long at, double figure) {
        if (at < 0) {
            throw new IllegalArgumentException("best: step " + at + ", expected at least 0");
        }
        if (!goal.better(figure, value)) {
            return false;
        }
        value = figure;
        step = at;
        return true;
    }

    /** The step of the best evaluation; -1 before the first one that is finite. */
    public long step() {
        return step;
    }

    /** The best figure; NaN before the first one that is finite. */
    public double value() {
        return value;
    }

    /** What a checkpoint has to hold; values of JSON. */
    public Map<String, Object> state() {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("metric", metric);
        if (step >= 0) {
            state.put("step", step);
            state.put("value", value);
        }
        return state;
    }

    /**
     * Goes on from a checkpoint.
     *
     * @throws IllegalArgumentException if the state is not one of {@link #state()} of the same metric
     */
    public void restore(Map<String, Object> state) {
        StateMap.checkMetric("best", metric, state);
        double figure = StateMap.figure("best", state, "value");
        step = Double.isNaN(figure) ? -1 : StateMap.count("best", state, "step");
        value = figure;
    }
}
