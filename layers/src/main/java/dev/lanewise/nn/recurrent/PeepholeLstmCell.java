package dev.lanewise.nn.recurrent;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.op.Ops;
import dev.lanewise.op.math.Sigmoid;
import dev.lanewise.op.math.Tanh;
import java.util.List;

/**
 * Long short-term memory whose gates look at the memory (Gers and Schmidhuber, 2000):
 *
 * <pre>
 * a = x weight_ih^T + bias_ih + h weight_hh^T + bias_hh      (4H: i, f, g, o)
 * i = sigmoid(a_i + weight_ci c)
 * f = sigmoid(a_f + weight_cf c)
 * c = f c + i tanh(a_g)
 * o = sigmoid(a_o + weight_co c)                             of the new c
 * h = o tanh(c)</pre>
 *
 * The state is h, c.
 *
 * @param weight_ih [4H,I]
 * @param weight_hh [4H,H]
 * @param bias_ih [4H], or null for none
 * @param bias_hh [4H]; null if bias_ih is
 * @param weight_ci [H], multiplied by element
 * @param weight_cf [H]
 * @param weight_co [H]
 */
public record PeepholeLstmCell(
        Parameter weight_ih,
        Parameter weight_hh,
        Parameter bias_ih,
        Parameter bias_hh,
        Parameter weight_ci,
        Parameter weight_cf,
        Parameter weight_co)
        implements Cell {
    /** Checks the shapes. */
    public PeepholeLstmCell {
        Weights.check("peephole lstm", 4, weight_ih, weight_hh, bias_ih, bias_hh);
        int hidden = weight_hh.shape().dim(1);
        Weights.vector("peephole lstm", "weight_ci", weight_ci, hidden);
        Weights.vector("peephole lstm", "weight_cf", weight_cf, hidden);
        Weights.vector("peephole lstm", "weight_co", weight_co, hidden);
    }

    /** A cell with the initial values of PyTorch's LSTM: everything uniform in +-1/sqrt(H). */
    public static PeepholeLstmCell of(int inputs, int hidden, boolean bias, Draws draws) {
        List<Parameter> w = Weights.draw("peephole lstm", 4, inputs, hidden, bias, draws);
        return new PeepholeLstmCell(
                w.get(0),
                w.get(1),
                w.get(2),
                w.get(3),
                Weights.draw(draws, hidden, hidden),
                Weights.draw(draws, hidden, hidden),
                Weights.draw(draws, hidden, hidden));
    }

    @Override
    public String name() {
        return "peephole lstm";
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
        Var i = gate(gates.get(0), weight_ci, state.c());
        Var f = gate(gates.get(1), weight_cf, state.c());
        Var g = new Tanh().on(gates.get(2));
        Var c = Ops.add(Ops.mul(f, state.c()), Ops.mul(i, g));
        Var o = gate(gates.get(3), weight_co, c);
        return State.of(Ops.mul(o, new Tanh().on(c)), c);
    }

    private static Var gate(Var a, Parameter peephole, Var c) {
        return new Sigmoid().on(Ops.add(a, Ops.mul(c, c.tape().parameter(peephole))));
    }
}
