package dev.lanewise.nn.recurrent;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.op.Ops;
import dev.lanewise.op.math.Sigmoid;
import dev.lanewise.op.math.Tanh;
import dev.lanewise.op.recurrent.LstmSequence;
import dev.lanewise.tensor.IntTensor;
import java.util.List;

/**
 * Long short-term memory (Hochreiter and Schmidhuber, 1997) with the forget gate of Gers et al. (2000):
 *
 * <pre>
 * a = x weight_ih^T + bias_ih + h weight_hh^T + bias_hh      (4H: i, f, g, o)
 * c = sigmoid(a_f) c + sigmoid(a_i) tanh(a_g)
 * h = sigmoid(a_o) tanh(c)</pre>
 *
 * The state is h, c.
 *
 * @param weight_ih [4H,I]
 * @param weight_hh [4H,H]
 * @param bias_ih [4H], or null for none
 * @param bias_hh [4H]; null if bias_ih is
 */
public record LstmCell(Parameter weight_ih, Parameter weight_hh, Parameter bias_ih, Parameter bias_hh) implements Cell {
    /** Checks the shapes. */
    public LstmCell {
        Weights.check("lstm", 4, weight_ih, weight_hh, bias_ih, bias_hh);
    }

    /** A cell with PyTorch's initial values: everything uniform in +-1/sqrt(H). */
    public static LstmCell of(int inputs, int hidden, boolean bias, Draws draws) {
        List<Parameter> w = Weights.draw("lstm", 4, inputs, hidden, bias, draws);
        return new LstmCell(w.get(0), w.get(1), w.get(2), w.get(3));
    }

    @Override
    public String name() {
        return "lstm";
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
        List<Var> gates = Ops.split(a, -1, 4);
        Var i = new Sigmoid().on(gates.get(0));
        Var f = new Sigmoid().on(gates.get(1));
        Var g = new Tanh().on(gates.get(2));
        Var o = new Sigmoid().on(gates.get(3));
        Var c = Ops.add(Ops.mul(f, state.c()), Ops.mul(i, g));
        return State.of(Ops.mul(o, new Tanh().on(c)), c);
    }

    @Override
    public State forward(Var x, State state) {
        return run(Fused.oneStep(this, x, state), state, null, false).last();
    }

    @Override
    public Run run(Var x, State initial, IntTensor lengths, boolean reverse) {
        return Fused.run(this, new LstmSequence(reverse), x, initial, lengths, weight_ih, weight_hh, bias_ih, bias_hh);
    }
}
