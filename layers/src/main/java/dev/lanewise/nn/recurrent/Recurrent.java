package dev.lanewise.nn.recurrent;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.kernel.CellKernels.Function;
import dev.lanewise.nn.Layer;
import dev.lanewise.op.Ops;
import dev.lanewise.op.random.Dropout;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Recurrent cells along a sequence: layers one above the other, each in one direction or both, with dropout between them.
 * A layer's input is the output of the layer below, both directions beside each other. Time first: x:[T,N,I], or [T,I]
 * for one sample; samples first: x:[N,T,I]; y has the same axes with D*H as the innermost, D being 1 or 2 directions.
 *
 * <p>Parameters have the cell's names with the layer's number, and {@code _reverse} for the second direction: {@code
 * weight_ih_l0}, {@code weight_hh_l0_reverse}. Those of {@link LstmCell}, {@link RnnCell} and {@link GruCell} (with the
 * reset after the product) are PyTorch's, layout and order of gates included.
 *
 * <p>Sequences of different lengths are padded to one T and come with their lengths. What stands in the padding, and how
 * much there is, changes nothing: outputs there are 0, the last state is that of a sample's last real step, and the
 * reverse direction begins at it (PyTorch's packed sequences).
 *
 * <p>Truncated back-propagation through time: see {@link CarriedState}.
 *
 * @param cells the forward direction, from the lowest layer up
 * @param reverse the reverse direction; empty if there is none
 * @param dropout the probability of zeroing an output between layers in training, in [0, 1]
 * @param batchFirst true if samples are the outermost axis of x and y
 */
public record Recurrent(List<Cell> cells, List<Cell> reverse, float dropout, boolean batchFirst) implements Layer {
    /** Makes the cells of a layer. */
    @FunctionalInterface
    public interface Maker {
        /** A cell from {@code inputs} to {@code hidden} features, with initial values. */
        Cell make(int inputs, int hidden, boolean bias, Draws draws);
    }

    /**
     * What a layer computes.
     *
     * @param y every output of the top layer; axes as x, D*H features
     * @param state the last state of every layer and direction, each value [L*D,N,H] ([L*D,H] if x had no batch)
     * @param last the top layer's last output of every direction beside each other: [N,D*H], or [D*H]; of the reverse
     *     direction that is the output at the first step
     */
    public record Output(Var y, State state, Var last) {}

    /** Checks that the cells fit together. */
    public Recurrent {
        cells = List.copyOf(cells);
        reverse = List.copyOf(reverse);
        Dropout.requireProbability(dropout);
        if (cells.isEmpty()) {
            throw new IllegalArgumentException("recurrent: no cells, expected at least 1");
        }
        String name = cells.get(0).name();
        if (!reverse.isEmpty() && reverse.size() != cells.size()) {
            throw new IllegalArgumentException(name + ": " + reverse.size() + " cells in reverse, expected none or "
                    + cells.size() + ", as many as forward");
        }
        int directions = reverse.isEmpty() ? 1 : 2;
        for (int layer = 0; layer < cells.size(); layer++) {
            for (Cell cell :
                    reverse.isEmpty() ? List.of(cells.get(layer)) : List.of(cells.get(layer), reverse.get(layer))) {
                int inputs = layer == 0
                        ? cells.get(0).inputs()
                        : directions * cells.get(0).hidden();
                if (cell.inputs() != inputs
                        || cell.hidden() != cells.get(0).hidden()
                        || cell.stateValues() != cells.get(0).stateValues()) {
                    throw new IllegalArgumentException(name + ": a cell of layer " + layer + " goes from "
                            + cell.inputs() + " to " + cell.hidden() + " features, expected from " + inputs + " to "
                            + cells.get(0).hidden());
                }
            }
        }
    }

    /**
     * A layer of cells of any kind, with the initial values of these: everything uniform in +-1/sqrt(H), as in PyTorch,
     * for all kinds below.
     */
    public static Recurrent of(Maker maker, int inputs, int hidden, RecurrentOptions options, Draws draws) {
        List<Cell> cells = new ArrayList<>();
        List<Cell> reverse = new ArrayList<>();
        int from = inputs;
        for (int layer = 0; layer < options.layers(); layer++) {
            cells.add(maker.make(from, hidden, options.bias(), draws));
            if (options.bidirectional()) {
                reverse.add(maker.make(from, hidden, options.bias(), draws));
            }
            from = hidden * (options.bidirectional() ? 2 : 1);
        }
        return new Recurrent(cells, reverse, options.dropout(), options.batchFirst());
    }

    /** Plain recurrent cells, {@link RnnCell}. */
    public static Recurrent rnn(Function function, int inputs, int hidden, RecurrentOptions options, Draws draws) {
        return of((i, h, bias, d) -> RnnCell.of(function, i, h, bias, d), inputs, hidden, options, draws);
    }

    /** Long short-term memory, {@link LstmCell}. */
    public static Recurrent lstm(int inputs, int hidden, RecurrentOptions options, Draws draws) {
        return of(LstmCell::of, inputs, hidden, options, draws);
    }

    /** Long short-term memory with peepholes, {@link PeepholeLstmCell}. */
    public static Recurrent peepholeLstm(int inputs, int hidden, RecurrentOptions options, Draws draws) {
        return of(PeepholeLstmCell::of, inputs, hidden, options, draws);
    }

    /** Long short-term memory with coupled input and forget gate, {@link CoupledLstmCell}. */
    public static Recurrent coupledLstm(int inputs, int hidden, RecurrentOptions options, Draws draws) {
        return of(CoupledLstmCell::of, inputs, hidden, options, draws);
    }

    /** Nested long short-term memory, {@link NestedLstmCell}. */
    public static Recurrent nestedLstm(int inputs, int hidden, RecurrentOptions options, Draws draws) {
        return of(NestedLstmCell::of, inputs, hidden, options, draws);
    }

    /** Gated recurrent units that reset after the product, as PyTorch's, {@link GruCell}. */
    public static Recurrent gru(int inputs, int hidden, RecurrentOptions options, Draws draws) {
        return of((i, h, bias, d) -> GruCell.of(true, i, h, bias, d), inputs, hidden, options, draws);
    }

    /** Gated recurrent units that reset before the product, as in the paper, {@link GruCell}. */
    public static Recurrent gruResetBefore(int inputs, int hidden, RecurrentOptions options, Draws draws) {
        return of((i, h, bias, d) -> GruCell.of(false, i, h, bias, d), inputs, hidden, options, draws);
    }

    @Override
    public Map<String, Parameter> parameters() {
        Map<String, Parameter> found = new LinkedHashMap<>();
        for (int layer = 0; layer < cells.size(); layer++) {
            add(found, cells.get(layer), "_l" + layer);
            if (!reverse.isEmpty()) {
                add(found, reverse.get(layer), "_l" + layer + "_reverse");
            }
        }
        return found;
    }

    private static void add(Map<String, Parameter> found, Cell cell, String suffix) {
        cell.parameters().forEach((name, parameter) -> {
            if (found.values().stream().noneMatch(known -> known == parameter)) {
                found.put(name + suffix, parameter);
            }
        });
    }

    /** D. */
    public int directions() {
        return reverse.isEmpty() ? 1 : 2;
    }

    /** All steps from a state of zeros. */
    public Output forward(Var x) {
        return forward(x, null, null);
    }

    /**
     * All steps.
     *
     * @param x [T,N,I] or [N,T,I]; [T,I] for one sample
     * @param initial every value [L*D,N,H] ([L*D,H] for one sample); null for zeros
     * @param lengths how many steps each sample has, [N], each 1 to T; null if all have T
     * @throws IllegalArgumentException if the shapes or lengths do not fit, before anything is computed
     */
    public Output forward(Var x, State initial, IntTensor lengths) {
        Cell cell = cells.get(0);
        boolean single = x.shape().rank() == 2;
        check(x, initial, lengths);
        if (single) {
            Var y = x.reshape(x.dim(0), 1, x.dim(1));
            Output output = timeFirst(y, initial == null ? null : raised(initial), lengths);
            return new Output(
                    output.y.reshape(x.dim(0), directions() * cell.hidden()),
                    lowered(output.state),
                    output.last.reshape(directions() * cell.hidden()));
        }
        if (!batchFirst) {
            return timeFirst(x, initial, lengths);
        }
        Output output = timeFirst(Ops.transpose(x, 0, 1), initial, lengths);
        return new Output(Ops.transpose(output.y, 0, 1), output.state, output.last);
    }

    private void check(Var x, State initial, IntTensor lengths) {
        Cell cell = cells.get(0);
        Shape shape = x.shape();
        boolean single = shape.rank() == 2;
        String contract = (batchFirst ? "[N,T,I]" : "[T,N,I]") + " or [T,I]";
        if ((shape.rank() != 3 && !single) || shape.dim(-1) != cell.inputs()) {
            throw new IllegalArgumentException(
                    cell.name() + ": x has shape " + shape + ", expected " + contract + " with I=" + cell.inputs());
        }
        int steps = shape.dim(batchFirst && !single ? 1 : 0);
        if (steps < 1) {
            throw new IllegalArgumentException(cell.name() + ": x has shape " + shape
                    + ": an empty sequence, expected T of at least 1 (contract x:" + contract + ")");
        }
        int samples = single ? 1 : shape.dim(batchFirst ? 0 : 1);
        int count = cells.size() * directions();
        Shape state = single ? Shape.of(count, cell.hidden()) : Shape.of(count, samples, cell.hidden());
        Operands.state(cell, initial, state, single ? "[layers*directions,H]" : "[layers*directions,N,H]");
        Operands.lengths(cell.name(), lengths, steps, samples);
    }

    private static State raised(State state) {
        return new State(state.values().stream()
                .map(v -> v.reshape(v.dim(0), 1, v.dim(1)))
                .toList());
    }

    private static State lowered(State state) {
        return new State(
                state.values().stream().map(v -> v.reshape(v.dim(0), v.dim(2))).toList());
    }

    private Output timeFirst(Var x, State initial, IntTensor lengths) {
        Var y = x;
        List<State> states = new ArrayList<>();
        for (int layer = 0; layer < cells.size(); layer++) {
            if (layer > 0 && dropout > 0f) {
                y = new Dropout(dropout).on(y);
            }
            Cell.Run run = cells.get(layer).run(y, initial(initial, states.size()), lengths, false);
            states.add(run.last());
            Var below = y;
            y = run.y();
            if (!reverse.isEmpty()) {
                Cell.Run back = reverse.get(layer).run(below, initial(initial, states.size()), lengths, true);
                states.add(back.last());
                y = Ops.concat(-1, y, back.y());
            }
        }
        List<Var> values = new ArrayList<>();
        for (int i = 0; i < cells.get(0).stateValues(); i++) {
            int value = i;
            values.add(
                    Ops.stack(0, states.stream().map(s -> s.values().get(value)).toList()));
        }
        Var last = states.get(states.size() - 1).h();
        if (!reverse.isEmpty()) {
            last = Ops.concat(-1, states.get(states.size() - 2).h(), last);
        }
        return new Output(y, new State(values), last);
    }

    private static State initial(State all, int index) {
        return all == null
                ? null
                : new State(
                        all.values().stream().map(v -> Ops.select(v, 0, index)).toList());
    }
}
