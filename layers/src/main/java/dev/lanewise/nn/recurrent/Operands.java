package dev.lanewise.nn.recurrent;

import dev.lanewise.autograd.Var;
import dev.lanewise.kernel.CellShapes;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;

/** Checks what a cell is given, before anything is computed. */
final class Operands {
    private Operands() {}

    /** An input of one step. */
    static void step(Cell cell, Var x, State state) {
        if (x.shape().rank() != 2 || x.dim(1) != cell.inputs()) {
            throw new IllegalArgumentException(
                    cell.name() + ": x has shape " + x.shape() + ", expected [N,I] with I=" + cell.inputs());
        }
        state(cell, state, x.dim(0));
    }

    /** A sequence. */
    static void run(Cell cell, Var x, State initial, IntTensor lengths) {
        if (x.shape().rank() != 3 || x.dim(2) != cell.inputs() || x.dim(0) < 1) {
            throw new IllegalArgumentException(cell.name() + ": x has shape " + x.shape() + ", expected [T,N,I] with I="
                    + cell.inputs() + " and T at least 1");
        }
        state(cell, initial, x.dim(1));
        lengths(cell.name(), lengths, x.dim(0), x.dim(1));
    }

    /** The lengths of a batch's samples. */
    static void lengths(String name, IntTensor lengths, int steps, int samples) {
        if (lengths != null) {
            if (!lengths.shape().equals(Shape.of(samples))) {
                throw new IllegalArgumentException(
                        name + ": lengths has shape " + lengths.shape() + ", expected [" + samples + "] = [N]");
            }
            CellShapes.lengths(name, lengths, steps);
        }
    }

    private static void state(Cell cell, State state, int samples) {
        state(cell, state, Shape.of(samples, cell.hidden()), "[N,H]");
    }

    /** A state; null is none. */
    static void state(Cell cell, State state, Shape expected, String contract) {
        if (state == null) {
            return;
        }
        if (state.values().size() != cell.stateValues()) {
            throw new IllegalArgumentException(cell.name() + ": the state has "
                    + state.values().size() + " values, expected " + cell.stateValues());
        }
        for (int i = 0; i < state.values().size(); i++) {
            Shape given = state.values().get(i).shape();
            if (!given.equals(expected)) {
                throw new IllegalArgumentException(cell.name() + ": value " + i + " of the state has shape " + given
                        + ", expected " + expected + " = " + contract);
            }
        }
    }
}
