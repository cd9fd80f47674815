package dev.lanewise.loss;

import dev.lanewise.autograd.Var;
import dev.lanewise.kernel.LossKernels.Classes;
import dev.lanewise.kernel.LossShapes;
import dev.lanewise.op.Ops;
import dev.lanewise.op.loss.SampleCrossEntropy;
import dev.lanewise.op.reduce.LogSoftmax;
import dev.lanewise.tensor.Tensor;

/**
 * The classification loss, in nats: cross-entropy between the softmax p of logits and the true classes, {@code -w[t] log
 * p[t]}. With smoothing e it is {@code (1 - e)} times that plus {@code e/C} times the sum over all classes (Szegedy et al.,
 * 2016).
 *
 * <p>The mean is over samples that are not ignored, weighted by w[t]; NaN if there is none. Shapes: logits [N,C], [N,C,*]
 * with any axes inside, or [C] for one sample; classes the same without C. The single losses have the shape of the classes.
 *
 * @param reduction of the losses of samples
 * @param weight of classes [C], not trained; null: all 1
 * @param ignoreIndex the label of samples that do not count; it need not be a class
 * @param smoothing in [0, 1]
 */
public record CrossEntropy(Reduction reduction, Tensor weight, int ignoreIndex, float smoothing) {
    /** The label that is ignored unless another is chosen: PyTorch's. */
    public static final int IGNORE_INDEX = -100;

    private static final dev.lanewise.op.loss.CrossEntropy PLAIN = new dev.lanewise.op.loss.CrossEntropy();

    /** Checks the smoothing. */
    public CrossEntropy {
        if (!(smoothing >= 0f && smoothing <= 1f)) {
            throw new IllegalArgumentException("crossEntropy: smoothing " + smoothing + ", expected 0 to 1");
        }
    }

    /** The mean over samples, without weights or smoothing. */
    public CrossEntropy() {
        this(Reduction.MEAN);
    }

    /** Without weights or smoothing. */
    public CrossEntropy(Reduction reduction) {
        this(reduction, null, IGNORE_INDEX, 0f);
    }

    /**
     * The loss of classes.
     *
     * @param logits [N,C,*]
     * @param classes [N,*] ints in [0, C), or the ignored label
     * @throws IndexOutOfBoundsException for another label, naming the sample and the classes
     */
    public Var of(Var logits, Var classes) {
        if (logits.shape().rank() == 1 && classes.shape().rank() == 0) {
            Var loss = of(logits.reshape(1, logits.dim(0)), classes.reshape(1));
            return reduction == Reduction.NONE ? loss.reshape() : loss;
        }
        if (isPlain(logits) && classes.holdsInts() && !LossShapes.contains(classes.ints(), ignoreIndex)) {
            return PLAIN.on(logits, classes);
        }
        SampleCrossEntropy op = new SampleCrossEntropy(new Classes(ignoreIndex, smoothing, 0f));
        Var[] losses = logits.tape().record(op, logits, classes, Weights.on(logits, weight));
        return reduction.of("crossEntropy", losses[0], losses[1]);
    }

    /** True if the fused mean does it. */
    private boolean isPlain(Var logits) {
        return reduction == Reduction.MEAN
                && weight == null
                && smoothing == 0f
                && logits.shape().rank() == 2;
    }

    /**
     * The loss of probabilities: {@code -sum over c of w[c] t[c] log p[c]}; the mean is over all samples. The ignored label
     * means nothing here. Both operands have gradients.
     *
     * @param logits [N,C,*]
     * @param probabilities of the same shape
     */
    public Var ofProbabilities(Var logits, Var probabilities) {
        if (logits.shape().rank() == 0 || !logits.shape().equals(probabilities.shape())) {
            throw new IllegalArgumentException("crossEntropy: probabilities has shape " + probabilities.shape()
                    + ", but logits has shape " + logits.shape() + " (contract logits:[N,C,*] probabilities:[N,C,*])");
        }
        Var target = classesInside(probabilities);
        int classes = target.dim(-1);
        if (smoothing > 0f) {
            target = Ops.shift(Ops.scale(1f - smoothing, target), smoothing / classes);
        }
        target = Weights.times("crossEntropy", target, weight);
        Var log = new LogSoftmax().on(classesInside(logits));
        return reduction.of("crossEntropy", Ops.scale(-1f, Ops.sum(Ops.mul(target, log), -1)));
    }

    private static Var classesInside(Var x) {
        int rank = x.shape().rank();
        if (rank <= 2) {
            return x;
        }
        Integer[] axes = new Integer[rank];
        for (int i = 0; i < rank; i++) {
            axes[i] = i == 0 ? 0 : i == rank - 1 ? 1 : i + 1;
        }
        return Ops.permute(x, axes);
    }
}
