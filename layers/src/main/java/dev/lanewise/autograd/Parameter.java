package dev.lanewise.autograd;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/**
 * A trained tensor. Compared by identity, so that two layers can share one (tied weights). The optimiser updates
 * {@link #value} in place.
 */
public final class Parameter {
    private final Tensor value;
    private volatile boolean frozen;

    /** A parameter that owns the given tensor. */
    public Parameter(Tensor value) {
        this.value = value;
    }

    /** The weights, updated in place. */
    public Tensor value() {
        return value;
    }

    /** The shape of {@link #value}. */
    public Shape shape() {
        return value.shape();
    }

    /** True from when {@link FrozenWeights} hold a copy of it: nobody may train it any more. */
    public boolean isFrozen() {
        return frozen;
    }

    void freeze() {
        frozen = true;
    }

    @Override
    public String toString() {
        return "Parameter" + value.shape();
    }
}
