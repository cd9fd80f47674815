package dev.lanewise.nn.recurrent;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.nn.Layer;
import dev.lanewise.op.Ops;
import dev.lanewise.op.recurrent.Hold;
import dev.lanewise.op.recurrent.MaskSteps;
import dev.lanewise.op.recurrent.Steps;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A recurrent cell: one step from an input and a state to the next state. It is defined by {@link #project}, what can be
 * computed of all inputs at once, and {@link #step}, what cannot; {@link #run} walks through a sequence with them unless
 * the cell has a fused operation for that.
 */
public interface Cell extends Layer {
    /** The cell's name, the first word of messages: {@code lstm}. */
    String name();

    /** The extent I of an input. */
    int inputs();

    /** The extent H of an output. */
    int hidden();

    /** How many values a state has: 1 for h alone. */
    int stateValues();

    /** The part of the step that depends on the input alone: x:[*,I], the result [*,G]. */
    Var project(Var x);

    /** One step: projected:[N,G], every value of the state [N,H]. */
    State step(Var projected, State state);

    /** What a run leaves: y:[T,N,H], and the state after the last step. */
    record Run(Var y, State last) {}

    /**
     * One step.
     *
     * @param x [N,I]
     * @param state every value [N,H]; null for zeros
     * @return the next state, whose h is the output
     * @throws IllegalArgumentException if the shapes do not fit
     */
    default State forward(Var x, State state) {
        Operands.step(this, x, state);
        return step(project(x), state == null ? zeros(x.tape(), x.dim(0)) : state);
    }

    /**
     * All steps of a sequence.
     *
     * @param x [T,N,I]
     * @param initial every value [N,H]; null for zeros
     * @param lengths how many steps each sample has, [N], each 1 to T; null if all have T
     * @param reverse true to run from the last step, with lengths from each sample's own, to the first
     * @throws IllegalArgumentException if the shapes or lengths do not fit
     */
    default Run run(Var x, State initial, IntTensor lengths, boolean reverse) {
        return unrolled(x, initial, lengths, reverse);
    }

    /** The same by {@link #project} and {@link #step}, a few operations per step: the definition of {@link #run}. */
    default Run unrolled(Var x, State initial, IntTensor lengths, boolean reverse) {
        Operands.run(this, x, initial, lengths);
        Tape tape = x.tape();
        Var ends = lengths == null ? null : tape.constant(lengths);
        Var masked = lengths == null ? x : new MaskSteps().on(x, ends);
        Var[] projected = tape.record(new Steps(), project(masked));
        State state = initial == null ? zeros(tape, x.dim(1)) : initial;
        List<Var> outputs = new ArrayList<>(Collections.nCopies(projected.length, null));
        for (int k = 0; k < projected.length; k++) {
            int t = reverse ? projected.length - 1 - k : k;
            State next = step(projected[t], state);
            state = lengths == null ? next : held(next, state, ends, t);
            outputs.set(t, state.h());
        }
        Var y = Ops.stack(0, outputs);
        return new Run(lengths == null ? y : new MaskSteps().on(y, ends), state);
    }

    private static State held(State next, State before, Var lengths, int t) {
        List<Var> values = new ArrayList<>();
        for (int i = 0; i < next.values().size(); i++) {
            values.add(new Hold(t).on(next.values().get(i), before.values().get(i), lengths));
        }
        return new State(values);
    }

    /** The state before the first step. */
    default State zeros(Tape tape, int samples) {
        Var zero = tape.constant(Tensor.zeros(samples, hidden()));
        return new State(Collections.nCopies(stateValues(), zero));
    }
}
