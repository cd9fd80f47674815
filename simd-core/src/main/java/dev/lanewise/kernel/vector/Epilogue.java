package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.GemmKernels.Activation;

/** The activation of a block of a matrix, in place, while it is in the cache. */
final class Epilogue {
    private Epilogue() {}

    /** Applies f to rows of {@code width} elements from at, ld apart. */
    static void apply(Activation f, float[] c, int at, int ld, int rows, int width) {
        for (int i = 0; i < rows; i++) {
            int row = at + i * ld;
            switch (f) {
                case NONE -> {}
                case RELU -> Registers.run(ActivationLoops::relu, c, row, width);
                case SIGMOID -> Registers.run(ActivationLoops::sigmoid, c, row, width);
                case TANH -> Registers.run(ActivationLoops::tanh, c, row, width);
                case GELU -> Registers.run(ActivationLoops::gelu, c, row, width);
                case SILU -> Registers.run(SmoothLoops::silu, c, row, width);
            }
        }
    }
}
