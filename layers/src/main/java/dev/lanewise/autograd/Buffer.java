package dev.lanewise.autograd;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/**
 * State of a layer that is saved with the model but not trained: running statistics, for example. Compared by identity.
 */
public final class Buffer {
    private final Tensor value;

    /** A buffer that owns the given tensor. */
    public Buffer(Tensor value) {
        this.value = value;
    }

    /** The state, updated in place. */
    public Tensor value() {
        return value;
    }

    /** The shape of {@link #value}. */
    public Shape shape() {
        return value.shape();
    }
}
