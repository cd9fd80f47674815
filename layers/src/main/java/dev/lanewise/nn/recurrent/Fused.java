package dev.lanewise.nn.recurrent;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.op.recurrent.LstmSequence;
import dev.lanewise.op.recurrent.MaskSteps;
import dev.lanewise.tensor.IntTensor;
import java.util.List;

/** Runs of cells that have an operation for whole sequences. */
final class Fused {
    private static final int STATE = 6;

    private Fused() {}

    /** A step's input as a sequence of one step. */
    static Var oneStep(Cell cell, Var x, State state) {
        Operands.step(cell, x, state);
        return x.reshape(1, x.dim(0), x.dim(1));
    }

    /** Runs an operation with the operands of {@link LstmSequence}; its outputs are y and the last state's values. */
    static Cell.Run run(
            Cell cell,
            DifferentiableOp op,
            Var x,
            State initial,
            IntTensor lengths,
            Parameter weightIh,
            Parameter weightHh,
            Parameter biasIh,
            Parameter biasHh) {
        Operands.run(cell, x, initial, lengths);
        Tape tape = x.tape();
        Var[] operands = new Var[STATE + cell.stateValues()];
        operands[0] = x;
        operands[1] = tape.parameter(weightIh);
        operands[2] = tape.parameter(weightHh);
        operands[3] = Weights.on(tape, biasIh);
        operands[4] = Weights.on(tape, biasHh);
        if (lengths != null) {
            operands[5] = tape.constant(lengths);
            operands[0] = new MaskSteps().on(x, operands[5]);
        }
        if (initial != null) {
            for (int i = 0; i < cell.stateValues(); i++) {
                operands[STATE + i] = initial.values().get(i);
            }
        }
        Var[] outputs = tape.record(op, operands);
        return new Cell.Run(outputs[0], new State(List.of(outputs).subList(1, outputs.length)));
    }
}
