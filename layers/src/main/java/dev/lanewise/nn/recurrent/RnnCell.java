package dev.lanewise.nn.recurrent;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.kernel.CellKernels.Function;
import dev.lanewise.op.Ops;
import dev.lanewise.op.math.Relu;
import dev.lanewise.op.math.Tanh;
import dev.lanewise.op.recurrent.RnnSequence;
import dev.lanewise.tensor.IntTensor;
import java.util.List;

/**
 * A plain recurrent cell (Elman, 1990): {@code h = f(x weight_ih^T + bias_ih + h weight_hh^T + bias_hh)}.
 *
 * @param function f
 * @param weight_ih [H,I]
 * @param weight_hh [H,H]
 * @param bias_ih [H], or null for none
 * @param bias_hh [H]; null if bias_ih is
 */
public record RnnCell(Function function, Parameter weight_ih, Parameter weight_hh, Parameter bias_ih, Parameter bias_hh)
        implements Cell {
    /** Checks the shapes. */
    public RnnCell {
        Weights.check("rnn", 1, weight_ih, weight_hh, bias_ih, bias_hh);
    }

    /** A cell with PyTorch's initial values: everything uniform in +-1/sqrt(H). */
    public static RnnCell of(Function function, int inputs, int hidden, boolean bias, Draws draws) {
        List<Parameter> w = Weights.draw("rnn", 1, inputs, hidden, bias, draws);
        return new RnnCell(function, w.get(0), w.get(1), w.get(2), w.get(3));
    }

    @Override
    public String name() {
        return "rnn";
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
        DifferentiableOp f = function == Function.RELU ? new Relu() : new Tanh();
        return State.of(f.on(Ops.add(projected, Weights.linear(state.h(), weight_hh, bias_hh))));
    }

    @Override
    public State forward(Var x, State state) {
        return run(Fused.oneStep(this, x, state), state, null, false).last();
    }

    @Override
    public Run run(Var x, State initial, IntTensor lengths, boolean reverse) {
        return Fused.run(
                this, new RnnSequence(function, reverse), x, initial, lengths, weight_ih, weight_hh, bias_ih, bias_hh);
    }
}
