package dev.lanewise.op.loss;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Frame;
import dev.lanewise.autograd.Infer;
import dev.lanewise.kernel.LossKernels.CtcOptions;
import dev.lanewise.tensor.Shape;
import java.util.List;

/**
 * Connectionist temporal classification (Graves et al., 2006), not reduced: minus the logarithm of the probability of all
 * alignments of a target with its sequence.
 *
 * <p>Operands: log-probabilities [T,N,C], and as ints targets ([N,S], or [L] one after another), the lengths of the
 * sequences [N] and those of the targets [N]. Output: the losses [N].
 *
 * @param options the blank, and whether impossible targets count nothing
 */
public record Ctc(CtcOptions options) implements DifferentiableOp {
    @Override
    public void infer(Infer infer) {
        infer.requireInts(1, "targets");
        infer.requireInts(2, "inputLengths");
        infer.requireInts(3, "targetLengths");
        Shape x = infer.shape(0);
        if (x.rank() != 3) {
            throw new IllegalArgumentException("ctc: x has shape " + x + " (contract x:[T,N,C])");
        }
        infer.output(Shape.of(x.dim(1)));
    }

    // The variables of every step, 2S+1 for a target of S labels: a sum of three exponentials under a logarithm.
    @Override
    public long flops(List<Shape> inputs, List<Shape> outputs) {
        Shape x = inputs.getFirst();
        Shape targets = inputs.get(1);
        return 8L * x.dim(0) * (2L * targets.size() + x.dim(1));
    }

    @Override
    public void forward(Frame frame) {
        frame.kernels()
                .loss()
                .ctc(options, frame.x(0), frame.xInts(1), frame.xInts(2), frame.xInts(3), frame.y(0), frame.work());
    }

    @Override
    public void backward(Frame frame) {
        frame.kernels()
                .loss()
                .ctcBackward(
                        options,
                        frame.x(0),
                        frame.xInts(1),
                        frame.xInts(2),
                        frame.xInts(3),
                        frame.dy(0),
                        frame.dx(0),
                        frame.work());
    }
}
