package dev.lanewise.loss;

import dev.lanewise.autograd.Var;
import dev.lanewise.kernel.LossKernels.Pair;
import dev.lanewise.kernel.LossShapes;
import dev.lanewise.op.Ops;
import dev.lanewise.op.loss.FixedTargetLoss;
import dev.lanewise.op.loss.PairLoss;
import dev.lanewise.tensor.Tensor;

/**
 * {@code w (q t log(1 + exp(-x)) + (1 - t) log(1 + exp(x)))}: {@link BinaryCrossEntropy} of the sigmoids of logits x, without
 * overflow and without the loss of small probabilities. q weighs the positive part. Both operands have gradients.
 *
 * @param reduction of the losses of elements; the mean divides by their number, whatever they weigh
 * @param weight w, broadcast to the shape of x, not trained; null: all 1
 * @param positiveWeight q, broadcast to the shape of x, not trained; null: all 1
 */
public record BinaryCrossEntropyWithLogits(Reduction reduction, Tensor weight, Tensor positiveWeight) {
    private static final String NAME = "binaryCrossEntropyWithLogits";
    private static final Pair LOSS = Pair.BINARY_CROSS_ENTROPY_WITH_LOGITS;

    /** The mean without weights. */
    public BinaryCrossEntropyWithLogits() {
        this(Reduction.MEAN, null, null);
    }

    /**
     * The loss.
     *
     * @param logits of any shape
     * @param target of the same shape, in [0, 1]
     * @throws IllegalArgumentException for a target outside, naming it
     */
    public Var of(Var logits, Var target) {
        Var each = positiveWeight == null ? new PairLoss(LOSS).on(logits, target) : weighted(logits, target);
        return reduction.of(NAME, Weights.times(NAME, each, weight));
    }

    private Var weighted(Var logits, Var target) {
        if (!logits.shape().equals(target.shape())) {
            throw new IllegalArgumentException(NAME + ": target has shape " + target.shape() + ", but logits has shape "
                    + logits.shape() + ", expected the same");
        }
        LossShapes.probabilities(NAME, "target", target.tensor());
        Weights.requireFit(NAME, "positiveWeight", logits.shape(), positiveWeight);
        Var missed = new FixedTargetLoss(LOSS, 0f, 1f).on(logits);
        Var raised = new FixedTargetLoss(LOSS, 0f, 0f).on(logits);
        Var positive = Ops.mul(Ops.mul(target, missed), Weights.on(logits, positiveWeight));
        return Ops.add(positive, Ops.mul(Ops.oneMinus(target), raised));
    }
}
