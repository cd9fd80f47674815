package dev.lanewise.kernel;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;

/**
 * Losses, each before its reduction: one number per element, per row or per sample. NaN in, NaN out. Logarithms and powers
 * are those of {@link StrictMath} in double, rounded to float once; exponentials of one element are {@link
 * dev.lanewise.math.Exp}. Every method checks shapes, labels, signs, probabilities and lengths before anything is written.
 *
 * <p>Class losses take scores [N,C,*]: samples, classes, and any axes inside; {@code labels}, and everything that is one
 * number per sample, is then [N,*]. The extents inside are one axis S here.
 */
public interface LossKernels {
    /** A loss of an element x and its target t. {@code sp(z) = log(1 + exp(z))}, computed without overflow. */
    enum Pair {
        /** {@code (x - t)^2}. */
        SQUARED_ERROR,
        /** {@code |x - t|}; the derivative at 0 is 0. */
        ABSOLUTE_ERROR,
        /** {@code d^2 / 2} for {@code d = |x - t|} up to the option delta, {@code delta (d - delta / 2)} beyond. */
        HUBER,
        /** {@code d^2 / (2 beta)} for {@code d = |x - t|} below the option beta, {@code d - beta / 2} from there on. */
        SMOOTH_L1,
        /**
         * {@code -t log(x) - (1 - t) log(1 - x)}, logarithms cut at -100; x and t in [0, 1]. The derivative by x is {@code
         * (x - t) / max(x (1 - x), 1e-12)}.
         */
        BINARY_CROSS_ENTROPY,
        /** The same of the sigmoid of x: {@code max(x, 0) - x t + sp(-|x|)}; t in [0, 1]. */
        BINARY_CROSS_ENTROPY_WITH_LOGITS,
        /** {@code t (log(t) - x)} for a log-probability x and a probability t; {@code t log(t)} is 0 at 0. */
        KL_DIVERGENCE,
        /** {@code exp(t) (t - x)}: the same for the logarithm of the target. */
        KL_DIVERGENCE_LOG_TARGET,
        /**
         * {@code t F(x) + (1 - t) F(-x)} with {@code F(z) = (1 - sigmoid(z))^gamma sp(-z)}, gamma the option; t in [0, 1].
         */
        BINARY_FOCAL,
        /** {@code (x^2 + exp(t) - 1 - t) / 2}: from N(x, exp(t)) to N(0, 1). */
        GAUSSIAN_KL,
        /** {@code max(0, margin + x - t)}, margin the option; the derivative at 0 is 0. */
        TRIPLET_MARGIN
    }

    /** A loss of an element x and a sign s, 1 or -1. The option is the margin m. Derivatives at kinks are 0. */
    enum Signed {
        /** {@code max(0, m - s x)}. */
        HINGE,
        /** {@code max(0, m - s x)^2}. */
        SQUARED_HINGE,
        /** x for s = 1, {@code max(0, m - x)} for s = -1. */
        HINGE_EMBEDDING,
        /** {@code 1 - x} for s = 1, {@code max(0, x - m)} for s = -1. */
        COSINE_EMBEDDING,
        /** {@code x^2 / 2} for s = 1, {@code max(0, m - x)^2 / 2} for s = -1. */
        CONTRASTIVE
    }

    /**
     * Options of {@link #crossEntropy}.
     *
     * @param ignoreIndex the label of samples that do not count; it need not be a class
     * @param smoothing the part of the target that is spread evenly over all classes, in [0, 1]
     * @param gamma the exponent of the focal factor, at least 0; 0: none
     */
    record Classes(int ignoreIndex, float smoothing, float gamma) {}

    /**
     * Options of {@link #ctc}.
     *
     * @param blank the class that stands for no label
     * @param zeroInfinity true: a target that cannot be aligned has loss and gradient 0, instead of infinity and NaN
     */
    record CtcOptions(int blank, boolean zeroInfinity) {}

    /**
     * {@code y = loss(x, t)} by element; all of one size. y may be the window of x or t.
     *
     * @param option see {@link Pair}; not read where it says nothing of one
     */
    void pair(Pair loss, float option, Tensor x, Tensor t, Tensor y);

    /** {@code dx = dy * dloss/dx}. dx may be the window of any operand. */
    void pairBackward(Pair loss, float option, Tensor x, Tensor t, Tensor dy, Tensor dx);

    /** {@code dt = dy * dloss/dt}. dt may be the window of any operand. */
    void pairTargetBackward(Pair loss, float option, Tensor x, Tensor t, Tensor dy, Tensor dt);

    /** {@code y = loss(x, s)} by element; all of one size, s of 1 and -1. */
    void signed(Signed loss, float margin, Tensor x, IntTensor s, Tensor y);

    /** {@code dx = dy * dloss/dx}. */
    void signedBackward(Signed loss, float margin, Tensor x, IntTensor s, Tensor dy, Tensor dx);

    /**
     * Softmax and cross-entropy of each sample. With p the softmax of its scores over the classes, t its label, e the
     * smoothing, w the weights (1 if absent), g the focal exponent:
     *
     * <pre>loss = (1 - p[t])^g ((1 - e) w[t] (-log p[t]) + e/C sum over c of w[c] (-log p[c]))</pre>
     *
     * <p>An ignored sample has loss 0 and weight 0. Smoothing and a focal exponent exclude each other. The sum of the
     * exponentials is {@link RowSums}' if nothing is inside of the classes, else in double, c ascending; so is that of
     * smoothing.
     *
     * @param x [N,C,*]
     * @param labels [N,*]
     * @param weight [C], or null
     * @param loss [N,*], written
     * @param kept [N,*], written: {@code w[t]} of samples that count, 0 of ignored ones
     * @param largest [N,*], written for the backward: the largest score
     * @param logSum [N,*], written for the backward: {@code log(sum(exp(x - largest)))}
     * @throws IndexOutOfBoundsException for a label that is neither a class nor ignored, naming sample and classes
     */
    void crossEntropy(
            Classes options,
            Tensor x,
            IntTensor labels,
            Tensor weight,
            Tensor loss,
            Tensor kept,
            Tensor largest,
            Tensor logSum);

    /**
     * The gradient of {@link #crossEntropy} by the scores: {@code dloss (p[c] mass - target[c])}, p being {@code exp((x -
     * largest) - logSum)}, mass the sum of the targets.
     *
     * @param dloss [N,*], read; what it says of an ignored sample does not matter
     * @param dx [N,C,*], written; may be the same window as x
     */
    void crossEntropyBackward(
            Classes options,
            Tensor x,
            IntTensor labels,
            Tensor weight,
            Tensor largest,
            Tensor logSum,
            Tensor dloss,
            Tensor dx);

    /**
     * {@code loss = -w[t] x[t]} of each sample, x its log-probabilities; an ignored sample has loss 0 and weight 0. Shapes
     * and errors as for {@link #crossEntropy}.
     */
    void nll(int ignoreIndex, Tensor x, IntTensor labels, Tensor weight, Tensor loss, Tensor kept);

    /** The gradient of {@link #nll}: {@code -w[t] dloss} at the label, 0 elsewhere. */
    void nllBackward(int ignoreIndex, IntTensor labels, Tensor weight, Tensor dloss, Tensor dx);

    /**
     * {@code loss = w[t]/C sum over c other than t of max(0, margin - x[t] + x[c])^p} of each sample (Crammer and Singer,
     * 2001, summed instead of maximised).
     *
     * @param p 1 or 2
     * @param x [N,C]
     * @param labels [N], each in [0, C)
     * @param weight [C], or null
     * @param loss [N], written
     */
    void multiMargin(int p, float margin, Tensor x, IntTensor labels, Tensor weight, Tensor loss);

    /** The gradient of {@link #multiMargin}; dx:[N,C], written. */
    void multiMarginBackward(int p, float margin, Tensor x, IntTensor labels, Tensor weight, Tensor dloss, Tensor dx);

    /**
     * {@code y[r] = (sum over d of |a[r,d] - b[r,d] + eps|^p)^(1/p)}, in double, d ascending; for infinite p the largest
     * magnitude. a, b:[R,D] y:[R].
     */
    void distance(float p, float eps, Tensor a, Tensor b, Tensor y);

    /**
     * {@code da}, the gradient of {@link #distance} by a; that by b is its negative. 0 where the distance is 0; for
     * infinite p shared evenly by the elements that are largest.
     */
    void distanceBackward(float p, float eps, Tensor a, Tensor b, Tensor y, Tensor dy, Tensor da);

    /**
     * Rows of length 1: {@code y = x scale} with {@code scale[r] = 1 / sqrt(sum over d of x[r,d]^2 + eps)}, the sum in
     * double. x, y:[R,D] scale:[R], written.
     */
    void unitRows(float eps, Tensor x, Tensor y, Tensor scale);

    /** {@code dx = scale (dy - y s)} with s the row's dot product of y and dy. */
    void unitRowsBackward(Tensor y, Tensor scale, Tensor dy, Tensor dx);

    /**
     * Connectionist temporal classification (Graves et al., 2006): {@code loss[n]} is minus the logarithm of the
     * probability of all alignments of a target with its sequence, by the forward recursion on logarithms in double.
     *
     * <p>An alignment names a class at each time; runs of one class are merged and blanks dropped, which must leave the
     * target. A target that is too long for its sequence has loss infinity.
     *
     * @param x [T,N,C], log-probabilities
     * @param targets [N,S], each row read up to its length, or [L], all targets one after another; no blanks
     * @param inputLengths [N], in [0, T]
     * @param targetLengths [N]
     * @param loss [N], written
     */
    void ctc(
            CtcOptions options,
            Tensor x,
            IntTensor targets,
            IntTensor inputLengths,
            IntTensor targetLengths,
            Tensor loss,
            Workspace work);

    /**
     * The gradient of {@link #ctc} by x, each log-probability for itself: minus the probability, given the target, that
     * the alignment has this class at this time. 0 beyond a sequence's length.
     *
     * @param dloss [N], read
     * @param dx [T,N,C], written
     */
    void ctcBackward(
            CtcOptions options,
            Tensor x,
            IntTensor targets,
            IntTensor inputLengths,
            IntTensor targetLengths,
            Tensor dloss,
            Tensor dx,
            Workspace work);
}
