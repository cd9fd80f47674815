package dev.lanewise.loss;

import dev.lanewise.autograd.Var;
import dev.lanewise.kernel.LossKernels.Pair;
import dev.lanewise.op.loss.PairLoss;

/**
 * {@code |x - t|}, the mean absolute error or L1 loss. The gradient where they are equal is 0. Both operands have gradients.
 *
 * @param reduction of the losses of elements
 */
public record AbsoluteError(Reduction reduction) {
    /** The mean. */
    public AbsoluteError() {
        this(Reduction.MEAN);
    }

    /**
     * The loss.
     *
     * @param x of any shape
     * @param target of the same shape
     */
    public Var of(Var x, Var target) {
        return reduction.of("absoluteError", new PairLoss(Pair.ABSOLUTE_ERROR).on(x, target));
    }
}
