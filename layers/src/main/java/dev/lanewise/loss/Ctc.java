package dev.lanewise.loss;

import dev.lanewise.autograd.Var;
import dev.lanewise.kernel.LossKernels.CtcOptions;
import dev.lanewise.op.Ops;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;

/**
 * Connectionist temporal classification (Graves et al., 2006), for a sequence whose labels are known but not their times:
 * minus the logarithm of the probability of all alignments. An alignment names a class at each time; merging runs of one
 * class and then dropping blanks must leave the target.
 *
 * <p>The gradient is that of each log-probability for itself; followed by log-softmax it is PyTorch's. A target that cannot
 * be aligned, because it is too long, has loss infinity and gradient NaN.
 *
 * @param blank the class that stands for no label
 * @param reduction of the losses of samples; the mean first divides each by the length of its target, at least 1
 * @param zeroInfinity true: a target that cannot be aligned has loss and gradient 0
 */
public record Ctc(int blank, Reduction reduction, boolean zeroInfinity) {
    /** The mean, with class 0 as the blank. */
    public Ctc() {
        this(0, Reduction.MEAN, false);
    }

    /**
     * The loss.
     *
     * @param x [T,N,C] log-probabilities, or [T,C] for one sequence
     * @param targets ints, no blanks: [N,S], of which each row is read up to its length, or [L], all targets one after
     *     another
     * @param inputLengths [N] ints in [0, T]; [] for one sequence
     * @param targetLengths [N] ints; [] for one sequence
     * @throws IllegalArgumentException if shapes, lengths or the blank do not fit
     * @throws IndexOutOfBoundsException for a label that is no class, naming sample and place
     */
    public Var of(Var x, Var targets, Var inputLengths, Var targetLengths) {
        if (x.shape().rank() == 2
                && targetLengths.shape().size() == 1
                && inputLengths.shape().size() == 1) {
            Var one = x.reshape(x.dim(0), 1, x.dim(1));
            Var loss = of(one, targets, inputLengths.reshape(1), targetLengths.reshape(1));
            return reduction == Reduction.NONE ? loss.reshape() : loss;
        }
        var op = new dev.lanewise.op.loss.Ctc(new CtcOptions(blank, zeroInfinity));
        Var each = op.on(x, targets, inputLengths, targetLengths);
        if (reduction == Reduction.MEAN) {
            each = Ops.div(each, x.tape().constant(lengths(targetLengths.ints())));
        }
        return reduction.of("ctc", each);
    }

    private static Tensor lengths(IntTensor targetLengths) {
        Tensor lengths = Tensor.zeros(targetLengths.shape());
        for (int n = 0; n < lengths.size(); n++) {
            lengths.array()[n] = Math.max(1, targetLengths.get(n));
        }
        return lengths;
    }
}
