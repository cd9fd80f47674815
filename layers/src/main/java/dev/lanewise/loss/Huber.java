package dev.lanewise.loss;

import dev.lanewise.autograd.Var;
import dev.lanewise.kernel.LossKernels.Pair;
import dev.lanewise.op.loss.PairLoss;

/**
 * With {@code d = |x - t|}: {@code d^2 / 2} up to delta, {@code delta (d - delta / 2)} beyond (Huber, 1964). Both operands
 * have gradients.
 *
 * @param delta where the parabola ends, greater than 0
 * @param reduction of the losses of elements
 */
public record Huber(float delta, Reduction reduction) {
    /** Checks delta. */
    public Huber {
        if (!(delta > 0f)) {
            throw new IllegalArgumentException("huber: delta " + delta + ", expected greater than 0");
        }
    }

    /** The mean, with a delta of 1. */
    public Huber() {
        this(1f, Reduction.MEAN);
    }

    /**
     * The loss.
     *
     * @param x of any shape
     * @param target of the same shape
     */
    public Var of(Var x, Var target) {
        return reduction.of("huber", new PairLoss(Pair.HUBER, delta).on(x, target));
    }
}
