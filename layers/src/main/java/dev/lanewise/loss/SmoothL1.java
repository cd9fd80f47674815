package dev.lanewise.loss;

import dev.lanewise.autograd.Var;
import dev.lanewise.kernel.LossKernels.Pair;
import dev.lanewise.op.loss.PairLoss;

/**
 * With {@code d = |x - t|}: {@code d^2 / (2 beta)} below beta, {@code d - beta / 2} from there on (Girshick, 2015). It is
 * {@link Huber} divided by beta. Both operands have gradients.
 *
 * @param beta where the parabola ends, at least 0; 0: {@link AbsoluteError}
 * @param reduction of the losses of elements
 */
public record SmoothL1(float beta, Reduction reduction) {
    /** Checks beta. */
    public SmoothL1 {
        if (!(beta >= 0f)) {
            throw new IllegalArgumentException("smoothL1: beta " + beta + ", expected at least 0");
        }
    }

    /** The mean, with a beta of 1. */
    public SmoothL1() {
        this(1f, Reduction.MEAN);
    }

    /**
     * The loss.
     *
     * @param x of any shape
     * @param target of the same shape
     */
    public Var of(Var x, Var target) {
        return reduction.of("smoothL1", new PairLoss(Pair.SMOOTH_L1, beta).on(x, target));
    }
}
