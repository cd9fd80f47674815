package dev.lanewise.op.loss;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.tensor.ShapeSpec;

/**
 * Minus the log-probability of each sample's class, times the weight of the class; not reduced.
 *
 * <p>Operands: log-probabilities, classes as ints, and class weights, which are data without a gradient and may be absent.
 * Outputs: the losses [N,*], and what each sample weighs in a mean [N,*]: the weight of its class, or 0 if it is ignored.
 *
 * @param ignoreIndex the label of samples that do not count
 */
public record NegativeLogLikelihood(int ignoreIndex) implements DifferentiableOp {
    /** The shape contract. */
    public static final ShapeSpec SHAPES = ShapeSpec.of("x:[N,C,*] classes:[N,*] weight:[C]?");

    @Override
    public void infer(Infer infer) {
        infer.match(SHAPES);
        infer.requireInts(1, "classes");
        infer.output(infer.shape(1));
        infer.output(infer.shape(1));
    }

    @Override
    public void forward(Frame frame) {
        frame.kernels().loss().nll(ignoreIndex, frame.x(0), frame.xInts(1), frame.x(2), frame.y(0), frame.y(1));
    }

    @Override
    public void backward(Frame frame) {
        if (frame.wants(2)) {
            throw new IllegalStateException("negativeLogLikelihood: weight has no gradient, expected a constant");
        }
        frame.kernels().loss().nllBackward(ignoreIndex, frame.xInts(1), frame.x(2), frame.dy(0), frame.dx(0));
    }
}
