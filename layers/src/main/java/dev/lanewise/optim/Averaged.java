package dev.lanewise.optim;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.ParameterGradients;
import dev.lanewise.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An optimiser that averages the weights it has updated, and whose state includes the average: {@code average} beside the
 * optimiser's own. The average is updated after the steps {@code from}, {@code from + every} ..., counted from 1; how
 * often it was is a function of the steps made, which is all that resuming needs.
 */
public final class Averaged implements Optimizer {
    private final Optimizer optimizer;
    private final WeightAverage average;
    private final long from;
    private final long every;

    /** Averages after every step. */
    public Averaged(Optimizer optimizer, WeightAverage.Rule rule) {
        this(optimizer, rule, 1, 1);
    }

    /**
     * Averages from some step on.
     *
     * @param from the first step whose weights count, at least 1
     * @param every the steps between two updates of the average, at least 1
     */
    public Averaged(Optimizer optimizer, WeightAverage.Rule rule, long from, long every) {
        OptionChecks.require(
                from >= 1 && every >= 1, "weight average from step " + from + " every " + every, "both at least 1");
        this.optimizer = optimizer;
        this.from = from;
        this.every = every;
        List<Parameter> parameters = optimizer.groups().stream()
                .flatMap(group -> group.parameters().stream())
                .toList();
        this.average = new WeightAverage(parameters, rule);
    }

    /** The average, to be swapped in and out. */
    public WeightAverage average() {
        return average;
    }

    /**
     * A step of the optimiser, and an update of the average if it is due.
     *
     * @throws IllegalStateException while the average is in the parameters
     */
    @Override
    public void step(ParameterGradients gradients, float rate) {
        if (average.swapped()) {
            throw new IllegalStateException("weight average: the parameters hold the average; swap it out first");
        }
        optimizer.step(gradients, rate);
        if (updatesAfter(steps()) > updatesAfter(steps() - 1)) {
            average.update();
        }
    }

    private long updatesAfter(long steps) {
        return steps < from ? 0 : (steps - from) / every + 1;
    }

    @Override
    public long steps() {
        return optimizer.steps();
    }

    @Override
    public void resumeAt(long steps) {
        optimizer.resumeAt(steps);
        average.resumeAt(updatesAfter(steps));
    }

    @Override
    public Map<String, Tensor> state(Parameter parameter) {
        Map<String, Tensor> all = new LinkedHashMap<>(optimizer.state(parameter));
        all.putAll(average.state(parameter));
        return all;
    }

    @Override
    public List<? extends ParameterGroup<?>> groups() {
        return optimizer.groups();
    }
}
