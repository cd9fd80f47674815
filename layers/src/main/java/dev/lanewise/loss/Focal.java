package dev.lanewise.loss;

import dev.lanewise.autograd.Var;
import dev.lanewise.kernel.LossKernels.Classes;
import dev.lanewise.op.loss.SampleCrossEntropy;
import dev.lanewise.tensor.Tensor;

/**
 * Cross-entropy that pays less attention to samples that are right already (Lin et al., 2017): {@code -w[t] (1 - p[t])^gamma
 * log p[t]}, p the softmax of logits. With gamma 0 it is {@link CrossEntropy}, whose shapes, mean and errors it has.
 *
 * @param gamma at least 0; the paper has 2
 * @param reduction of the losses of samples
 * @param weight of classes [C], the paper's alpha, not trained; null: all 1
 * @param ignoreIndex the label of samples that do not count; it need not be a class
 */
public record Focal(float gamma, Reduction reduction, Tensor weight, int ignoreIndex) {
    /** Checks the exponent. */
    public Focal {
        if (!(gamma >= 0f)) {
            throw new IllegalArgumentException("focal: gamma " + gamma + ", expected at least 0");
        }
    }

    /** The mean over samples, without weights. */
    public Focal(float gamma) {
        this(gamma, Reduction.MEAN, null, CrossEntropy.IGNORE_INDEX);
    }

    /**
     * The loss.
     *
     * @param logits [N,C,*]
     * @param classes [N,*] ints in [0, C), or the ignored label
     */
    public Var of(Var logits, Var classes) {
        SampleCrossEntropy op = new SampleCrossEntropy(new Classes(ignoreIndex, 0f, gamma));
        Var[] losses = logits.tape().record(op, logits, classes, Weights.on(logits, weight));
        return reduction.of("focal", losses[0], losses[1]);
    }
}
