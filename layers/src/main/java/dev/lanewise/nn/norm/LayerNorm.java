package dev.lanewise.nn.norm;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.nn.Unary;
import dev.lanewise.op.norm.AddLayerNorm;
import dev.lanewise.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * Layer normalisation (Ba et al., 2016): {@code y = (x - mean) / sqrt(variance + eps) * weight + bias}, mean and biased
 * variance over the trailing axes. x:[*,D...] y:[*,D...].
 *
 * @param weight [D...], or null for none
 * @param bias [D...], or null for none
 * @param normalizedShape the extents D...
 * @param eps added to the variance, at least 0
 */
public record LayerNorm(Parameter weight, Parameter bias, List<Integer> normalizedShape, float eps) implements Unary {
    /** PyTorch's eps. */
    public static final float EPS = 1e-5f;

    /** Checks the options. */
    public LayerNorm {
        normalizedShape = List.copyOf(normalizedShape);
        Affine.row("layerNorm", normalizedShape, "weight", weight);
        Affine.row("layerNorm", normalizedShape, "bias", bias);
        Affine.eps("layerNorm", eps);
    }

    /** A layer over the axes of weight, with PyTorch's eps of 1e-5; the bias may be null. */
    public LayerNorm(Parameter weight, Parameter bias) {
        this(weight, bias, Affine.extents(weight.shape()), EPS);
    }

    /** A layer with PyTorch's initial values, weight 1 and bias 0, and its eps of 1e-5. */
    public static LayerNorm of(int... normalizedShape) {
        return of(EPS, true, true, normalizedShape);
    }

    /**
     * A layer with PyTorch's initial values: weight 1, bias 0.
     *
     * @param affine false for neither weight nor bias
     * @param bias false for no bias
     */
    public static LayerNorm of(float eps, boolean affine, boolean bias, int... normalizedShape) {
        Shape shape = Shape.of(normalizedShape);
        return new LayerNorm(
                affine ? Affine.filled(1f, shape) : null,
                affine && bias ? Affine.filled(0f, shape) : null,
                Arrays.stream(normalizedShape).boxed().toList(),
                eps);
    }

    @Override
    public Var forward(Var x) {
        Affine.trailing("layerNorm", x.shape(), normalizedShape);
        return new dev.lanewise.op.norm.LayerNorm(normalizedShape.size(), eps)
                .on(x, Affine.on(x, weight), Affine.on(x, bias));
    }

    /** {@code forward(a + b)} of two values of one shape, in one operation with the same bits. */
    public Var ofSum(Var a, Var b) {
        return sum(a, b, false)[0];
    }

    /** What {@link #withSum} returns: a sum, and what the layer makes of it. */
    public record WithSum(Var sum, Var y) {}

    /** {@code a + b} and {@link #ofSum} of it. */
    public WithSum withSum(Var a, Var b) {
        Var[] outputs = sum(a, b, true);
        return new WithSum(outputs[1], outputs[0]);
    }

    private Var[] sum(Var a, Var b, boolean kept) {
        Affine.trailing("layerNorm", a.shape(), normalizedShape);
        return a.tape()
                .record(
                        new AddLayerNorm(normalizedShape.size(), eps, kept),
                        a,
                        b,
                        Affine.on(a, weight),
                        Affine.on(a, bias));
    }
}
