package dev.lanewise.nn.norm;

import dev.lanewise.autograd.Buffer;
import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.nn.Unary;
import dev.lanewise.tensor.Shape;

/**
 * Batch normalisation (Ioffe and Szegedy, 2015) of images: {@code y = (x - mean) / sqrt(variance + eps) *
 * weight + bias}. x:[N,C,H,W]; y has the shape of x.
 *
 * <p>In training, mean and biased variance are those of each channel in the batch, which needs two values per channel; the
 * gradient flows through them. In evaluation they are the running ones, and y is an affine map of x; without running
 * statistics those of the batch there too.
 *
 * <p>Each forward on a tape in training mode updates the running statistics at once, whether or not the tape records or
 * ever runs backward: {@code running = (1 - momentum) * running + momentum * batch}, with the unbiased variance of the
 * batch (divisor one less than the number of values). What was recorded does not depend on them.
 *
 * @param weight [C], or null for none
 * @param bias [C], or null for none
 * @param running_mean [C], or null for no running statistics
 * @param running_var [C], or null
 * @param num_batches_tracked [], the number of updates, or null
 * @param features C
 * @param momentum the share of a new batch, in [0, 1]; null: 1 / num_batches_tracked, the cumulative average
 * @param eps added to the variance, at least 0
 */
public record BatchNorm2d(
        Parameter weight,
        Parameter bias,
        Buffer running_mean,
        Buffer running_var,
        Buffer num_batches_tracked,
        int features,
        Float momentum,
        float eps)
        implements Unary {
    private static final String NAME = "batchNorm2d";

    /** Checks the options. */
    public BatchNorm2d {
        Affine.channels(NAME, features, "weight", weight == null ? null : weight.shape());
        Affine.channels(NAME, features, "bias", bias == null ? null : bias.shape());
        Running.check(NAME, features, running_mean, running_var, num_batches_tracked);
        Running.momentum(NAME, momentum);
        Affine.eps(NAME, eps);
    }

    /**
     * A layer with PyTorch's options and initial values: eps 1e-5, momentum 0.1, weight 1, bias 0, running mean 0 and
     * running variance 1.
     */
    public static BatchNorm2d of(int features) {
        return of(features, 1e-5f, 0.1f, true, true);
    }

    /**
     * A layer with PyTorch's initial values: weight 1, bias 0, running mean 0, running variance 1.
     *
     * @param momentum the share of a new batch; null for the cumulative average
     * @param affine false for neither weight nor bias
     * @param track false for no running statistics
     */
    public static BatchNorm2d of(int features, float eps, Float momentum, boolean affine, boolean track) {
        Shape shape = Shape.of(features);
        return new BatchNorm2d(
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
        Running.input(NAME, x.shape(), features, "x:[N,C,H,W]", 4);
        return Batch.forward(NAME, x, weight, bias, running_mean, running_var, num_batches_tracked, momentum, eps);
    }
}
