package dev.lanewise.gradient;

import dev.lanewise.autograd.Mode;
import dev.lanewise.autograd.Var;
import dev.lanewise.nn.Unary;
import dev.lanewise.nn.norm.BatchNorm1d;
import dev.lanewise.nn.norm.BatchNorm2d;
import dev.lanewise.nn.norm.InstanceNorm1d;
import dev.lanewise.nn.norm.InstanceNorm2d;
import dev.lanewise.op.norm.AddLayerNorm;
import dev.lanewise.op.norm.BatchNorm;
import dev.lanewise.op.norm.ChannelNorm;
import dev.lanewise.op.norm.GroupNorm;
import dev.lanewise.op.norm.LayerNorm;
import dev.lanewise.op.norm.RmsNorm;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The gradients of normalisations against central differences. */
class NormGradientTest {
    private static final int TRIES = 30;

    /** Large enough that a row of nearly equal elements still bends gently. */
    private static final float EPS = 0.1f;

    @Property(tries = TRIES)
    @Checks(LayerNorm.class)
    void layerNorm_matchesDifferences(
            @ForAll @Size(max = 2) List<@IntRange(max = 4) Integer> leading,
            @ForAll @Size(min = 1, max = 2) List<@IntRange(min = 1, max = 7) Integer> row,
            @ForAll boolean weight,
            @ForAll boolean bias,
            @ForAll long seed) {
        Inputs in = new Inputs(seed);
        Shape x = joined(leading, row);
        Shape d = joined(List.of(), row);
        GradientCheck.of(new LayerNorm(row.size(), EPS))
                .input("x", in.floats(x))
                .input("weight", weight ? in.floats(d) : null)
                .input("bias", bias ? in.floats(d) : null)
                .output(x)
                .seed(seed)
                .check();
    }

    @Property(tries = TRIES)
    @Checks(AddLayerNorm.class)
    void addLayerNorm_matchesDifferences(
            @ForAll @Size(max = 2) List<@IntRange(max = 4) Integer> leading,
            @ForAll @Size(min = 1, max = 2) List<@IntRange(min = 1, max = 7) Integer> row,
            @ForAll boolean weight,
            @ForAll boolean bias,
            @ForAll boolean sum,
            @ForAll long seed) {
        Inputs in = new Inputs(seed);
        Shape x = joined(leading, row);
        Shape d = joined(List.of(), row);
        GradientCheck check = GradientCheck.of(new AddLayerNorm(row.size(), EPS, sum))
                .input("a", in.floats(x))
                .input("b", in.floats(x))
                .input("weight", weight ? in.floats(d) : null)
                .input("bias", bias ? in.floats(d) : null)
                .output(x)
                .seed(seed);
        (sum ? check.output(x) : check).check();
    }

    @Property(tries = TRIES)
    @Checks(RmsNorm.class)
    void rmsNorm_matchesDifferences(
            @ForAll @Size(max = 2) List<@IntRange(max = 4) Integer> leading,
            @ForAll @Size(min = 1, max = 2) List<@IntRange(min = 1, max = 7) Integer> row,
            @ForAll boolean weight,
            @ForAll long seed) {
        Inputs in = new Inputs(seed);
        Shape x = joined(leading, row);
        GradientCheck.of(new RmsNorm(row.size(), EPS))
                .input("x", in.floats(x))
                .input("weight", weight ? in.floats(joined(List.of(), row)) : null)
                .output(x)
                .seed(seed)
                .check();
    }

    @Property(tries = TRIES)
    @Checks(GroupNorm.class)
    void groupNorm_matchesDifferences(
            @ForAll @IntRange(max = 3) int samples,
            @ForAll @IntRange(min = 1, max = 3) int groups,
            @ForAll @IntRange(min = 1, max = 3) int per,
            @ForAll @Size(max = 2) List<@IntRange(min = 1, max = 5) Integer> inside,
            @ForAll boolean weight,
            @ForAll boolean bias,
            @ForAll long seed) {
        Inputs in = new Inputs(seed);
        Shape x = joined(List.of(samples, groups * per), inside);
        Shape channels = Shape.of(groups * per);
        GradientCheck.of(new GroupNorm(groups, EPS))
                .input("x", in.floats(x))
                .input("weight", weight ? in.floats(channels) : null)
                .input("bias", bias ? in.floats(channels) : null)
                .output(x)
                .seed(seed)
                .check();
    }

    @Property(tries = TRIES)
    @Checks(BatchNorm.class)
    void batchNorm_itsStatisticsIncluded_matchesDifferences(
            @ForAll @IntRange(min = 1, max = 4) int samples,
            @ForAll @IntRange(min = 1, max = 5) int channels,
            @ForAll @Size(max = 2) List<@IntRange(min = 1, max = 5) Integer> inside,
            @ForAll boolean weight,
            @ForAll boolean bias,
            @ForAll long seed) {
        Inputs in = new Inputs(seed);
        Shape x = joined(List.of(samples, channels), inside);
        GradientCheck.of(new BatchNorm(EPS))
                .input("x", in.floats(x))
                .input("weight", weight ? in.floats(Shape.of(channels)) : null)
                .input("bias", bias ? in.floats(Shape.of(channels)) : null)
                .output(x)
                .output(channels)
                .output(channels)
                .seed(seed)
                .check();
    }

    @Property(tries = TRIES)
    @Checks(ChannelNorm.class)
    void channelNorm_matchesDifferences(
            @ForAll @IntRange(max = 4) int samples,
            @ForAll @IntRange(min = 1, max = 5) int channels,
            @ForAll @Size(max = 2) List<@IntRange(min = 1, max = 5) Integer> inside,
            @ForAll boolean weight,
            @ForAll boolean bias,
            @ForAll long seed) {
        Inputs in = new Inputs(seed);
        Shape x = joined(List.of(samples, channels), inside);
        GradientCheck.of(new ChannelNorm(EPS))
                .input("x", in.floats(x))
                // Positive, since the check puts it in the place of the variance too.
                .input("mean", positive(in, channels))
                .input("variance", positive(in, channels))
                .input("weight", weight ? in.floats(Shape.of(channels)) : null)
                .input("bias", bias ? in.floats(Shape.of(channels)) : null)
                .output(x)
                .seed(seed)
                .check();
    }

    @Property(tries = TRIES)
    void normalisationLayers_ofFeatures_matchDifferences(
            @ForAll @IntRange(min = 2, max = 4) int samples,
            @ForAll @IntRange(min = 1, max = 3) int half,
            @ForAll @IntRange(min = 2, max = 5) int length,
            @ForAll boolean affine,
            @ForAll boolean track,
            @ForAll Mode mode,
            @ForAll long seed) {
        int channels = 2 * half;
        Inputs in = new Inputs(seed);
        Tensor x = in.floats(Shape.of(samples, channels, length));
        check(dev.lanewise.nn.norm.LayerNorm.of(EPS, affine, track, channels, length), x, mode, seed);
        check(dev.lanewise.nn.norm.RmsNorm.of(EPS, affine, length), x, mode, seed);
        check(dev.lanewise.nn.norm.GroupNorm.of(2, channels, EPS, affine), x, mode, seed);
        check(BatchNorm1d.of(channels, EPS, 0.1f, affine, track), x, mode, seed);
        check(BatchNorm1d.of(channels, EPS, null, affine, track), in.floats(Shape.of(samples, channels)), mode, seed);
        check(InstanceNorm1d.of(channels, EPS, 0.1f, affine, track), x, mode, seed);
        check(InstanceNorm1d.of(channels, EPS, 0.1f, affine, track), in.floats(Shape.of(channels, length)), mode, seed);
    }

    @Property(tries = TRIES)
    void normalisationLayers_ofImages_matchDifferences(
            @ForAll @IntRange(min = 1, max = 3) int samples,
            @ForAll @IntRange(min = 1, max = 3) int channels,
            @ForAll @IntRange(min = 2, max = 5) int height,
            @ForAll boolean affine,
            @ForAll boolean track,
            @ForAll Mode mode,
            @ForAll long seed) {
        Tensor x = new Inputs(seed).floats(Shape.of(samples, channels, height, 4));
        check(BatchNorm2d.of(channels, EPS, 0.1f, affine, track), x, mode, seed);
        check(InstanceNorm2d.of(channels, EPS, 0.1f, affine, track), x, mode, seed);
    }

    private static void check(Unary layer, Tensor x, Mode mode, long seed) {
        // Away from their initial values, where a factor of 1 or a sum of 0 would hide a mistake.
        layer.parameters().values().forEach(p -> p.value().copyFrom(new Inputs(seed + 1).floats(p.shape())));
        layer.buffers().values().forEach(b -> b.value().copyFrom(positive(new Inputs(seed + 2), b.shape())));
        GradientCheck.of(layer.getClass().getSimpleName(), v -> new Var[] {layer.forward(v[0])})
                .input("x", x)
                .parameters(layer.parameters())
                .output(x.shape())
                .mode(mode)
                .seed(seed)
                .check();
    }

    private static Tensor positive(Inputs in, int size) {
        return positive(in, Shape.of(size));
    }

    private static Tensor positive(Inputs in, Shape shape) {
        Tensor tensor = in.awayFromZero(shape);
        for (int i = 0; i < tensor.size(); i++) {
            int at = tensor.offset() + i;
            tensor.array()[at] = 0.5f + Math.abs(tensor.array()[at]);
        }
        return tensor;
    }

    private static Shape joined(List<Integer> first, List<Integer> second) {
        int[] extents = new int[first.size() + second.size()];
        for (int i = 0; i < extents.length; i++) {
            extents[i] = i < first.size() ? first.get(i) : second.get(i - first.size());
        }
        return Shape.of(extents);
    }
}
