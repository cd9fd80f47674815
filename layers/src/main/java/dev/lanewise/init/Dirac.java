package dev.lanewise.init;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/**
 * The identity of convolutions, PyTorch's dirac_: in each group, output channel i is input channel i, as far as there are
 * both; the others are 0. Weights [O,C/groups,K] to [O,C/groups,K,K,K]; the one stands in the middle of the kernel, at
 * {@code K / 2} in each axis.
 *
 * @param groups of channels, at least 1
 */
public record Dirac(int groups) implements Initializer {
    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException unless there is a group
     */
    public Dirac {
        if (groups < 1) {
            throw new IllegalArgumentException("dirac: groups=" + groups + ", expected at least 1");
        }
    }

    /** One group. */
    public Dirac() {
        this(1);
    }

    @Override
    public void fill(Tensor weights, long seed, long stream) {
        Shape shape = weights.shape();
        int rank = shape.rank();
        if (rank < 3 || rank > 5 || shape.dim(0) % groups != 0) {
            throw new IllegalArgumentException("initializer: weights of shape " + shape
                    + ", expected rank 3 to 5: [O,C/groups,K...], O a multiple of groups=" + groups);
        }
        int middle = 0;
        for (int axis = 2; axis < rank; axis++) {
            middle = middle * shape.dim(axis) + shape.dim(axis) / 2;
        }
        weights.fill(0f);
        int taps = shape.span(2, rank);
        if (taps == 0) {
            return;
        }
        int inputs = shape.dim(1);
        int outputs = shape.dim(0) / groups;
        for (int o = 0; o < shape.dim(0); o++) {
            int i = o % outputs;
            if (i < inputs) {
                weights.array()[weights.offset() + (o * inputs + i) * taps + middle] = 1f;
            }
        }
    }
}
