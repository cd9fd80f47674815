package dev.lanewise.loss;

import dev.lanewise.autograd.Var;
import dev.lanewise.kernel.LossKernels.Pair;
import dev.lanewise.op.loss.PairLoss;

/**
 * {@code (x - t)^2}, the mean squared error. Both operands have gradients.
 *
 * @param reduction of the losses of elements
 */
public record SquaredError(Reduction reduction) {
    /** The mean. */
    public SquaredError() {
        this(Reduction.MEAN);
    }

    /**
     * The loss.
     *
     * @param x of any shape
     * @param target of the same shape
     */
    public Var of(Var x, Var target) {
        return reduction.of("squaredError", new PairLoss(Pair.SQUARED_ERROR).on(x, target));
    }
}
