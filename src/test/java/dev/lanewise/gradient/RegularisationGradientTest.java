package dev.lanewise.gradient;

import dev.lanewise.autograd.Mode;
import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.kernel.Conv2dShape;
import dev.lanewise.loss.L1Penalty;
import dev.lanewise.loss.L2Penalty;
import dev.lanewise.nn.Activation;
import dev.lanewise.nn.ChannelDropout;
import dev.lanewise.nn.DropPath;
import dev.lanewise.nn.Dropout;
import dev.lanewise.nn.Residual;
import dev.lanewise.nn.Sequential;
import dev.lanewise.nn.Unary;
import dev.lanewise.nn.latent.Gaussian;
import dev.lanewise.nn.latent.GaussianHead;
import dev.lanewise.nn.norm.SpectralNorm;
import dev.lanewise.nn.norm.WeightNorm;
import dev.lanewise.op.Ops;
import dev.lanewise.op.conv.Conv2d;
import dev.lanewise.op.matrix.Linear;
import dev.lanewise.op.random.AlphaDropout;
import dev.lanewise.op.random.BlockDropout;
import dev.lanewise.op.random.GaussianSample;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The gradients of dropouts, draws, penalties and reparameterised weights against central differences. */
class RegularisationGradientTest {
    private static final int TRIES = 30;

    @Property(tries = TRIES)
    void dropoutLayers_matchDifferences(
            @ForAll @IntRange(min = 1, max = 3) int samples,
            @ForAll @IntRange(min = 1, max = 4) int channels,
            @ForAll @FloatRange(min = 0, max = 1) float probability,
            @ForAll Mode mode,
            @ForAll long seed) {
        Shape shape = Shape.of(samples, channels, 3);
        Unary residual = Residual.of(Sequential.of(
                new ChannelDropout(probability),
                Activation.TANH,
                new Dropout(probability),
                new dev.lanewise.nn.AlphaDropout(probability / 2),
                new DropPath(probability)));
        GradientCheck.of("dropout layers", vars -> new Var[] {residual.forward(vars[0])})
                .input("x", new Inputs(seed).floats(shape))
                .output(shape)
                .mode(mode)
                .seed(seed)
                .check();
    }

    @Property(tries = TRIES)
    @Checks(BlockDropout.class)
    void blockDropout_matchesDifferences(
            @ForAll @Size(min = 1, max = 4) List<@IntRange(max = 4) Integer> extents,
            @ForAll @IntRange(min = 1, max = 4) int axes,
            @ForAll @FloatRange(min = 0, max = 1) float probability,
            @ForAll Mode mode,
            @ForAll long seed) {
        Shape shape = shape(extents);
        GradientCheck.of(new BlockDropout(Math.min(axes, shape.rank()), probability))
                .input("x", new Inputs(seed).floats(shape))
                .output(shape)
                .mode(mode)
                .seed(seed)
                .check();
    }

    @Property(tries = TRIES)
    @Checks(AlphaDropout.class)
    void alphaDropout_matchesDifferences(
            @ForAll @Size(max = 3) List<@IntRange(max = 4) Integer> extents,
            @ForAll @FloatRange(min = 0, max = 1) float probability,
            @ForAll Mode mode,
            @ForAll long seed) {
        // Closer to 1 the slope grows without bound, and differences of float tell nothing.
        float p = probability < 1f ? probability * 0.99f : 1f;
        Shape shape = shape(extents);
        GradientCheck.of(new AlphaDropout(p))
                .input("x", new Inputs(seed).floats(shape))
                .output(shape)
                .mode(mode)
                .seed(seed)
                .check();
    }

    @Property(tries = TRIES)
    @Checks(GaussianSample.class)
    void gaussianSample_withFixedNoise_matchesDifferences(
            @ForAll @Size(max = 3) List<@IntRange(max = 5) Integer> extents, @ForAll Mode mode, @ForAll long seed) {
        Shape shape = shape(extents);
        Inputs in = new Inputs(seed);
        int[] plain = shape.toArray();
        // Of different shapes, lest the check put one value in both places: elsewhere on the tape the noise is another.
        GradientCheck.of("gaussianSample", v -> new Var[] {new GaussianSample().on(v[0], v[1].reshape(plain))})
                .input("mean", in.floats(shape))
                .input("logvar", in.floats(shape.prepend(1)))
                .output(shape)
                .mode(mode)
                .seed(seed)
                .check();
    }

    @Property(tries = 10)
    void gaussianHead_matchesDifferences(
            @ForAll @IntRange(min = 1, max = 4) int n, @ForAll @IntRange(min = 1, max = 5) int z, @ForAll long seed) {
        GaussianHead head = GaussianHead.of(3, z, new Draws(seed));
        GradientCheck.of("gaussianHead", v -> {
                    Gaussian gaussian = head.forward(v[0]);
                    return new Var[] {gaussian.sample()};
                })
                .input("h", new Inputs(seed).floats(Shape.of(n, 3)))
                .parameters(head.parameters())
                .output(n, z)
                .seed(seed)
                .check();
    }

    @Property(tries = 20)
    void weightNorm_aroundLinear_matchesDifferences(
            @ForAll @IntRange(min = 1, max = 5) int inputs,
            @ForAll @IntRange(min = 1, max = 5) int outputs,
            @ForAll @IntRange(min = -1, max = 1) int dim,
            @ForAll long seed) {
        Inputs in = new Inputs(seed);
        Parameter weight = new Parameter(in.awayFromZero(Shape.of(outputs, inputs)));
        Parameter bias = new Parameter(in.floats(Shape.of(outputs)));
        check(WeightNorm.of(new Linear(), weight, bias, dim), in.floats(Shape.of(3, inputs)), Mode.TRAIN, seed);
    }

    @Property(tries = 10)
    void weightNorm_aroundConv2d_matchesDifferences(
            @ForAll @IntRange(min = -1, max = 3) int dim, @ForAll boolean biased, @ForAll long seed) {
        Inputs in = new Inputs(seed);
        Parameter weight = new Parameter(in.awayFromZero(Shape.of(3, 2, 2, 2)));
        Parameter bias = biased ? new Parameter(in.floats(Shape.of(3))) : null;
        WeightNorm layer = WeightNorm.of(new Conv2d(Conv2dShape.of(1, 1)), weight, bias, dim);
        check(layer, in.floats(Shape.of(2, 2, 3, 4)), Mode.TRAIN, seed);
    }

    /**
     * In evaluation, where the singular vectors stay: the gradient takes them as constants, a difference must, too. With
     * one weight alone, which is its own norm, the gradient is 0 and what a sum could be compared with is rounding.
     */
    @Property(tries = 15)
    void spectralNorm_matchesDifferences(
            @ForAll @IntRange(min = 2, max = 5) int inputs,
            @ForAll @IntRange(min = 1, max = 5) int outputs,
            @ForAll long seed) {
        Inputs in = new Inputs(seed);
        Draws draws = new Draws(seed);
        Parameter weight = new Parameter(in.awayFromZero(Shape.of(outputs, inputs)));
        Parameter bias = new Parameter(in.floats(Shape.of(outputs)));
        check(SpectralNorm.of(new Linear(), weight, bias, draws), in.floats(Shape.of(2, inputs)), Mode.EVAL, seed);
        Parameter kernel = new Parameter(in.awayFromZero(Shape.of(outputs, inputs, 2, 2)));
        check(
                SpectralNorm.of(new Conv2d(Conv2dShape.of(1, 0)), kernel, null, draws),
                in.floats(Shape.of(2, inputs, 3, 3)),
                Mode.EVAL,
                seed);
    }

    @Property(tries = 15)
    void penalties_matchDifferences(
            @ForAll @Size(max = 3) List<@IntRange(min = 1, max = 4) Integer> extents,
            @ForAll @FloatRange(max = 2) float strength,
            @ForAll long seed) {
        Inputs in = new Inputs(seed);
        Parameter w = new Parameter(in.awayFromZero(shape(extents)));
        Parameter b = new Parameter(in.awayFromZero(Shape.of(3)));
        GradientCheck.of("penalties", v -> {
                    Var l1 = new L1Penalty(strength).of(v[0].tape(), List.of(w, b));
                    Var l2 = new L2Penalty(strength).of(v[0].tape(), List.of(w, b));
                    return new Var[] {Ops.add(v[0], Ops.add(l1, l2))};
                })
                .input("x", in.floats(Shape.of()))
                .parameters(java.util.Map.of("w", w, "b", b))
                .output()
                .seed(seed)
                .check();
    }

    private static void check(Unary layer, Tensor x, Mode mode, long seed) {
        GradientCheck.of(layer.getClass().getSimpleName(), v -> new Var[] {layer.forward(v[0])})
                .input("x", x)
                .parameters(layer.parameters())
                .mode(mode)
                .seed(seed)
                .check();
    }

    private static Shape shape(List<Integer> extents) {
        return Shape.of(extents.stream().mapToInt(Integer::intValue).toArray());
    }
}
