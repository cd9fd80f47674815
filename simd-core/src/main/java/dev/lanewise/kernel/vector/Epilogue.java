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
                case RELU -> ActivationLoops.relu(0f, 0f, c, row, c, row, c, row, width);
                case SIGMOID -> ActivationLoops.sigmoid(0f, 0f, c, row, c, row, c, row, width);
                case TANH -> ActivationLoops.tanh(0f, 0f, c, row, c, row, c, row, width);
                case GELU -> ActivationLoops.gelu(0f, 0f, c, row, c, row, c, row, width);
                case SILU -> SmoothLoops.silu(0f, 0f, c, row, c, row, c, row, width);
            }
        }
    }
}
