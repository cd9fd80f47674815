package dev.lanewise.loss;

import dev.lanewise.autograd.Var;
import dev.lanewise.tensor.Tensor;

/**
 * The hinge loss of a classifier of C classes: {@code w[t]/C sum over c other than t of max(0, margin - x[t] + x[c])^p}
 * (Weston and Watkins, 1999). The gradient at a kink is 0.
 *
 * @param p 1 or 2
 * @param margin by how much the true class must lead
 * @param weight of classes [C], not trained; null: all 1
 * @param reduction of the losses of samples; the mean divides by their number
 */
public record MultiMargin(int p, float margin, Tensor weight, Reduction reduction) {
    /** The mean with an exponent and a margin of 1. */
    public MultiMargin() {
        this(1, 1f, null, Reduction.MEAN);
    }

    /**
     * The loss.
     *
     * @param x [N,C]
     * @param classes [N] ints in [0, C)
     * @throws IndexOutOfBoundsException for another label, naming the sample and the classes
     */
    public Var of(Var x, Var classes) {
        var op = new dev.lanewise.op.loss.MultiMargin(p, margin);
        return reduction.of("multiMargin", op.on(x, classes, Weights.on(x, weight)));
    }
}
