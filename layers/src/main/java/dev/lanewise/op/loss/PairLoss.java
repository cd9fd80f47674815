package dev.lanewise.op.loss;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.kernel.LossKernels;
import dev.lanewise.kernel.LossKernels.Pair;
import dev.lanewise.kernel.LossShapes;
import dev.lanewise.tensor.ShapeSpec;

/**
 * A loss of every element and its target, not reduced. Both operands have gradients; the output has their shape.
 *
 * @param loss the formula
 * @param option what the formula says of it: delta, beta, gamma, a margin; 0 where it says nothing
 */
public record PairLoss(Pair loss, float option) implements DifferentiableOp {
    /** The shape contract. */
    public static final ShapeSpec SHAPES = ShapeSpec.of("x:[*] target:[*]");

    /** A loss without an option. */
    public PairLoss(Pair loss) {
        this(loss, 0f);
    }

    @Override
    public String name() {
        return LossShapes.name(loss);
    }

    @Override
    public void infer(Infer infer) {
        infer.match(SHAPES);
        infer.output(infer.shape(0));
    }

    @Override
    public void forward(Frame frame) {
        frame.kernels().loss().pair(loss, option, frame.x(0), frame.x(1), frame.y(0));
    }

    @Override
    public void backward(Frame frame) {
        LossKernels kernels = frame.kernels().loss();
        if (frame.wants(0)) {
            kernels.pairBackward(loss, option, frame.x(0), frame.x(1), frame.dy(0), frame.dx(0));
        }
        if (frame.wants(1)) {
            kernels.pairTargetBackward(loss, option, frame.x(0), frame.x(1), frame.dy(0), frame.dx(1));
        }
    }
}
