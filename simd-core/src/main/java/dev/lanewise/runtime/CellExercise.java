package dev.lanewise.runtime;

import static dev.lanewise.runtime.Exercises.ramp;

import dev.lanewise.kernel.CellKernels.Function;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.kernel.Workspace;
import dev.lanewise.tensor.Tensor;
import java.util.function.Consumer;

/** Recurrent cells: less than a register of units, several and a part of one, whole ones. */
final class CellExercise implements Consumer<Kernels> {
    private static final Function[] FUNCTIONS = Function.values();

    private final Units[] widths = {new Units(10), new Units(37), new Units(64)};

    @Override
    public void accept(Kernels k) {
        for (Units units : widths) {
            units.run(k);
        }
    }

    /** Three samples of so many units. */
    private static final class Units {
        private static final int SAMPLES = 3;

        private final Workspace work = new Workspace();
        private final Tensor[] state = new Tensor[8];
        private final Tensor gates4;
        private final Tensor hidden4;
        private final Tensor da4;
        private final Tensor gates3;
        private final Tensor hidden3;
        private final Tensor da3;
        private final Tensor db3;

        Units(int units) {
            for (int i = 0; i < state.length; i++) {
                state[i] = ramp(SAMPLES, units);
            }
            gates4 = ramp(SAMPLES, 4 * units);
            hidden4 = ramp(SAMPLES, 4 * units);
            da4 = ramp(SAMPLES, 4 * units);
            gates3 = ramp(SAMPLES, 3 * units);
            hidden3 = ramp(SAMPLES, 3 * units);
            da3 = ramp(SAMPLES, 3 * units);
            db3 = ramp(SAMPLES, 3 * units);
        }

        void run(Kernels k) {
            Tensor h = state[0];
            Tensor previous = state[1];
            Tensor dy = state[2];
            Tensor dh = state[3];
            Tensor dPrevious = state[4];
            for (Function function : FUNCTIONS) {
                k.cell().rnn(function, state[5], dy, h, work);
                k.cell().rnnBackward(function, h, dy, dh, state[6], work);
            }
            k.cell().lstm(gates4, hidden4, previous, state[5], state[6], h, work);
            k.cell().lstmBackward(gates4, previous, state[6], dy, dh, state[7], da4, dPrevious, work);
            k.cell().gru(gates3, hidden3, previous, state[5], h, work);
            k.cell().gruBackward(gates3, state[5], previous, dy, dh, da3, db3, dPrevious, work);
        }
    }
}
