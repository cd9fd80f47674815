package dev.lanewise.loss;

import dev.lanewise.autograd.Var;
import dev.lanewise.kernel.LossKernels.Signed;
import dev.lanewise.op.loss.Distance;
import dev.lanewise.op.loss.SignedLoss;

/**
 * The loss of the Euclidean distance d between two embeddings (Hadsell, Chopra and LeCun, 2006): {@code d^2 / 2} if they
 * belong together (sign 1), {@code max(0, margin - d)^2 / 2} if not (sign -1). The gradient at distance 0 is 0. Both
 * embeddings have gradients.
 *
 * @param margin from where on different things are far enough apart
 * @param reduction of the losses of rows
 */
public record Contrastive(float margin, Reduction reduction) {
    /** The mean, with a margin of 1. */
    public Contrastive() {
        this(1f, Reduction.MEAN);
    }

    /**
     * The loss.
     *
     * @param a [*,D]
     * @param b [*,D]
     * @param signs [*], ints of 1 and -1
     */
    public Var of(Var a, Var b, Var signs) {
        Var distance = new Distance(2f, 0f).on(a, b);
        return reduction.of("contrastive", new SignedLoss(Signed.CONTRASTIVE, margin).on(distance, signs));
    }
}
