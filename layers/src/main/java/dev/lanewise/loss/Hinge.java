package dev.lanewise.loss;

import dev.lanewise.autograd.Var;
import dev.lanewise.kernel.LossKernels.Signed;
import dev.lanewise.op.loss.SignedLoss;

/**
 * The loss of a binary classifier with a margin, {@code max(0, margin - s x)} for a score x and a sign s (Cortes and Vapnik,
 * 1995), or its square. The gradient at the kink is 0.
 *
 * @param margin by how much a score must be on the right side
 * @param squared true: the square
 * @param reduction of the losses of elements
 */
public record Hinge(float margin, boolean squared, Reduction reduction) {
    /** The mean, not squared, with a margin of 1. */
    public Hinge() {
        this(1f, false, Reduction.MEAN);
    }

    /**
     * The loss.
     *
     * @param x of any shape
     * @param signs of the same shape, ints of 1 and -1
     */
    public Var of(Var x, Var signs) {
        Signed loss = squared ? Signed.SQUARED_HINGE : Signed.HINGE;
        return reduction.of("hinge", new SignedLoss(loss, margin).on(x, signs));
    }
}
