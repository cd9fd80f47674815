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
 * One layer of gated recurrent units (Cho et al., 2014) over a whole sequence, in one direction, with the reset after the
 * product:
 *
 * <pre>
 * a = x[t] w_ih^T + b_ih     b = h w_hh^T + b_hh    (G = 3H: r, z, n)
 * r = sigmoid(a_r + b_r)     z = sigmoid(a_z + b_z)
 * n = tanh(a_n + r b_n)      h = z h + (1 - z) n    y[t] = h</pre>
 *
 * <p>Outputs: y:[T,N,H], the last h:[N,H]. Lengths and the absent initial state as in {@link LstmSequence}.
 *
 * @param reverse true to run from the last step to the first
 */
public record GruSequence(boolean reverse) implements DifferentiableOp {
    /** The shape contract; G is 3H, lengths are ints. */
    public static final ShapeSpec SHAPES = ShapeSpec.of(Sequence.CONTRACT);

    private static final int GATES = 3;

    @Override
    public String name() {
        return "gru";
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
        infer.saved(Sequence.kept(infer, gates, Sequence.together(axes.get("N"))));
        infer.saved(Sequence.kept(infer, states, 1));
        boolean masked = infer.has(Sequence.LENGTHS) && infer.recording();
        infer.saved(masked ? states : Shape.of(0));
        infer.scratch(state);
        infer.scratch(state.with(-1, GATES * h));
        if (infer.recording()) {
            infer.scratch(gates);
            infer.scratch(gates);
            infer.scratch(state);
            infer.scratch(state);
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
        Tensor states = run.states(2);
        Tensor hidden = frame.scratch(1);
        PackedMatrix inputWeights = run.inputWeights();
        PackedMatrix weights = run.forwardWeights();
        for (int k = 0; k < run.steps(); k++) {
            int t = run.time(k);
            Tensor h = run.before(k, states, run.first());
            run.project(k, inputWeights, gates);
            run.recur(h, weights, hidden);
            frame.kernels()
                    .cell()
                    .gru(
                            Sequence.at(gates, t),
                            hidden,
                            h,
                            Sequence.at(frame.saved(1), t),
                            states.outer(t),
                            frame.work());
            run.hold(t, h, states.outer(t));
        }
        frame.y(1).copyFrom(states.outer(run.time(run.steps() - 1)));
        run.maskOutput(states);
    }

    @Override
    public void backward(Frame frame) {
        Sequence run = Sequence.of(frame, reverse, frame.scratch(0));
        Tensor states = run.states(2);
        Tensor da = frame.scratch(2);
        Tensor db = frame.scratch(3);
        Tensor dy = run.outputGradient(frame.scratch(6));
        Tensor dh = frame.scratch(4);
        Tensor dhBefore = frame.scratch(5);
        dh.copyFrom(frame.dy(1));
        PackedMatrix weights = run.backwardWeights();
        for (int k = run.steps() - 1; k >= 0; k--) {
            int t = run.time(k);
            frame.kernels()
                    .cell()
                    .gruBackward(
                            frame.saved(0).outer(t),
                            frame.saved(1).outer(t),
                            run.before(k, states, run.first()),
                            dy.outer(t),
                            dh,
                            da.outer(t),
                            db.outer(t),
                            dhBefore,
                            frame.work());
            run.hold(t, null, da.outer(t));
            run.hold(t, null, db.outer(t));
            run.carryBack(db.outer(t), weights, 1f, dhBefore);
            run.hold(t, dh, dhBefore);
            Tensor swapped = dh;
            dh = dhBefore;
            dhBefore = swapped;
        }
        run.gradients(da, db, states, dh);
    }
}
