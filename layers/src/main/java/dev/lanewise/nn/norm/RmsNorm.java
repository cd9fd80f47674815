package dev.lanewise.nn.norm;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.nn.Unary;
import dev.lanewise.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * Root mean square normalisation (Zhang and Sennrich, 2019): {@code y = x / sqrt(mean(x^2) + eps) * weight}, the mean over
 * the trailing axes. x:[*,D...] y:[*,D...].
 *
 * @param weight [D...], or null for none
 * @param normalizedShape the extents D...
 * @param eps added to the mean square, at least 0
 */
public record RmsNorm(Parameter weight, List<Integer> normalizedShape, float eps) implements Unary {
    /** PyTorch's eps: the distance from 1 to the next float, 2^-23. */
    public static final float EPS = 0x1p-23f;

    /** Checks the options. */
    public RmsNorm {
        normalizedShape = List.copyOf(normalizedShape);
        Affine.row("rmsNorm", normalizedShape, "weight", weight);
        Affine.eps("rmsNorm", eps);
    }

    /** A layer over the axes of weight. */
    public RmsNorm(Parameter weight, float eps) {
        this(weight, Affine.extents(weight.shape()), eps);
    }

    /** A layer with PyTorch's initial weight of 1 and its eps. */
    public static RmsNorm of(int... normalizedShape) {
        return of(EPS, true, normalizedShape);
    }

    /**
     * A layer with PyTorch's initial weight of 1.
     *
     * @param affine false for no weight
     */
    public static RmsNorm of(float eps, boolean affine, int... normalizedShape) {
        return new RmsNorm(
                affine ? Affine.filled(1f, Shape.of(normalizedShape)) : null,
                Arrays.stream(normalizedShape).boxed().toList(),
                eps);
    }

    @Override
    public Var forward(Var x) {
        Affine.trailing("rmsNorm", x.shape(), normalizedShape);
        return new dev.lanewise.op.norm.RmsNorm(normalizedShape.size(), eps).on(x, Affine.on(x, weight));
    }
}
