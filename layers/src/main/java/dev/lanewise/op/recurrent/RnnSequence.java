package dev.lanewise.op.recurrent;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.kernel.CellKernels.Function;
import dev.lanewise.kernel.PackedMatrix;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.ShapeSpec;
import dev.lanewise.tensor.Tensor;
import java.util.List;

/**
 * One plain recurrent layer (Elman, 1990) over a whole sequence, in one direction:
 *
 * <pre>h = f(x[t] w_ih^T + b_ih + h w_hh^T + b_hh)     y[t] = h</pre>
 *
 * <p>Outputs: y:[T,N,H], the last h:[N,H]. Lengths and the absent initial state as in {@link LstmSequence}.
 *
 * @param function f
 * @param reverse true to run from the last step to the first
 */
public record RnnSequence(Function function, boolean reverse) implements DifferentiableOp {
    /** The shape contract; G is H, lengths are ints. */
    public static final ShapeSpec SHAPES = ShapeSpec.of(Sequence.CONTRACT);

    @Override
    public String name() {
        return "rnn";
    }

    @Override
    public void infer(Infer infer) {
        ShapeSpec.Axes axes = Sequence.check(name(), infer, SHAPES, 1);
        int h = axes.get("H");
        Shape state = Shape.of(axes.get("N"), h);
        Shape states = state.prepend(axes.get("T"));
        infer.output(states);
        infer.output(state);
        boolean masked = infer.has(Sequence.LENGTHS) && infer.recording();
        infer.saved(masked ? states : Shape.of(0));
        infer.scratch(state);
        infer.scratch(state);
        if (infer.recording()) {
            infer.scratch(states);
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
        Tensor states = run.states(0);
        Tensor hidden = frame.scratch(1);
        PackedMatrix inputWeights = run.inputWeights();
        PackedMatrix weights = run.forwardWeights();
        for (int k = 0; k < run.steps(); k++) {
            int t = run.time(k);
            Tensor h = run.before(k, states, run.first());
            Tensor next = states.outer(t);
            run.project(k, inputWeights, states);
            run.recur(h, weights, hidden);
            frame.kernels().cell().rnn(function, next, hidden, next, frame.work());
            run.hold(t, h, next);
        }
        frame.y(1).copyFrom(states.outer(run.time(run.steps() - 1)));
        run.maskOutput(states);
    }

    @Override
    public void backward(Frame frame) {
        Sequence run = Sequence.of(frame, reverse, frame.scratch(0));
        Tensor states = run.states(0);
        Tensor da = frame.scratch(2);
        Tensor dy = run.outputGradient(frame.scratch(5));
        Tensor dh = frame.scratch(3);
        Tensor dhBefore = frame.scratch(4);
        dh.copyFrom(frame.dy(1));
        PackedMatrix weights = run.backwardWeights();
        for (int k = run.steps() - 1; k >= 0; k--) {
            int t = run.time(k);
            frame.kernels().cell().rnnBackward(function, states.outer(t), dy.outer(t), dh, da.outer(t), frame.work());
            run.hold(t, null, da.outer(t));
            run.carryBack(da.outer(t), weights, 0f, dhBefore);
            run.hold(t, dh, dhBefore);
            Tensor swapped = dh;
            dh = dhBefore;
            dhBefore = swapped;
        }
        run.gradients(da, da, states, dh);
    }
}
