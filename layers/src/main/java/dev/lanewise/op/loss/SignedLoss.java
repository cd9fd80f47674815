package dev.lanewise.op.loss;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.kernel.LossKernels.Signed;
import dev.lanewise.kernel.LossShapes;
import dev.lanewise.tensor.ShapeSpec;

/**
 * A loss of every element and a sign, not reduced. Operands: x, and signs of 1 and -1 as ints. The output has the shape of
 * x.
 *
 * @param loss the formula
 * @param margin what is far enough
 */
public record SignedLoss(Signed loss, float margin) implements DifferentiableOp {
    /** The shape contract. */
    public static final ShapeSpec SHAPES = ShapeSpec.of("x:[*] signs:[*]");

    @Override
    public String name() {
        return LossShapes.name(loss);
    }

    @Override
    public void infer(Infer infer) {
        infer.match(SHAPES);
        infer.requireInts(1, "signs");
        infer.output(infer.shape(0));
    }

    @Override
    public void forward(Frame frame) {
        frame.kernels().loss().signed(loss, margin, frame.x(0), frame.xInts(1), frame.y(0));
    }

    @Override
    public void backward(Frame frame) {
        frame.kernels().loss().signedBackward(loss, margin, frame.x(0), frame.xInts(1), frame.dy(0), frame.dx(0));
    }
}
