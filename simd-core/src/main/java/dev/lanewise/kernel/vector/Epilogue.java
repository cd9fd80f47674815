package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.GemmKernels.Activation;

/** The activation of a block of a matrix, in place, while it is in the cache. */
final class Epilogue {
    private Epilogue() {}

    /** Applies f to rows of {@code width} elements from at, ld apart. */
    static void apply(Activation f, float[] c, int at, int ld, int rows, int width) {
        if (f == Activation.NONE) {
            return;
        }
        Registers.Loop loop = loop(f);
        for (int i = 0; i < rows; i++) {
            Registers.run(loop, c, at + i * ld, width);
        }
    }

    // Called through an interface: inlined into one method, several functions are too many nodes, and vectors are
    // boxed.
    private static Registers.Loop loop(Activation f) {
        return switch (f) {
            case NONE -> throw new IllegalArgumentException("no activation");
            case RELU -> ActivationLoops::relu;
            case SIGMOID -> ActivationLoops::sigmoid;
            case TANH -> ActivationLoops::tanh;
            case GELU -> ActivationLoops::gelu;
            case SILU -> SmoothLoops::silu;
        };
    }
}
