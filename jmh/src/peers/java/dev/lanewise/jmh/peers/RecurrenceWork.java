package dev.lanewise.jmh.peers;

import dev.lanewise.bench.Operands;
import dev.lanewise.kernel.Kernels;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Recurrent layers, without and with their gradients. */
sealed interface RecurrenceWork extends Workload {
    /** What the views of a recurrent step may take. */
    long STEP_BYTES = 1_024;

    /**
     * One layer of LSTM or GRU over a whole sequence, time first.
     *
     * @param backward true for all gradients as well
     */
    record Recurrence(boolean lstm, int steps, int batch, int inputs, int hidden, boolean backward)
            implements RecurrenceWork {
        @Override
        public String name() {
            return (lstm ? "lstm" : "gru") + " T" + steps + " N" + batch + " I" + inputs + " H" + hidden
                    + (backward ? " forward and backward" : "");
        }

        int gates() {
            return lstm ? 4 : 3;
        }

        @Override
        public double gflop() {
            return (backward ? 6e-9 : 2e-9) * steps * batch * gates() * hidden * (inputs + hidden);
        }

        @Override
        public double bytes() {
            return 0;
        }

        /** A view of each operand of a step, and the gradient of x. */
        @Override
        public long bytesAllowed() {
            return steps * STEP_BYTES + (backward ? (long) Float.BYTES * steps * batch * inputs : 0) + TAPE_BYTES;
        }

        Tensor x() {
            return Operands.random(1, steps, batch, inputs);
        }

        Tensor dy() {
            return Operands.random(6, steps, batch, hidden);
        }

        /** PyTorch's layout: gates i, f, g, o; or r, z, n. */
        Tensor inputWeight() {
            return scaled(Operands.random(2, gates() * hidden, inputs));
        }

        Tensor hiddenWeight() {
            return scaled(Operands.random(3, gates() * hidden, hidden));
        }

        Tensor bias(int stream) {
            return scaled(Operands.random(stream, gates() * hidden));
        }

        private Tensor scaled(Tensor t) {
            for (int i = 0; i < t.size(); i++) {
                t.array()[i] /= (float) Math.sqrt(hidden);
            }
            return t;
        }

        @Override
        public Task ours(Kernels kernels) {
            return new RecurrenceTask(this);
        }
    }

    /** Everything of the family that is measured. */
    static List<Workload> all() {
        List<Workload> all = new ArrayList<>();
        for (boolean backward : new boolean[] {false, true}) {
            all.add(new Recurrence(true, 64, 16, 256, 256, backward));
            all.add(new Recurrence(false, 64, 16, 256, 256, backward));
        }
        return all;
    }
}
