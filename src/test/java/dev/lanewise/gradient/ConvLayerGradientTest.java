package dev.lanewise.gradient;

import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.kernel.Conv2dShape;
import dev.lanewise.kernel.Interpolation;
import dev.lanewise.kernel.PadMode;
import dev.lanewise.kernel.PadShape;
import dev.lanewise.kernel.Pool2dShape;
import dev.lanewise.nn.Sequential;
import dev.lanewise.nn.Unary;
import dev.lanewise.nn.conv.AdaptiveAvgPool1d;
import dev.lanewise.nn.conv.AdaptiveAvgPool2d;
import dev.lanewise.nn.conv.AdaptiveMaxPool1d;
import dev.lanewise.nn.conv.AdaptiveMaxPool2d;
import dev.lanewise.nn.conv.AvgPool1d;
import dev.lanewise.nn.conv.AvgPool2d;
import dev.lanewise.nn.conv.Conv1d;
import dev.lanewise.nn.conv.Conv1dShape;
import dev.lanewise.nn.conv.Conv2d;
import dev.lanewise.nn.conv.Conv3d;
import dev.lanewise.nn.conv.Conv3dShape;
import dev.lanewise.nn.conv.ConvTranspose1d;
import dev.lanewise.nn.conv.ConvTranspose2d;
import dev.lanewise.nn.conv.GlobalAvgPool;
import dev.lanewise.nn.conv.GlobalMaxPool;
import dev.lanewise.nn.conv.MaxPool1d;
import dev.lanewise.nn.conv.P4Conv2d;
import dev.lanewise.nn.conv.P4Lift;
import dev.lanewise.nn.conv.P4Planes;
import dev.lanewise.nn.conv.P4Pool;
import dev.lanewise.nn.conv.Padding;
import dev.lanewise.nn.conv.PixelShuffle;
import dev.lanewise.nn.conv.PixelUnshuffle;
import dev.lanewise.nn.conv.Upsample;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Layers of convolution, pooling and resampling against central differences: input and parameters. */
class ConvLayerGradientTest {
    private static final int TRIES = 30;

    private static void check(Unary layer, long seed, int... x) {
        check(layer, new Inputs(seed).floats(Shape.of(x)), seed);
    }

    private static void check(Unary layer, Tensor x, long seed) {
        GradientCheck.of(layer.toString(), v -> new Var[] {layer.forward(v[0])})
                .input("x", x)
                .parameters(layer.parameters())
                .seed(seed)
                .check();
    }

    /** @param sizes samples, groups, input and output channels per group */
    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void conv1d_matchesDifferences(
            @ForAll PadMode mode,
            @ForAll @Size(4) List<@IntRange(min = 1, max = 3) Integer> sizes,
            @ForAll @IntRange(min = 1, max = 3) int kernel,
            @ForAll @Size(2) List<@IntRange(min = 1, max = 3) Integer> steps,
            @ForAll @Size(2) List<@IntRange(max = 2) Integer> pads,
            @ForAll @IntRange(min = 7, max = 12) int length,
            @ForAll boolean bias,
            @ForAll long seed) {
        int groups = sizes.get(1);
        Conv1dShape conv = new Conv1dShape(steps.get(0), pads.get(0), pads.get(1), steps.get(1), groups);
        int inputs = groups * sizes.get(2);
        Conv1d layer = Conv1d.of(inputs, groups * sizes.get(3), kernel, conv, mode, bias, new Draws(seed));
        check(layer, seed, sizes.get(0), inputs, length);
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void conv2d_everyMode_matchesDifferences(
            @ForAll PadMode mode,
            @ForAll @Size(4) List<@IntRange(min = 1, max = 2) Integer> sizes,
            @ForAll @Size(2) List<@IntRange(min = 1, max = 3) Integer> kernel,
            @ForAll @Size(2) List<@IntRange(min = 1, max = 2) Integer> stride,
            @ForAll @Size(4) List<@IntRange(max = 2) Integer> pads,
            @ForAll @Size(2) List<@IntRange(min = 1, max = 2) Integer> dilation,
            @ForAll long seed) {
        int groups = sizes.get(1);
        Conv2dShape conv = Conv2dShape.of(1, 0)
                .withStride(stride.get(0), stride.get(1))
                .withPadding(pads.get(0), pads.get(1), pads.get(2), pads.get(3))
                .withDilation(dilation.get(0), dilation.get(1))
                .withGroups(groups);
        int inputs = groups * sizes.get(2);
        Conv2d layer = Conv2d.of(
                inputs, groups * sizes.get(3), kernel.get(0), kernel.get(1), conv, mode, true, new Draws(seed));
        check(layer, seed, sizes.get(0), inputs, 6, 5);
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void conv3d_matchesDifferences(
            @ForAll PadMode mode,
            @ForAll @Size(4) List<@IntRange(min = 1, max = 2) Integer> sizes,
            @ForAll @Size(3) List<@IntRange(min = 1, max = 3) Integer> kernel,
            @ForAll @Size(3) List<@IntRange(min = 1, max = 2) Integer> stride,
            @ForAll @Size(3) List<@IntRange(max = 2) Integer> pads,
            @ForAll @IntRange(min = 1, max = 2) int dilation,
            @ForAll boolean bias,
            @ForAll long seed) {
        int groups = sizes.get(1);
        Conv2dShape plane = Conv2dShape.of(1, 0)
                .withStride(stride.get(1), stride.get(2))
                .withPadding(pads.get(1), 1, 0, pads.get(2))
                .withGroups(groups);
        Conv3dShape conv = new Conv3dShape(stride.get(0), pads.get(0), 1, 1, plane).withDilation(dilation);
        int inputs = groups * sizes.get(2);
        Conv3d layer = Conv3d.of(
                inputs,
                groups * sizes.get(3),
                kernel.get(0),
                kernel.get(1),
                kernel.get(2),
                conv,
                mode,
                bias,
                new Draws(seed));
        check(layer, seed, sizes.get(0), inputs, 5, 6, 5);
    }

    /** Also with output padding beyond the stride, which a dilation allows. */
    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void convTranspose_matchesDifferences(
            @ForAll @Size(3) List<@IntRange(min = 1, max = 2) Integer> sizes,
            @ForAll @IntRange(min = 1, max = 3) int kernel,
            @ForAll @IntRange(min = 1, max = 3) int stride,
            @ForAll @IntRange(min = 1, max = 3) int dilation,
            @ForAll @IntRange(max = 2) int extra,
            @ForAll boolean bias,
            @ForAll long seed) {
        int groups = sizes.get(0);
        int inputs = groups * sizes.get(1);
        int outputs = groups * sizes.get(2);
        int more = Math.min(extra, Math.max(stride, dilation) - 1);
        Draws draws = new Draws(seed);
        Conv1dShape line = Conv1dShape.of(stride, 0).withDilation(dilation).withGroups(groups);
        check(ConvTranspose1d.of(inputs, outputs, kernel, line, more, bias, draws), seed, 2, inputs, 4);
        Conv2dShape plane = Conv2dShape.of(stride, 0).withDilation(dilation, 1).withGroups(groups);
        int across = Math.min(extra, stride - 1);
        ConvTranspose2d image = ConvTranspose2d.of(inputs, outputs, kernel, 2, plane, more, across, bias, draws);
        check(image, seed, 2, inputs, 3, 4);
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void pooling_matchesDifferences(
            @ForAll @IntRange(min = 1, max = 3) int kernel,
            @ForAll @IntRange(min = 1, max = 3) int stride,
            @ForAll @IntRange(min = 5, max = 9) int length,
            @ForAll boolean ceil,
            @ForAll long seed) {
        Pool2dShape row = Pool2dShape.of1d(kernel, stride, kernel / 2).withCeil(ceil);
        Tensor spaced = new Inputs(seed).spacedPlanes(Shape.of(2, 3, length));
        check(new MaxPool1d(row), spaced, seed);
        check(new AvgPool1d(row, ceil), seed, 2, 3, length);
        check(new AvgPool2d(Pool2dShape.of(kernel, stride, 0), true, 7), seed, 2, 1, 4, length);
        check(new AdaptiveAvgPool1d(kernel), seed, 2, 3, length);
        check(new AdaptiveMaxPool1d(kernel), spaced, seed);
        check(new AdaptiveAvgPool2d(0, kernel), seed, 1, 2, 3, length);
        Tensor planes = new Inputs(seed).spacedPlanes(Shape.of(2, 2, 3, length));
        check(new AdaptiveMaxPool2d(kernel, 0), planes, seed);
        check(new GlobalAvgPool(), seed, 2, 3, 2, length);
        check(new GlobalMaxPool(), planes, seed);
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void resampling_matchesDifferences(
            @ForAll Interpolation.Mode mode,
            @ForAll @IntRange(min = 1, max = 3) int factor,
            @ForAll @IntRange(min = 1, max = 4) int height,
            @ForAll @IntRange(min = 1, max = 4) int width,
            @ForAll long seed) {
        check(Upsample.by(factor + 0.4, mode), seed, 2, 1, height, width);
        check(Upsample.by(factor + 0.4, mode), seed, 2, 3, width);
        check(Upsample.to(width, height, mode), seed, 1, 2, height, width);
        check(new PixelShuffle(factor), seed, 2, 2 * factor * factor, height, width);
        check(new PixelUnshuffle(factor), seed, 2, 2, height * factor, width * factor);
        check(Padding.of(PadMode.MEAN, factor), seed, 2, 2, height, width);
        check(new Padding(PadShape.axis(1.5f, 4, 1, factor, 1)), seed, 2, 2, height, width);
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void p4_matchesDifferences(
            @ForAll @IntRange(min = 1, max = 2) int samples,
            @ForAll @IntRange(min = 1, max = 2) int inputs,
            @ForAll @IntRange(min = 1, max = 3) int kernel,
            @ForAll long seed) {
        Draws draws = new Draws(seed);
        Conv2dShape conv = Conv2dShape.of(1, kernel / 2);
        Unary mean = Sequential.of(
                P4Lift.of(inputs, 2, kernel, conv, draws),
                P4Conv2d.of(2, 2, kernel, conv, draws),
                new P4Planes(new AvgPool2d(Pool2dShape.of(2), true)),
                new P4Pool(P4Pool.Over.MEAN));
        check(mean, seed, samples, inputs, 4, 5);
        Tensor spaced = new Inputs(seed).spacedPlanes(Shape.of(samples * inputs, 1, 12, 2));
        check(new P4Pool(P4Pool.Over.MAX), spaced.reshape(samples, inputs, 4, 3, 2), seed);
    }
}
