package dev.lanewise.kernel.scalar;

import dev.lanewise.math.Sigmoid;
import dev.lanewise.math.Tanh;

/** Recurrent cells without the Vector API. */
public final class ScalarCell extends CellSteps {
    /** A stateless instance. */
    public ScalarCell() {
        super(new Functions());
    }

    private static final class Functions implements GateFunctions {
        @Override
        public void sigmoid(float[] x, int n) {
            for (int j = 0; j < n; j++) {
                x[j] = Sigmoid.sigmoid(x[j]);
            }
        }

        @Override
        public void tanh(float[] x, int n) {
            for (int j = 0; j < n; j++) {
                x[j] = Tanh.tanh(x[j]);
            }
        }
    }
}
