package dev.lanewise.bench;

import dev.lanewise.kernel.scalar.ScalarKernels;
import dev.lanewise.tensor.Tensor;

/** Operands to measure with. */
public final class Operands {
    private static final long SEED = 1;

    private Operands() {}

    /** A tensor of numbers in [-1, 1), the same for the same stream. */
    public static Tensor random(long stream, int... shape) {
        Tensor t = Tensor.zeros(shape);
        ScalarKernels.create().random().uniform(SEED, stream, -1f, 1f, t);
        return t;
    }
}
