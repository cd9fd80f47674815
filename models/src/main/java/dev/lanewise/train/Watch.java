package dev.lanewise.train;

import dev.lanewise.nn.Layer;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.train.metric.Goal;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Watches the evaluations of a run: which was the best, whose model it keeps a copy of, and whether the run has stopped
 * improving. What it knows belongs in a checkpoint: {@link #state} and {@link #tensors}.
 */
public final class Watch {
    private final Layer model;
    private final BestKeeper best;
    private final EarlyStopping stopping;
    private final boolean keeping;
    private final Map<String, Tensor> kept = new LinkedHashMap<>();

    /**
     * Before the first evaluation.
     *
     * @param model whose parameters and buffers are kept
     * @param monitor the figure that decides: loss or a metric
     * @param goal which way it improves
     * @param patience evaluations without improvement after which a run ends; 0 for never
     * @param minDelta the least improvement that counts for that
     * @param keeping whether the best model is kept to be restored
     */
    public Watch(Layer model, String monitor, Goal goal, int patience, double minDelta, boolean keeping) {
        this.model = model;
        this.best = new BestKeeper(monitor, goal);
        this.stopping = patience == 0 ? null : new EarlyStopping(monitor, goal, patience, minDelta);
        this.keeping = keeping;
    }

    /** Only notes which evaluation was the best. */
    public static Watch of(Layer model) {
        return new Watch(model, "loss", Goal.MIN, 0, 0, false);
    }

    /** The figure that decides. */
    public String monitor() {
        return best.metric();
    }

    /**
     * Takes an evaluation of the model as it is.
     *
     * @param step how many updates have been made
     * @return true if it is the best so far
     */
    public boolean observe(long step, Evaluation evaluation) {
        double figure = evaluation.figure(monitor());
        if (stopping != null) {
            stopping.observe(figure);
        }
        boolean better = best.observe(step, figure);
        if (better && keeping) {
            values().forEach((name, value) ->
                    kept.computeIfAbsent(name, _ -> Tensor.zeros(value.shape())).copyFrom(value));
        }
        return better;
    }

    private Map<String, Tensor> values() {
        Map<String, Tensor> values = new LinkedHashMap<>();
        model.parameters().forEach((name, parameter) -> values.put(name, parameter.value()));
        model.buffers().forEach((name, buffer) -> values.put(name, buffer.value()));
        return values;
    }

    /** True if the run should end. */
    public boolean stop() {
        return stopping != null && stopping.stop();
    }

    /** The step of the best evaluation; -1 before the first. */
    public long bestStep() {
        return best.step();
    }

    /** The best figure; NaN before the first. */
    public double bestFigure() {
        return best.value();
    }

    /** Puts the best model back, if it was kept; else the model stays as it is. */
    public void restoreBest() {
        Map<String, Tensor> values = values();
        kept.forEach((name, value) -> values.get(name).copyFrom(value));
    }

    /** What a checkpoint has to hold, values of JSON. */
    public Map<String, Object> state() {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("best", best.state());
        if (stopping != null) {
            state.put("stopping", stopping.state());
        }
        return state;
    }

    /** The best model, by the names of parameters and buffers; empty if none was kept. The tensors are live. */
    public Map<String, Tensor> tensors() {
        return Map.copyOf(kept);
    }

    /**
     * Goes on from a checkpoint.
     *
     * @param state what {@link #state} gave
     * @param tensors what {@link #tensors} gave; copied
     * @throws IllegalArgumentException if the state is not one of a watch of the same figure
     */
    public void restore(Map<String, Object> state, Map<String, Tensor> tensors) {
        best.restore(map(state, "best"));
        if (stopping != null) {
            stopping.restore(map(state, "stopping"));
        }
        kept.clear();
        tensors.forEach((name, value) -> {
            Tensor copy = Tensor.zeros(value.shape());
            copy.copyFrom(value);
            kept.put(name, copy);
        });
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Map<String, Object> state, String key) {
        if (state.get(key) instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw new IllegalArgumentException("watch: the state has no " + key + ", it has " + state.keySet());
    }
}
