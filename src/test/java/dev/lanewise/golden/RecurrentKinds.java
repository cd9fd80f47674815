package dev.lanewise.golden;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.kernel.CellKernels.Function;
import dev.lanewise.nn.recurrent.Cell;
import dev.lanewise.nn.recurrent.GruCell;
import dev.lanewise.nn.recurrent.LstmCell;
import dev.lanewise.nn.recurrent.Recurrent;
import dev.lanewise.nn.recurrent.RnnCell;
import dev.lanewise.nn.recurrent.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** PyTorch's recurrent layers and cells. */
final class RecurrentKinds {
    static final Map<String, TorchKind> KINDS = Map.ofEntries(
            Map.entry("RNN", (golden, options) -> layer(golden, options, rnn(options))),
            Map.entry("LSTM", (golden, options) -> layer(golden, options, LstmCell::new)),
            Map.entry("GRU", (golden, options) -> layer(golden, options, RecurrentKinds::gru)),
            Map.entry("RNNCell", (golden, options) -> cell(golden, options, rnn(options))),
            Map.entry("LSTMCell", (golden, options) -> cell(golden, options, LstmCell::new)),
            Map.entry("GRUCell", (golden, options) -> cell(golden, options, RecurrentKinds::gru)));

    private RecurrentKinds() {}

    @FunctionalInterface
    private interface Maker {
        Cell of(Parameter weightIh, Parameter weightHh, Parameter biasIh, Parameter biasHh);
    }

    private static Maker rnn(Options options) {
        String name = options.text("nonlinearity", "tanh");
        Function function = Function.valueOf(name.toUpperCase(Locale.ROOT));
        return (wIh, wHh, bIh, bHh) -> new RnnCell(function, wIh, wHh, bIh, bHh);
    }

    private static Cell gru(Parameter wIh, Parameter wHh, Parameter bIh, Parameter bHh) {
        return new GruCell(true, wIh, wHh, bIh, bHh);
    }

    private static Cell made(TorchCase golden, Maker maker, String suffix) {
        return maker.of(
                golden.parameter("weight_ih" + suffix),
                golden.parameter("weight_hh" + suffix),
                golden.parameter("bias_ih" + suffix),
                golden.parameter("bias_hh" + suffix));
    }

    /** PyTorch's names of the initial state: h0 and c0, or h0 alone under that name or hx. */
    private static State initial(TorchCase golden) {
        Var h = golden.has("h0") ? golden.in("h0") : golden.in("hx");
        Var c = golden.has("c0") ? golden.in("c0") : golden.in("cx");
        if (h == null) {
            return null;
        }
        return c == null ? State.of(h) : State.of(h, c);
    }

    private static Var[] layer(TorchCase golden, Options options, Maker maker) {
        options.ignore("input_size", "hidden_size", "bias");
        options.only("proj_size", 0);
        int layers = (int) options.number("num_layers", 1);
        boolean bidirectional = options.flag("bidirectional", false);
        List<Cell> cells = new ArrayList<>();
        List<Cell> reverse = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            cells.add(made(golden, maker, "_l" + layer));
            if (bidirectional) {
                reverse.add(made(golden, maker, "_l" + layer + "_reverse"));
            }
        }
        float dropout = (float) options.number("dropout", 0);
        if (dropout > 0 && layers > 1) {
            throw new Options.Unsupported("dropout, whose mask is drawn differently");
        }
        Recurrent recurrent = new Recurrent(cells, reverse, 0f, options.flag("batch_first", false));
        Recurrent.Output output = recurrent.forward(golden.in("x"), initial(golden), golden.ints("lengths"));
        List<Var> outputs = new ArrayList<>(List.of(output.y()));
        outputs.addAll(output.state().values());
        return outputs.toArray(Var[]::new);
    }

    private static Var[] cell(TorchCase golden, Options options, Maker maker) {
        options.ignore("input_size", "hidden_size", "bias");
        State next = made(golden, maker, "").forward(golden.in("x"), initial(golden));
        return next.values().toArray(Var[]::new);
    }
}
