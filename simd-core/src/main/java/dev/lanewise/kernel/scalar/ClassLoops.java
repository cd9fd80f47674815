package dev.lanewise.kernel.scalar;

import dev.lanewise.kernel.LossKernels.Classes;
import dev.lanewise.math.Exp;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;

/**
 * Losses of class scores x:[N,C,S]. Sample i is place {@code i mod S} of batch element {@code i / S}; its scores lie S
 * apart.
 */
final class ClassLoops {
    private ClassLoops() {}

    /** The extents inside of x:[N,C,*]. */
    private static int inside(Tensor x) {
        int n = 1;
        for (int axis = 2; axis < x.shape().rank(); axis++) {
            n *= x.dim(axis);
        }
        return n;
    }

    /** Where the scores of a sample begin. */
    private static int first(Tensor x, int sample, int classes, int stride) {
        return x.offset() + sample / stride * classes * stride + sample % stride;
    }

    private static float weight(Tensor weight, int c) {
        return weight == null ? 1f : weight.array()[weight.offset() + c];
    }

    static void crossEntropy(
            ScoreRows rows,
            Classes options,
            Tensor x,
            IntTensor labels,
            Tensor weight,
            Tensor loss,
            Tensor kept,
            Tensor largest,
            Tensor logSum,
            int from,
            int to) {
        int classes = x.dim(1);
        int stride = inside(x);
        float[] scores = x.array();
        for (int i = from; i < to; i++) {
            int label = labels.array()[labels.offset() + i];
            int at = first(x, i, classes, stride);
            int end = at + classes * stride;
            float m = stride == 1 ? rows.largest(scores, at, classes) : largest(scores, at, end, stride);
            double sum = stride == 1 ? rows.expSum(scores, at, classes, m) : expSum(scores, at, end, stride, m);
            float log = (float) StrictMath.log(sum);
            boolean counts = label != options.ignoreIndex();
            float value = 0f;
            if (counts) {
                value = options.smoothing() == 0f
                        ? plain(options.gamma(), (m - scores[at + label * stride]) + log) * weight(weight, label)
                        : smoothed(options.smoothing(), scores, at, stride, classes, label, weight, m, log);
            }
            loss.array()[loss.offset() + i] = value;
            kept.array()[kept.offset() + i] = counts ? weight(weight, label) : 0f;
            largest.array()[largest.offset() + i] = m;
            logSum.array()[logSum.offset() + i] = log;
        }
    }

    private static float largest(float[] scores, int at, int end, int stride) {
        float m = Float.NEGATIVE_INFINITY;
        for (int c = at; c < end; c += stride) {
            m = Math.max(m, scores[c]);
        }
        return m;
    }

    private static double expSum(float[] scores, int at, int end, int stride, float m) {
        double sum = 0;
        for (int c = at; c < end; c += stride) {
            sum += Exp.exp(scores[c] - m);
        }
        return sum;
    }

    /** {@code (1 - exp(-l))^gamma l}, l minus a log-probability. */
    private static float plain(float gamma, float l) {
        return gamma == 0f ? l : (float) (StrictMath.pow(-StrictMath.expm1(-l), gamma) * l);
    }

    /** The derivative of {@link #plain}. At l = 0 it is that of l^(gamma + 1). */
    private static float plainDerivative(float gamma, float l) {
        if (gamma == 0f) {
            return 1f;
        }
        double q = -StrictMath.expm1(-l);
        double ratio = q == 0 ? 1 : l / q;
        return (float) (StrictMath.pow(q, gamma) * (1 + gamma * (1 - q) * ratio));
    }

    private static float smoothed(
            float smoothing,
            float[] scores,
            int at,
            int stride,
            int classes,
            int label,
            Tensor weight,
            float m,
            float log) {
        double spread = 0;
        for (int c = 0; c < classes; c++) {
            spread += (double) weight(weight, c) * ((m - scores[at + c * stride]) + log);
        }
        double own = weight(weight, label) * ((m - scores[at + label * stride]) + log);
        return (float) ((1.0 - smoothing) * own + smoothing / (double) classes * spread);
    }

    static void crossEntropyBackward(
            ScoreRows rows,
            Classes options,
            Tensor x,
            IntTensor labels,
            Tensor weight,
            Tensor largest,
            Tensor logSum,
            Tensor dloss,
            Tensor dx,
            int from,
            int to) {
        int classes = x.dim(1);
        int stride = inside(x);
        float[] scores = x.array();
        float[] out = dx.array();
        float spread = options.smoothing() / classes;
        for (int i = from; i < to; i++) {
            int label = labels.array()[labels.offset() + i];
            int at = first(x, i, classes, stride);
            int outAt = first(dx, i, classes, stride);
            if (label == options.ignoreIndex()) {
                for (int c = 0; c < classes; c++) {
                    out[outAt + c * stride] = 0f;
                }
                continue;
            }
            float m = largest.array()[largest.offset() + i];
            float log = logSum.array()[logSum.offset() + i];
            float g = dloss.array()[dloss.offset() + i];
            float own = (1f - options.smoothing())
                    * weight(weight, label)
                    * plainDerivative(options.gamma(), (m - scores[at + label * stride]) + log);
            if (stride == 1 && spread == 0f) {
                // Read first: dx may take the place of x.
                float p = Exp.exp((scores[at + label] - m) - log);
                rows.gradient(scores, at, classes, m, log, own, g, out, outAt);
                out[outAt + label] = g * (p * own - own);
                continue;
            }
            double total = own;
            for (int c = 0; c < classes && spread != 0f; c++) {
                total += spread * weight(weight, c);
            }
            float mass = (float) total;
            for (int c = 0; c < classes; c++) {
                float p = Exp.exp((scores[at + c * stride] - m) - log);
                float target = (c == label ? own : 0f) + (spread == 0f ? 0f : spread * weight(weight, c));
                out[outAt + c * stride] = g * (p * mass - target);
            }
        }
    }

    static void nll(int ignoreIndex, Tensor x, IntTensor labels, Tensor weight, Tensor loss, Tensor kept) {
        int classes = x.dim(1);
        int stride = inside(x);
        for (int i = 0; i < labels.size(); i++) {
            int label = labels.array()[labels.offset() + i];
            boolean counts = label != ignoreIndex;
            float w = counts ? weight(weight, label) : 0f;
            loss.array()[loss.offset() + i] =
                    counts ? -w * x.array()[first(x, i, classes, stride) + label * stride] : 0f;
            kept.array()[kept.offset() + i] = w;
        }
    }

    static void nllBackward(int ignoreIndex, IntTensor labels, Tensor weight, Tensor dloss, Tensor dx) {
        int classes = dx.dim(1);
        int stride = inside(dx);
        Arrays.fill(dx.array(), dx.offset(), dx.offset() + dx.size(), 0f);
        for (int i = 0; i < labels.size(); i++) {
            int label = labels.array()[labels.offset() + i];
            if (label != ignoreIndex) {
                dx.array()[first(dx, i, classes, stride) + label * stride] =
                        -weight(weight, label) * dloss.array()[dloss.offset() + i];
            }
        }
    }

    static void multiMargin(int p, float margin, Tensor x, IntTensor labels, Tensor weight, Tensor loss) {
        int classes = x.dim(1);
        float[] scores = x.array();
        for (int i = 0; i < labels.size(); i++) {
            int label = labels.array()[labels.offset() + i];
            int at = x.offset() + i * classes;
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                float v = margin - scores[at + label] + scores[at + c];
                float h = c == label || v < 0f ? 0f : v;
                sum += p == 1 ? h : (double) h * h;
            }
            // A label's own score reaches the sum through the others only: there may be none.
            float own = Float.isNaN(scores[at + label]) ? scores[at + label] : 0f;
            loss.array()[loss.offset() + i] = (float) (sum * weight(weight, label) / classes) + own;
        }
    }

    static void multiMarginBackward(
            int p, float margin, Tensor x, IntTensor labels, Tensor weight, Tensor dloss, Tensor dx) {
        int classes = x.dim(1);
        float[] scores = x.array();
        float[] out = dx.array();
        for (int i = 0; i < labels.size(); i++) {
            int label = labels.array()[labels.offset() + i];
            int at = x.offset() + i * classes;
            int outAt = dx.offset() + i * classes;
            float g = dloss.array()[dloss.offset() + i] * weight(weight, label) / classes;
            double own = 0;
            for (int c = 0; c < classes; c++) {
                float v = margin - scores[at + label] + scores[at + c];
                float slope = c == label || v <= 0f ? 0f : p == 1 && !Float.isNaN(v) ? 1f : p * v;
                own -= slope;
                out[outAt + c] = g * slope;
            }
            out[outAt + label] = (float) (g * own);
        }
    }
}
