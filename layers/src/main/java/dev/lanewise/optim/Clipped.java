package dev.lanewise.optim;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.ParameterGradients;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * An optimiser that clips the gradients before every step: all groups together, or each by a rule of its own. Frozen
 * groups count as if they had no gradient. State and count are the optimiser's.
 */
public final class Clipped implements Optimizer {
    private final Optimizer optimizer;
    private final Clipping together;
    private final List<Clipping> perGroup;
    private double norm;

    /** Clips the gradients of all groups as one vector. */
    public Clipped(Optimizer optimizer, Clipping clipping) {
        this.optimizer = optimizer;
        this.together = clipping;
        this.perGroup = List.of();
    }

    private Clipped(Optimizer optimizer, List<Clipping> perGroup) {
        this.optimizer = optimizer;
        this.together = null;
        this.perGroup = List.copyOf(perGroup);
    }

    /**
     * Clips each group by itself.
     *
     * @param clippings one for each of the optimiser's groups, in their order
     */
    public static Clipped perGroup(Optimizer optimizer, List<Clipping> clippings) {
        int groups = optimizer.groups().size();
        OptionChecks.require(
                clippings.size() == groups,
                "clipping per group: " + clippings.size() + " rules for " + groups + " groups",
                "one for each");
        return new Clipped(optimizer, clippings);
    }

    @Override
    public void step(ParameterGradients gradients, float rate) {
        if (together != null) {
            norm = together.clip(gradients, Clipping.updated(optimizer.groups()));
        } else {
            norm = 0;
            for (int g = 0; g < perGroup.size(); g++) {
                ParameterGroup<?> group = optimizer.groups().get(g);
                if (!group.frozen()) {
                    norm = Math.max(norm, perGroup.get(g).clip(gradients, group.parameters()));
                }
            }
        }
        optimizer.step(gradients, rate);
    }

    /** The norm before clipping in the last step, of all groups or of the group with the largest; 0 before any step. */
    public double norm() {
        return norm;
    }

    @Override
    public long steps() {
        return optimizer.steps();
    }

    @Override
    public void resumeAt(long steps) {
        optimizer.resumeAt(steps);
    }

    @Override
    public Map<String, Tensor> state(Parameter parameter) {
        return optimizer.state(parameter);
    }

    @Override
    public List<? extends ParameterGroup<?>> groups() {
        return optimizer.groups();
    }
}
