package dev.lanewise.nn.recurrent;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.op.Ops;
import dev.lanewise.op.math.Sigmoid;
import dev.lanewise.op.math.Tanh;
import java.util.List;

/**
 * Nested long short-term memory (Moniz and Krueger, 2017): the memory of the outer cell is the output of an inner one,
 * which remembers longer.
 *
 * <pre>
 * a = x weight_ih^T + bias_ih + h weight_hh^T + bias_hh      (4H: i, f, g, o)
 * c, d = inner(sigmoid(a_i) tanh(a_g), state sigmoid(a_f) c, d)
 * h = sigmoid(a_o) tanh(c)</pre>
 *
 * The inner cell is a {@link LstmCell}: its input is what an ordinary cell would add to its memory, its previous output
 * what that would keep, d its own memory. The state is h, c, d.
 *
 * @param weight_ih [4H,I]
 * @param weight_hh [4H,H]
 * @param bias_ih [4H], or null for none
 * @param bias_hh [4H]; null if bias_ih is
 * @param inner a cell from H to H
 */
public record NestedLstmCell(
        Parameter weight_ih, Parameter weight_hh, Parameter bias_ih, Parameter bias_hh, LstmCell inner)
        implements Cell {
    /** Checks the shapes. */
    public NestedLstmCell {
        Weights.check("nested lstm", 4, weight_ih, weight_hh, bias_ih, bias_hh);
        int hidden = weight_hh.shape().dim(1);
        if (inner.inputs() != hidden || inner.hidden() != hidden) {
            throw new IllegalArgumentException("nested lstm: the inner cell goes from " + inner.inputs() + " to "
                    + inner.hidden() + ", expected from H=" + hidden + " to H=" + hidden);
        }
    }

    /** A cell with the initial values of PyTorch's LSTM, inside and outside: everything uniform in +-1/sqrt(H). */
    public static NestedLstmCell of(int inputs, int hidden, boolean bias, Draws draws) {
        List<Parameter> w = Weights.draw("nested lstm", 4, inputs, hidden, bias, draws);
        return new NestedLstmCell(w.get(0), w.get(1), w.get(2), w.get(3), LstmCell.of(hidden, hidden, bias, draws));
    }

    @Override
    public String name() {
        return "nested lstm";
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
        return 3;
    }

    @Override
    public Var project(Var x) {
        return Weights.linear(x, weight_ih, bias_ih);
    }

    @Override
    public State step(Var projected, State state) {
        Var a = Ops.add(projected, Weights.linear(state.h(), weight_hh, bias_hh));
        List<Var> gates = Ops.split(a, -1, 4);
        Var i = new Sigmoid().on(gates.get(0));
        Var f = new Sigmoid().on(gates.get(1));
        Var g = new Tanh().on(gates.get(2));
        Var o = new Sigmoid().on(gates.get(3));
        State memory = inner.forward(
                Ops.mul(i, g), State.of(Ops.mul(f, state.c()), state.values().get(2)));
        return State.of(Ops.mul(o, new Tanh().on(memory.h())), memory.h(), memory.c());
    }
}
