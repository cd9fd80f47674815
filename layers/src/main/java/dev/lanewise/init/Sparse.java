package dev.lanewise.init;

import dev.lanewise.math.Threefry;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;

/**
 * Sparse initialisation (Martens, "Deep learning via Hessian-free optimization", 2010), PyTorch's sparse_: normal values
 * around 0, but of each column of a matrix [O,I] a fraction, rounded up, is 0: which, is drawn for each column by itself.
 *
 * @param sparsity the fraction of zeros in each column, in [0, 1]
 * @param deviation of the other values, at least 0
 */
public record Sparse(float sparsity, float deviation) implements Initializer {
    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException for a fraction outside [0, 1] or a deviation below 0
     */
    public Sparse {
        if (!(sparsity >= 0f && sparsity <= 1f) || !(deviation >= 0f)) {
            throw new IllegalArgumentException(
                    "sparse: sparsity " + sparsity + ", deviation " + deviation + ", expected 0 to 1 and at least 0");
        }
    }

    /** Deviation 0.01. */
    public Sparse(float sparsity) {
        this(sparsity, 0.01f);
    }

    @Override
    public void fill(Tensor weights, long seed, long stream) {
        Shape shape = weights.shape();
        if (shape.rank() != 2) {
            throw new IllegalArgumentException("initializer: weights of shape " + shape + ", expected rank 2: [O,I]");
        }
        new Normal(0f, deviation).fill(weights, seed, stream);
        int rows = shape.dim(0);
        int columns = shape.dim(1);
        // The fraction as it is written: 0.1f is a little more than 0.1, whose tenth of 10 rows is one.
        int zeros = (int) Math.ceil(Double.parseDouble(Float.toString(sparsity)) * rows);
        long key = Threefry.key(seed, stream);
        int[] order = new int[rows];
        for (int c = 0; c < columns; c++) {
            // Negative counters: those from 0 on belong to the values.
            long own = Threefry.block(key, -1L - c);
            for (int r = 0; r < rows; r++) {
                order[r] = r;
            }
            for (int i = 0; i < zeros; i++) {
                int other = i + (int) ((Threefry.block(own, i) & 0xFFFFFFFFL) * (rows - i) >>> 32);
                int row = order[other];
                order[other] = order[i];
                weights.array()[weights.offset() + row * columns + c] = 0f;
            }
        }
    }
}
