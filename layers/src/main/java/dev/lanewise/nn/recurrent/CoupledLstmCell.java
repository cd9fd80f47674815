package dev.lanewise.nn.recurrent;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.op.Ops;
import dev.lanewise.op.math.Sigmoid;
import dev.lanewise.op.math.Tanh;
import java.util.List;

/**
 * Long short-term memory whose input and forget gate are coupled (CIFG in Greff et al., 2017): it forgets as much as it
 * takes in.
 *
 * <pre>
 * a = x weight_ih^T + bias_ih + h weight_hh^T + bias_hh      (3H: i, g, o)
 * i = sigmoid(a_i)
 * c = (1 - i) c + i tanh(a_g)
 * h = sigmoid(a_o) tanh(c)</pre>
 *
 * The state is h, c.
 *
 * @param weight_ih [3H,I]
 * @param weight_hh [3H,H]
 * @param bias_ih [3H], or null for none
 * @param bias_hh [3H]; null if bias_ih is
 */
public record CoupledLstmCell(Parameter weight_ih, Parameter weight_hh, Parameter bias_ih, Parameter bias_hh)
        implements Cell {
    /** Checks the shapes. */
    public CoupledLstmCell {
        Weights.check("coupled lstm", 3, weight_ih, weight_hh, bias_ih, bias_hh);
    }

    /** A cell with the initial values of PyTorch's LSTM: everything uniform in +-1/sqrt(H). */
    public static CoupledLstmCell of(int inputs, int hidden, boolean bias, Draws draws) {
        List<Parameter> w = Weights.draw("coupled lstm", 3, inputs, hidden, bias, draws);
        return new CoupledLstmCell(w.get(0), w.get(1), w.get(2), w.get(3));
    }

    @Override
    public String name() {
        return "coupled lstm";
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
        return 2;
    }

    @Override
    public Var project(Var x) {
        return Weights.linear(x, weight_ih, bias_ih);
    }

    @Override
    public State step(Var projected, State state) {
        Var a = Ops.add(projected, Weights.linear(state.h(), weight_hh, bias_hh));
        List<Var> gates = Ops.split(a, -1, 3);
        Var i = new Sigmoid().on(gates.get(0));
        Var g = new Tanh().on(gates.get(1));
        Var o = new Sigmoid().on(gates.get(2));
        Var c = Ops.add(Ops.mul(Ops.oneMinus(i), state.c()), Ops.mul(i, g));
        return State.of(Ops.mul(o, new Tanh().on(c)), c);
    }
}
