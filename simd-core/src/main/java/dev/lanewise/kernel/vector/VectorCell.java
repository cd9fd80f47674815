package dev.lanewise.kernel.vector;

import dev.lanewise.kernel.scalar.CellSteps;
import dev.lanewise.kernel.scalar.GateFunctions;

/** Recurrent cells with their gates on vectors, with the bits of {@link dev.lanewise.kernel.scalar.ScalarCell}. */
final class VectorCell extends CellSteps {
    VectorCell() {
        super(new Functions());
    }

    private static final class Functions implements GateFunctions {
        @Override
        public void sigmoid(float[] x, int n) {
            Registers.run(ActivationLoops::sigmoid, x, 0, n);
        }

        @Override
        public void tanh(float[] x, int n) {
            Registers.run(ActivationLoops::tanh, x, 0, n);
        }
    }
}
