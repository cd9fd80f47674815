package dev.lanewise.gradient;

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
                .input("mean", in.floats(Shape.of(channels)))
                .input("variance", positive(in, channels))
                .input("weight", weight ? in.floats(Shape.of(channels)) : null)
                .input("bias", bias ? in.floats(Shape.of(channels)) : null)
                .output(x)
                .seed(seed)
                .check();
    }

    private static Tensor positive(Inputs in, int size) {
        Tensor tensor = in.awayFromZero(Shape.of(size));
        for (int i = 0; i < size; i++) {
            tensor.set(0.5f + Math.abs(tensor.get(i)), i);
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
