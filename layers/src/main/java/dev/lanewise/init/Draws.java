package dev.lanewise.init;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/** Makes the parameters of one model from one seed: the n-th parameter that is made draws from stream n. */
public final class Draws {
    private final long seed;
    private long stream;

    /** Draws by a seed. */
    public Draws(long seed) {
        this.seed = seed;
    }

    /** A new parameter with initial values. */
    public Parameter parameter(Initializer initializer, Shape shape) {
        Tensor value = Tensor.zeros(shape);
        initializer.fill(value, seed, stream++);
        return new Parameter(value);
    }
}
