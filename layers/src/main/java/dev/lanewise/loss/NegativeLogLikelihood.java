package dev.lanewise.loss;

import dev.lanewise.autograd.Var;
import dev.lanewise.tensor.Tensor;

/**
 * Minus the log-probability of the true class, {@code -w[t] x[t]}. Of log-softmax it is {@link CrossEntropy}.
 *
 * <p>The mean is over samples that are not ignored, weighted by w[t]; NaN if there is none. Shapes: x [N,C], [N,C,*] with
 * any axes inside, or [C] for one sample; classes the same without C. The single losses have the shape of the classes.
 *
 * @param reduction of the losses of samples
 * @param weight of classes [C], not trained; null: all 1
 * @param ignoreIndex the label of samples that do not count; it need not be a class
 */
public record NegativeLogLikelihood(Reduction reduction, Tensor weight, int ignoreIndex) {
    /** The mean over samples, without weights. */
    public NegativeLogLikelihood() {
        this(Reduction.MEAN, null, CrossEntropy.IGNORE_INDEX);
    }

    /**
     * The loss.
     *
     * @param x [N,C,*] log-probabilities
     * @param classes [N,*] ints in [0, C), or the ignored label
     * @throws IndexOutOfBoundsException for another label, naming the sample and the classes
     */
    public Var of(Var x, Var classes) {
        if (x.shape().rank() == 1 && classes.shape().rank() == 0) {
            Var loss = of(x.reshape(1, x.dim(0)), classes.reshape(1));
            return reduction == Reduction.NONE ? loss.reshape() : loss;
        }
        var op = new dev.lanewise.op.loss.NegativeLogLikelihood(ignoreIndex);
        Var[] losses = x.tape().record(op, x, classes, Weights.on(x, weight));
        return reduction.of("negativeLogLikelihood", losses[0], losses[1]);
    }
}
