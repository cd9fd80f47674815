package dev.lanewise.nn.norm;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.nn.Unary;
import dev.lanewise.tensor.Shape;

/**
 * Group normalisation (Wu and He, 2018): {@code y = (x - mean) / sqrt(variance + eps) * weight + bias}, mean and biased
 * variance of each sample and each group of C/G neighbouring channels. x:[N,C,*] y:[N,C,*].
 *
 * @param weight [C], or null for none
 * @param bias [C], or null for none
 * @param groups G
 * @param channels C, a multiple of G
 * @param eps added to the variance, at least 0
 */
public record GroupNorm(Parameter weight, Parameter bias, int groups, int channels, float eps) implements Unary {
    /** Checks the options. */
    public GroupNorm {
        if (groups < 1 || channels % groups != 0) {
            throw new IllegalArgumentException(
                    "groupNorm: " + channels + " channels do not divide into " + groups + " groups");
        }
        Affine.channels("groupNorm", channels, "weight", weight == null ? null : weight.shape());
        Affine.channels("groupNorm", channels, "bias", bias == null ? null : bias.shape());
        Affine.eps("groupNorm", eps);
    }

    /** A layer with PyTorch's eps and initial values: 1e-5, weight 1, bias 0. */
    public static GroupNorm of(int groups, int channels) {
        return of(groups, channels, 1e-5f, true);
    }

    /**
     * A layer with PyTorch's initial values: weight 1, bias 0.
     *
     * @param affine false for neither weight nor bias
     */
    public static GroupNorm of(int groups, int channels, float eps, boolean affine) {
        Shape shape = Shape.of(channels);
        return new GroupNorm(
                affine ? Affine.filled(1f, shape) : null,
                affine ? Affine.filled(0f, shape) : null,
                groups,
                channels,
                eps);
    }

    @Override
    public Var forward(Var x) {
        if (x.shape().rank() < 2 || x.dim(1) != channels) {
            throw new IllegalArgumentException("groupNorm: x has shape " + x.shape() + ", expected " + channels
                    + " channels (contract x:[N,C,*], C=" + channels + ")");
        }
        return new dev.lanewise.op.norm.GroupNorm(groups, eps).on(x, Affine.on(x, weight), Affine.on(x, bias));
    }
}
