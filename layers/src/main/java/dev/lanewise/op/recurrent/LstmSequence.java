package dev.lanewise.op.recurrent;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.kernel.PackedMatrix;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.ShapeSpec;
import dev.lanewise.tensor.Tensor;
import java.util.List;

/**
 * One layer of long short-term memory (Hochreiter and Schmidhuber, 1997; forget gate: Gers et al., 2000) over a whole
 * sequence, in one direction:
 *
 * <pre>
 * a = x[t] w_ih^T + b_ih + h w_hh^T + b_hh          (G = 4H: i, f, g, o)
 * c = sigmoid(a_f) c + sigmoid(a_i) tanh(a_g)
 * h = sigmoid(a_o) tanh(c)                          y[t] = h</pre>
 *
 * <p>Outputs: y:[T,N,H], the last h:[N,H], the last c:[N,H]. With lengths, a sample has the steps t &lt; lengths[n],
 * each length from 1 to T: its output is 0 beyond them, its last state is that of its last step, and in reverse it begins
 * at step lengths[n] - 1. What x holds beyond them reaches no output; it must be finite where weights have gradients.
 *
 * <p>Absent initial states are zeros. The gradients of the weights are products over all steps at once.
 *
 * @param reverse true to run from the last step to the first
 */
public record LstmSequence(boolean reverse) implements DifferentiableOp {
    /** The shape contract; G is 4H, lengths are ints. */
    public static final ShapeSpec SHAPES = ShapeSpec.of(Sequence.CONTRACT + " c0:[N,H]?");

    private static final int C0 = Sequence.H0 + 1;
    private static final int GATES = 4;

    @Override
    public String name() {
        return "lstm";
    }

    @Override
    public void infer(Infer infer) {
        ShapeSpec.Axes axes = Sequence.check(name(), infer, SHAPES, GATES);
        int h = axes.get("H");
        Shape state = Shape.of(axes.get("N"), h);
        Shape states = state.prepend(axes.get("T"));
        Shape gates = states.with(-1, GATES * h);
        infer.output(states);
        infer.output(state);
        infer.output(state);
        infer.saved(Sequence.kept(infer, gates, Sequence.together(axes.get("N"))));
        infer.saved(Sequence.kept(infer, states, 2));
        infer.saved(Sequence.kept(infer, states, 1));
        boolean masked = infer.has(Sequence.LENGTHS) && infer.recording();
        infer.saved(masked ? states : Shape.of(0));
        infer.scratch(state);
        infer.scratch(state.with(-1, GATES * h));
        if (infer.recording()) {
            infer.scratch(gates);
            for (int i = 0; i < 4; i++) {
                infer.scratch(state);
            }
            infer.scratch(masked ? states : Shape.of(0));
        }
    }

    @Override
    public long flops(List<Shape> inputs, List<Shape> outputs) {
        return Sequence.flops(inputs);
    }

    @Override
    public void forward(Frame frame) {
        Sequence run = Sequence.of(frame, reverse, frame.scratch(0));
        run.checkLengths(name());
        Tensor gates = frame.saved(0);
        Tensor cells = frame.saved(1);
        Tensor states = run.states(3);
        Tensor c0 = Sequence.initial(frame, C0, frame.scratch(0));
        Tensor hidden = frame.scratch(1);
        PackedMatrix inputWeights = run.inputWeights();
        PackedMatrix weights = run.forwardWeights();
        for (int k = 0; k < run.steps(); k++) {
            int t = run.time(k);
            Tensor h = run.before(k, states, run.first());
            Tensor c = run.before(k, cells, c0);
            Tensor next = Sequence.at(cells, t);
            run.project(k, inputWeights, gates);
            run.recur(h, weights, hidden);
            frame.kernels()
                    .cell()
                    .lstm(
                            Sequence.at(gates, t),
                            hidden,
                            c,
                            next,
                            Sequence.at(frame.saved(2), t),
                            states.outer(t),
                            frame.work());
            run.hold(t, c, next);
            run.hold(t, h, states.outer(t));
        }
        int last = run.time(run.steps() - 1);
        frame.y(1).copyFrom(states.outer(last));
        frame.y(2).copyFrom(Sequence.at(cells, last));
        run.maskOutput(states);
    }

    @Override
    public void backward(Frame frame) {
        Sequence run = Sequence.of(frame, reverse, frame.scratch(0));
        Tensor gates = frame.saved(0);
        Tensor cells = frame.saved(1);
        Tensor states = run.states(3);
        Tensor c0 = Sequence.initial(frame, C0, frame.scratch(0));
        Tensor da = frame.scratch(2);
        Tensor dy = run.outputGradient(frame.scratch(7));
        Tensor dh = frame.scratch(3);
        Tensor dhBefore = frame.scratch(4);
        Tensor dc = frame.scratch(5);
        Tensor dcBefore = frame.scratch(6);
        dh.copyFrom(frame.dy(1));
        dc.copyFrom(frame.dy(2));
        PackedMatrix weights = run.backwardWeights();
        for (int k = run.steps() - 1; k >= 0; k--) {
            int t = run.time(k);
            frame.kernels()
                    .cell()
                    .lstmBackward(
                            gates.outer(t),
                            run.before(k, cells, c0),
                            frame.saved(2).outer(t),
                            dy.outer(t),
                            dh,
                            dc,
                            da.outer(t),
                            dcBefore,
                            frame.work());
            run.hold(t, null, da.outer(t));
            run.hold(t, dc, dcBefore);
            run.carryBack(da.outer(t), weights, 0f, dhBefore);
            run.hold(t, dh, dhBefore);
            Tensor swapped = dh;
            dh = dhBefore;
            dhBefore = swapped;
            swapped = dc;
            dc = dcBefore;
            dcBefore = swapped;
        }
        run.gradients(da, da, states, dh);
        if (frame.wants(C0)) {
            frame.dx(C0).copyFrom(dc);
        }
    }
}
