package dev.lanewise.loss;

import dev.lanewise.autograd.Var;
import dev.lanewise.op.loss.CrossEntropy;

/** The classification loss: cross-entropy between the softmax of logits and the true classes, averaged over samples. */
public record SoftmaxCrossEntropy() {
    private static final CrossEntropy OP = new CrossEntropy();

    /**
     * The loss, a scalar, in nats.
     *
     * @param logits [N,C]
     * @param classes [N] ints in [0, C)
     */
    public Var of(Var logits, Var classes) {
        return OP.on(logits, classes);
    }
}
