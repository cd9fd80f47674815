package dev.lanewise.optim;

import dev.lanewise.autograd.Parameter;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Parameters that are updated in the same way: with the same options, and with a learning rate that is a fixed multiple
 * of the optimiser's. A group can be frozen and thawed between steps; a frozen parameter, its state and its count of
 * updates stay as they are.
 *
 * <p>Groups are configuration, which a checkpoint does not save: whoever resumes makes the same ones.
 *
 * @param <O> the optimiser's options
 */
public final class ParameterGroup<O> {
    private final List<Parameter> parameters;
    private final O options;
    private final double rateFactor;
    private boolean frozen;

    /** A group with the optimiser's own learning rate. */
    public ParameterGroup(Collection<Parameter> parameters, O options) {
        this(parameters, options, 1);
    }

    /**
     * A group.
     *
     * @param parameters each counted once, however often it comes (tied weights)
     * @param rateFactor multiplies the learning rate; finite, at least 0
     */
    public ParameterGroup(Collection<Parameter> parameters, O options, double rateFactor) {
        if (!(rateFactor >= 0 && rateFactor < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "parameter group: rate factor " + rateFactor + ", expected a finite number, at least 0");
        }
        Set<Parameter> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        this.parameters = parameters.stream().filter(seen::add).toList();
        this.options = options;
        this.rateFactor = rateFactor;
    }

    /** The parameters, each once. */
    public List<Parameter> parameters() {
        return parameters;
    }

    /** How they are updated. */
    public O options() {
        return options;
    }

    /** The factor of the learning rate. */
    public double rateFactor() {
        return rateFactor;
    }

    /** True if steps leave the group alone. */
    public boolean frozen() {
        return frozen;
    }

    /** Lets steps leave the group alone. */
    public void freeze() {
        frozen = true;
    }

    /** Lets steps update the group again. */
    public void thaw() {
        frozen = false;
    }
}
