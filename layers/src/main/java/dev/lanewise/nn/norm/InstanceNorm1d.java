package dev.lanewise.nn.norm;

import dev.lanewise.autograd.Buffer;
import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.nn.Unary;
import dev.lanewise.tensor.Shape;

/**
 * Instance normalisation (Ulyanov et al., 2016) of sequences: {@code y = (x - mean) / sqrt(variance + eps) *
 * weight + bias}, mean and biased variance of each channel of each sample, of which there must be two values or more.
 * x:[N,C,L], or x:[C,L] for a single sample; y has the shape of x.
 *
 * <p>With running statistics, each forward on a tape in training mode updates them at once by the mean over samples of
 * means and unbiased variances, and in evaluation they are used in place of those of the sample.
 *
 * @param weight [C], or null for none
 * @param bias [C], or null for none
 * @param running_mean [C], or null for no running statistics
 * @param running_var [C], or null
 * @param num_batches_tracked [], the number of updates, or null
 * @param features C
 * @param momentum the share of a new batch, in [0, 1]
 * @param eps added to the variance, at least 0
 */
public record InstanceNorm1d(
        Parameter weight,
        Parameter bias,
        Buffer running_mean,
        Buffer running_var,
        Buffer num_batches_tracked,
        int features,
        float momentum,
        float eps)
        implements Unary {
    private static final String NAME = "instanceNorm1d";

    /** Checks the options. */
    public InstanceNorm1d {
        Affine.channels(NAME, features, "weight", weight == null ? null : weight.shape());
        Affine.channels(NAME, features, "bias", bias == null ? null : bias.shape());
        Running.check(NAME, features, running_mean, running_var, num_batches_tracked);
        Running.momentum(NAME, momentum);
        Affine.eps(NAME, eps);
    }

    /** A layer with PyTorch's options: eps 1e-5, neither weight nor bias, no running statistics. */
    public static InstanceNorm1d of(int features) {
        return of(features, 1e-5f, 0.1f, false, false);
    }

    /**
     * A layer with PyTorch's initial values: weight 1, bias 0, running mean 0, running variance 1.
     *
     * @param momentum the share of a new batch
     * @param affine false for neither weight nor bias
     * @param track false for no running statistics
     */
    public static InstanceNorm1d of(int features, float eps, float momentum, boolean affine, boolean track) {
        Shape shape = Shape.of(features);
        return new InstanceNorm1d(
                affine ? Affine.filled(1f, shape) : null,
                affine ? Affine.filled(0f, shape) : null,
                track ? Running.filled(0f, features) : null,
                track ? Running.filled(1f, features) : null,
                track ? Running.filled(0f) : null,
                features,
                momentum,
                eps);
    }

    @Override
    public Var forward(Var x) {
        return Instance.forward(
                NAME, 3, x, features, weight, bias, running_mean, running_var, num_batches_tracked, momentum, eps);
    }
}
