package dev.lanewise.nn.recurrent;

import dev.lanewise.autograd.Var;
import java.util.List;

/**
 * What a recurrent layer carries from step to step: the output h first, then the cell's memories. Of a {@link Cell} each
 * value is [N,H], of a {@link Recurrent} layer [L*D,N,H] with L layers and D directions, as in PyTorch: layer 0 forward,
 * layer 0 reverse, layer 1 forward ...
 *
 * @param values h, then the memories, all of one shape
 */
public record State(List<Var> values) {
    /** A state that owns its list. */
    public State {
        values = List.copyOf(values);
    }

    /** A state of these values. */
    public static State of(Var... values) {
        return new State(List.of(values));
    }

    /** The output. */
    public Var h() {
        return values.get(0);
    }

    /** The memory of the cells that have one. */
    public Var c() {
        return values.get(1);
    }
}
