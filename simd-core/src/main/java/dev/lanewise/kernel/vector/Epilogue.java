package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.GemmKernels.Activation;
import dev.lanewise.math.Silu;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** The activation of a block of a matrix, in place, while it is in the cache. */
final class Epilogue {
    private Epilogue() {}

    /** Applies f to rows of {@code width} elements from at, ld apart. */
    static void apply(Activation f, float[] c, int at, int ld, int rows, int width) {
        for (int i = 0; i < rows; i++) {
            int row = at + i * ld;
            switch (f) {
                case NONE -> {}
                case RELU -> ActivationLoops.relu(0f, c, row, c, row, c, row, width);
                case SIGMOID -> ActivationLoops.sigmoid(0f, c, row, c, row, c, row, width);
                case TANH -> ActivationLoops.tanh(0f, c, row, c, row, c, row, width);
                case GELU -> ActivationLoops.gelu(0f, c, row, c, row, c, row, width);
                case SILU -> silu(c, row, width);
            }
        }
    }

    private static void silu(float[] c, int at, int n) {
        int i = 0;
        for (; i < Lanes.F.loopBound(n); i += Lanes.L) {
            FloatVector x = FloatVector.fromArray(Lanes.F, c, at + i);
            FloatVector cut = x.blend(-Silu.CUT, x.compare(VectorOperators.LT, -Silu.CUT));
            cut.div(VectorMath.exp(x.neg()).add(1f)).intoArray(c, at + i);
        }
        for (; i < n; i++) {
            c[at + i] = Silu.silu(c[at + i]);
        }
    }
}
