package dev.lanewise.loss;

import dev.lanewise.autograd.Var;
import dev.lanewise.kernel.LossKernels.Pair;
import dev.lanewise.op.Ops;
import dev.lanewise.op.loss.FixedTargetLoss;

/**
 * The loss of word vectors (Mikolov et al., 2013): a centre should score high with its context and low with K words drawn at
 * random, {@code -log sigmoid(v . u) - sum over k of log sigmoid(-v . u[k])}. All three have gradients.
 *
 * @param reduction of the losses of centres
 */
public record NegativeSampling(Reduction reduction) {
    private static final FixedTargetLoss TRUE = new FixedTargetLoss(Pair.BINARY_CROSS_ENTROPY_WITH_LOGITS, 0f, 1f);
    private static final FixedTargetLoss DRAWN = new FixedTargetLoss(Pair.BINARY_CROSS_ENTROPY_WITH_LOGITS, 0f, 0f);

    /** The mean. */
    public NegativeSampling() {
        this(Reduction.MEAN);
    }

    /**
     * The loss.
     *
     * @param center v, [N,D]
     * @param context u, [N,D]
     * @param negatives [N,K,D]
     */
    public Var of(Var center, Var context, Var negatives) {
        boolean fits = center.shape().rank() == 2
                && center.shape().equals(context.shape())
                && negatives.shape().rank() == 3
                && negatives.dim(0) == center.dim(0)
                && negatives.dim(2) == center.dim(1);
        if (!fits) {
            throw new IllegalArgumentException("negativeSampling: center has shape " + center.shape()
                    + ", context has shape " + context.shape() + ", negatives has shape " + negatives.shape()
                    + " (contract center:[N,D] context:[N,D] negatives:[N,K,D])");
        }
        Var score = Ops.sum(Ops.mul(center, context), 1);
        Var v = center.reshape(center.dim(0), 1, center.dim(1));
        Var scores = Ops.sum(Ops.mul(negatives, v), 2);
        return reduction.of("negativeSampling", Ops.add(TRUE.on(score), Ops.sum(DRAWN.on(scores), 1)));
    }
}
