package dev.lanewise.op.loss;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.kernel.LossKernels.Classes;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.ShapeSpec;
import java.util.List;

/**
 * Softmax and cross-entropy of each sample, with class weights, ignored samples, label smoothing and the focal factor; not
 * reduced.
 *
 * <p>Operands: logits, classes as ints, and class weights, which are data without a gradient and may be absent. Outputs:
 * the losses [N,*], and what each sample weighs in a mean [N,*]: the weight of its class, or 0 if it is ignored.
 *
 * @param options label to ignore, smoothing, focal exponent
 */
public record SampleCrossEntropy(Classes options) implements DifferentiableOp {
    /** The shape contract. */
    public static final ShapeSpec SHAPES = ShapeSpec.of("logits:[N,C,*] classes:[N,*] weight:[C]?");

    /** Checks the options. */
    public SampleCrossEntropy {
        if (!(options.smoothing() >= 0f && options.smoothing() <= 1f)) {
            throw new IllegalArgumentException("crossEntropy: smoothing " + options.smoothing() + ", expected 0 to 1");
        }
        if (!(options.gamma() >= 0f) || (options.gamma() > 0f && options.smoothing() > 0f)) {
            throw new IllegalArgumentException("crossEntropy: gamma " + options.gamma() + " with smoothing "
                    + options.smoothing() + ", expected gamma at least 0, and 0 with smoothing");
        }
    }

    @Override
    public String name() {
        return options.gamma() > 0f ? "focal" : "crossEntropy";
    }

    @Override
    public void infer(Infer infer) {
        infer.match(SHAPES);
        infer.requireInts(1, "classes");
        Shape samples = infer.shape(1);
        infer.output(samples);
        infer.output(samples);
        infer.saved(samples);
        infer.saved(samples);
    }

    // Largest, difference, exponential, sum, quotient.
    @Override
    public long flops(List<Shape> inputs, List<Shape> outputs) {
        return 5L * inputs.getFirst().size();
    }

    @Override
    public void forward(Frame frame) {
        frame.kernels()
                .loss()
                .crossEntropy(
                        options,
                        frame.x(0),
                        frame.xInts(1),
                        frame.x(2),
                        frame.y(0),
                        frame.y(1),
                        frame.saved(0),
                        frame.saved(1));
    }

    @Override
    public void backward(Frame frame) {
        if (frame.wants(2)) {
            throw new IllegalStateException("crossEntropy: weight has no gradient, expected a constant");
        }
        frame.kernels()
                .loss()
                .crossEntropyBackward(
                        options,
                        frame.x(0),
                        frame.xInts(1),
                        frame.x(2),
                        frame.saved(0),
                        frame.saved(1),
                        frame.dy(0),
                        frame.dx(0));
    }
}
