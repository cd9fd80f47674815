package dev.lanewise.nn.recurrent;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.op.Ops;
import dev.lanewise.op.math.Sigmoid;
import dev.lanewise.op.math.Tanh;
import dev.lanewise.op.matrix.Linear;
import dev.lanewise.op.recurrent.GruSequence;
import dev.lanewise.tensor.IntTensor;
import java.util.List;

/**
 * Gated recurrent unit (Cho et al., 2014):
 *
 * <pre>
 * a = x weight_ih^T + bias_ih                                (3H: r, z, n)
 * b = h weight_hh^T + bias_hh
 * r = sigmoid(a_r + b_r)     z = sigmoid(a_z + b_z)
 * n = tanh(a_n + r b_n)                                      reset after the product, as in PyTorch
 * n = tanh(a_n + (r h) weight_hh_n^T + bias_hh_n)            reset before it, as in the paper
 * h = z h + (1 - z) n</pre>
 *
 * The state is h.
 *
 * @param resetAfter true to reset after the product, which is fused; false to reset before it
 * @param weight_ih [3H,I]
 * @param weight_hh [3H,H]
 * @param bias_ih [3H], or null for none
 * @param bias_hh [3H]; null if bias_ih is
 */
public record GruCell(
        boolean resetAfter, Parameter weight_ih, Parameter weight_hh, Parameter bias_ih, Parameter bias_hh)
        implements Cell {
    /** Checks the shapes. */
    public GruCell {
        Weights.check("gru", 3, weight_ih, weight_hh, bias_ih, bias_hh);
    }

    /** A cell with PyTorch's initial values: everything uniform in +-1/sqrt(H). */
    public static GruCell of(boolean resetAfter, int inputs, int hidden, boolean bias, Draws draws) {
        List<Parameter> w = Weights.draw("gru", 3, inputs, hidden, bias, draws);
        return new GruCell(resetAfter, w.get(0), w.get(1), w.get(2), w.get(3));
    }

    @Override
    public String name() {
        return "gru";
    }

    @Override
    public int inputs() {
        return weight_ih.shape().dim(1);
    }

    @Override
    public int hidden() {
        return weight_hh.shape().dim(1);
    }

    @Override
    public int stateValues() {
        return 1;
    }

    @Override
    public Var project(Var x) {
        return Weights.linear(x, weight_ih, bias_ih);
    }

    @Override
    public State step(Var projected, State state) {
        Var h = state.h();
        Tape tape = h.tape();
        Var weight = tape.parameter(weight_hh);
        Var bias = Weights.on(tape, bias_hh);
        int size = hidden();
        Var rz = new Sigmoid().on(Ops.add(Ops.slice(projected, -1, 0, 2 * size), part(h, weight, bias, 0, 2 * size)));
        Var r = Ops.slice(rz, -1, 0, size);
        Var z = Ops.slice(rz, -1, size, size);
        Var b = resetAfter
                ? Ops.mul(r, part(h, weight, bias, 2 * size, size))
                : part(Ops.mul(r, h), weight, bias, 2 * size, size);
        Var n = new Tanh().on(Ops.add(Ops.slice(projected, -1, 2 * size, size), b));
        return State.of(Ops.add(Ops.mul(z, h), Ops.mul(Ops.oneMinus(z), n)));
    }

    /** The product with some rows of the weight, from one row on. */
    private static Var part(Var h, Var weight, Var bias, int from, int rows) {
        Var b = bias == null ? null : Ops.slice(bias, 0, from, rows);
        return new Linear().on(h, Ops.slice(weight, 0, from, rows), b);
    }

    @Override
    public State forward(Var x, State state) {
        return resetAfter
                ? run(Fused.oneStep(this, x, state), state, null, false).last()
                : Cell.super.forward(x, state);
    }

    @Override
    public Run run(Var x, State initial, IntTensor lengths, boolean reverse) {
        if (!resetAfter) {
            return unrolled(x, initial, lengths, reverse);
        }
        return Fused.run(this, new GruSequence(reverse), x, initial, lengths, weight_ih, weight_hh, bias_ih, bias_hh);
    }
}
