package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.GemmKernels.Activation;

/** The activation of a block of a matrix, in place, while it is in the cache. */
final class Epilogue {
    private Epilogue() {}

    /** Applies f to rows of {@code width} elements from at, ld apart; the scratch has room for a register. */
    static void apply(Activation f, float[] c, int at, int ld, int rows, int width, float[] scratch) {
        int whole = width - width % Lanes.L;
        int rest = width - whole;
        for (int i = 0; i < rows; i++) {
            int row = at + i * ld;
            run(f, c, row, whole);
            if (rest > 0) {
                // The loops work on whole registers, and what lies beyond the row is not ours.
                System.arraycopy(c, row + whole, scratch, 0, rest);
                run(f, scratch, 0, Lanes.L);
                System.arraycopy(scratch, 0, c, row + whole, rest);
            }
        }
    }

    private static void run(Activation f, float[] c, int at, int n) {
        switch (f) {
            case NONE -> {}
            case RELU -> ActivationLoops.relu(0f, 0f, c, at, c, at, c, at, n);
            case SIGMOID -> ActivationLoops.sigmoid(0f, 0f, c, at, c, at, c, at, n);
            case TANH -> ActivationLoops.tanh(0f, 0f, c, at, c, at, c, at, n);
            case GELU -> ActivationLoops.gelu(0f, 0f, c, at, c, at, c, at, n);
            case SILU -> SmoothLoops.silu(0f, 0f, c, at, c, at, c, at, n);
        }
    }
}
