package dev.lanewise.nn.recurrent;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.tensor.Tensor;
import java.util.List;

/**
 * The state of a recurrent layer between windows of a long sequence: truncated back-propagation through time (Williams
 * and Peng, 1990). The sequence is cut into windows; each is a step of training of its own that begins with the state
 * that the window before it ended with. The values run through the whole sequence, the gradients through one window.
 *
 * <pre>{@code
 * CarriedState carried = new CarriedState();
 * for (Tensor window : windows) {
 *     tape.begin(step++);
 *     Recurrent.Output output = layer.forward(tape.constant(window), carried.on(tape), null);
 *     optimizer.step(tape.backward(loss(output.y())), rate);
 *     carried.keep(output.state());
 * }
 * carried.forget();                      // before the next sequence
 * }</pre>
 */
public final class CarriedState {
    private List<Tensor> values;

    /** Nothing carried yet: the first window begins with zeros. */
    public CarriedState() {
        values = List.of();
    }

    /** The state that the next window begins with, a constant; null for zeros. */
    public State on(Tape tape) {
        if (values.isEmpty()) {
            return null;
        }
        return new State(values.stream().map(tape::constant).toList());
    }

    /** Keeps a copy of a state, without its history. */
    public void keep(State state) {
        values = state.values().stream().map(Var::detach).toList();
    }

    /** Forgets the state: the next window begins with zeros. */
    public void forget() {
        values = List.of();
    }
}
