package dev.lanewise.op.loss;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.kernel.LossKernels.Pair;
import dev.lanewise.kernel.LossShapes;
import dev.lanewise.tensor.Tensor;

/**
 * A loss of every element and one target for all, not reduced. Any shape; the output has the shape of x. Binary
 * cross-entropy of logits with target 0 is {@code log(1 + exp(x))}, with target 1 {@code log(1 + exp(-x))}.
 *
 * @param loss the formula
 * @param option what the formula says of it; 0 where it says nothing
 * @param target the target of every element
 */
public record FixedTargetLoss(Pair loss, float option, float target) implements DifferentiableOp {
    @Override
    public String name() {
        return LossShapes.name(loss);
    }

    @Override
    public void infer(Infer infer) {
        infer.output(infer.shape(0));
        infer.scratch(infer.shape(0));
    }

    private Tensor targets(Frame frame) {
        Tensor targets = frame.scratch(0);
        targets.fill(target);
        return targets;
    }

    @Override
    public void forward(Frame frame) {
        frame.kernels().loss().pair(loss, option, frame.x(0), targets(frame), frame.y(0));
    }

    @Override
    public void backward(Frame frame) {
        frame.kernels().loss().pairBackward(loss, option, frame.x(0), targets(frame), frame.dy(0), frame.dx(0));
    }
}
