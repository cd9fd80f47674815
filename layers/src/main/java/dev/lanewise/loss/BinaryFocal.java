package dev.lanewise.loss;

import dev.lanewise.autograd.Var;
import dev.lanewise.kernel.LossKernels.Pair;
import dev.lanewise.op.Ops;
import dev.lanewise.op.loss.PairLoss;

/**
 * Binary cross-entropy of logits that pays less attention to elements that are right already (Lin et al., 2017): with p =
 * sigmoid(x), {@code -alpha (1 - p)^gamma log(p)} where the target is 1, {@code -(1 - alpha) p^gamma log(1 - p)} where it is
 * 0; in between, alpha and loss are interpolated linearly. Both operands have gradients.
 *
 * @param alpha the weight of positive elements, in [0, 1]; {@link #UNWEIGHTED}: all weigh 1
 * @param gamma at least 0; the paper has 2
 * @param reduction of the losses of elements
 */
public record BinaryFocal(float alpha, float gamma, Reduction reduction) {
    /** No alpha: all elements weigh 1. */
    public static final float UNWEIGHTED = -1f;

    /** Checks the options. */
    public BinaryFocal {
        if (alpha != UNWEIGHTED && !(alpha >= 0f && alpha <= 1f)) {
            throw new IllegalArgumentException("binaryFocal: alpha " + alpha + ", expected 0 to 1, or -1 for none");
        }
        if (!(gamma >= 0f)) {
            throw new IllegalArgumentException("binaryFocal: gamma " + gamma + ", expected at least 0");
        }
    }

    /** The mean with the paper's alpha of 0.25 and gamma of 2. */
    public BinaryFocal() {
        this(0.25f, 2f, Reduction.MEAN);
    }

    /**
     * The loss.
     *
     * @param logits of any shape
     * @param target of the same shape, in [0, 1]
     */
    public Var of(Var logits, Var target) {
        Var each = new PairLoss(Pair.BINARY_FOCAL, gamma).on(logits, target);
        if (alpha != UNWEIGHTED) {
            each = Ops.mul(each, Ops.shift(Ops.scale(2f * alpha - 1f, target), 1f - alpha));
        }
        return reduction.of("binaryFocal", each);
    }
}
