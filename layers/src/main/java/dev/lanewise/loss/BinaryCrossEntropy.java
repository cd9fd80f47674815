package dev.lanewise.loss;

import dev.lanewise.autograd.Var;
import dev.lanewise.kernel.LossKernels.Pair;
import dev.lanewise.op.loss.PairLoss;
import dev.lanewise.tensor.Tensor;

/**
 * {@code -w (t log(x) + (1 - t) log(1 - x))} of probabilities x, logarithms cut at -100, in nats. Of sigmoids, {@link
 * BinaryCrossEntropyWithLogits} is more accurate. Both operands have gradients.
 *
 * @param reduction of the losses of elements; the mean divides by their number, whatever they weigh
 * @param weight broadcast to the shape of x, not trained; null: all 1
 */
public record BinaryCrossEntropy(Reduction reduction, Tensor weight) {
    /** The mean without weights. */
    public BinaryCrossEntropy() {
        this(Reduction.MEAN, null);
    }

    /**
     * The loss.
     *
     * @param x of any shape, in [0, 1]
     * @param target of the same shape, in [0, 1]
     * @throws IllegalArgumentException for an element outside, naming it
     */
    public Var of(Var x, Var target) {
        Var each = new PairLoss(Pair.BINARY_CROSS_ENTROPY).on(x, target);
        return reduction.of("binaryCrossEntropy", Weights.times("binaryCrossEntropy", each, weight));
    }
}
