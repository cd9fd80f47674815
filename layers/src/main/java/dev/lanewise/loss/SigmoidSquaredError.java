package dev.lanewise.loss;

import dev.lanewise.autograd.Var;
import dev.lanewise.kernel.LossKernels.Pair;
import dev.lanewise.op.loss.PairLoss;
import dev.lanewise.op.math.Sigmoid;

/**
 * {@code (sigmoid(x) - t)^2}: the loss of the first networks trained by back-propagation (Rumelhart, Hinton and Williams,
 * 1986). Both operands have gradients.
 *
 * @param reduction of the losses of elements
 */
public record SigmoidSquaredError(Reduction reduction) {
    /** The mean. */
    public SigmoidSquaredError() {
        this(Reduction.MEAN);
    }

    /**
     * The loss.
     *
     * @param logits of any shape
     * @param target of the same shape
     */
    public Var of(Var logits, Var target) {
        Var y = new Sigmoid().on(logits);
        return reduction.of("sigmoidSquaredError", new PairLoss(Pair.SQUARED_ERROR).on(y, target));
    }
}
