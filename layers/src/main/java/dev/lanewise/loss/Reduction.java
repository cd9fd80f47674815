package dev.lanewise.loss;

import dev.lanewise.autograd.Var;
import dev.lanewise.op.Ops;

/** What becomes of the single losses: those of elements, of rows or of samples, as the loss says. */
public enum Reduction {
    /** They are returned as they are. */
    NONE,
    /** Their mean, a scalar. Losses with class weights or ignored samples say what they divide by. */
    MEAN,
    /** Their sum, a scalar. */
    SUM,
    /** Their sum divided by the extent of the outermost axis, the samples of the batch; a scalar. */
    BATCH_MEAN;

    /**
     * Reduces.
     *
     * @param loss for messages
     * @param each the single losses
     * @throws IllegalArgumentException for a mean of nothing
     */
    Var of(String loss, Var each) {
        return switch (this) {
            case NONE -> each;
            case SUM -> Ops.sum(each);
            case MEAN -> {
                requireSamples(loss, each);
                yield Ops.mean(each);
            }
            case BATCH_MEAN -> {
                requireSamples(loss, each);
                yield Ops.scale(1f / (each.shape().rank() == 0 ? 1 : each.dim(0)), Ops.sum(each));
            }
        };
    }

    /**
     * Reduces losses of samples that differ in weight: the mean is the sum divided by the sum of the weights, NaN if that
     * is 0.
     */
    Var of(String loss, Var each, Var weights) {
        if (this != MEAN) {
            return of(loss, each);
        }
        requireSamples(loss, each);
        return Ops.div(Ops.sum(each), Ops.sum(weights));
    }

    private static void requireSamples(String loss, Var each) {
        if (each.shape().size() == 0) {
            throw new IllegalArgumentException(
                    loss + ": losses of shape " + each.shape() + ", an empty batch, which has no mean");
        }
    }
}
