package dev.lanewise.loss;

import dev.lanewise.autograd.Var;
import dev.lanewise.kernel.LossKernels.Signed;
import dev.lanewise.op.loss.SignedLoss;

/**
 * The loss of a distance x between two things: x if they are alike (sign 1), {@code max(0, margin - x)} if not (sign -1).
 *
 * @param margin from where on different things are far enough apart
 * @param reduction of the losses of elements
 */
public record HingeEmbedding(float margin, Reduction reduction) {
    /** The mean, with a margin of 1. */
    public HingeEmbedding() {
        this(1f, Reduction.MEAN);
    }

    /**
     * The loss.
     *
     * @param x of any shape
     * @param signs of the same shape, ints of 1 and -1
     */
    public Var of(Var x, Var signs) {
        return reduction.of("hingeEmbedding", new SignedLoss(Signed.HINGE_EMBEDDING, margin).on(x, signs));
    }
}
