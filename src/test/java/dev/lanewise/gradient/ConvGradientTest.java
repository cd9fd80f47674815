package dev.lanewise.gradient;

import dev.lanewise.kernel.Conv2dShape;
import dev.lanewise.kernel.Interpolation;
import dev.lanewise.kernel.PadMode;
import dev.lanewise.kernel.PadShape;
import dev.lanewise.kernel.Pool2dShape;
import dev.lanewise.op.conv.AdaptiveAvgPool2d;
import dev.lanewise.op.conv.AdaptiveMaxPool2d;
import dev.lanewise.op.conv.AvgPool2d;
import dev.lanewise.op.conv.ConvTranspose2d;
import dev.lanewise.op.conv.Interpolate;
import dev.lanewise.op.conv.MaxPool2d;
import dev.lanewise.op.conv.Pad;
import dev.lanewise.op.conv.Unfold;
import dev.lanewise.tensor.Shape;
import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Operations of convolution, pooling and resampling against central differences, over random shapes and options. */
class ConvGradientTest {
    private static final int TRIES = 40;

    private static int[] ints(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * Padding of one to all axes, as much as the mode allows.
     *
     * @param axes how many of them are padded
     */
    @Property(tries = 3 * TRIES, edgeCases = EdgeCasesMode.NONE)
    @Checks(Pad.class)
    void pad_matchesDifferences(
            @ForAll PadMode mode,
            @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 1, max = 4) Integer> extents,
            @ForAll @IntRange(min = 1, max = 5) int axes,
            @ForAll @Size(5) List<@IntRange(max = 4) Integer> before,
            @ForAll @Size(5) List<@IntRange(max = 4) Integer> after,
            @ForAll @IntRange(min = -3, max = 3) int value,
            @ForAll long seed) {
        int padded = Math.min(axes, extents.size());
        Shape x = Shape.of(ints(extents));
        Integer[] first = new Integer[padded];
        Integer[] last = new Integer[padded];
        Shape y = x;
        for (int i = 0; i < padded; i++) {
            int axis = x.rank() - padded + i;
            int most = mode == PadMode.REFLECT ? x.dim(axis) - 1 : mode == PadMode.CIRCULAR ? x.dim(axis) : 4;
            first[i] = Math.min(before.get(i), most);
            last[i] = Math.min(after.get(i), most);
            y = y.with(axis, x.dim(axis) + first[i] + last[i]);
        }
        PadShape pad = new PadShape(mode, mode == PadMode.CONSTANT ? value : 0, List.of(first), List.of(last));
        GradientCheck.of(new Pad(pad))
                .input("x", new Inputs(seed).floats(x))
                .output(y)
                .seed(seed)
                .check();
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    @Checks(Unfold.class)
    void unfold_matchesDifferences(
            @ForAll @Size(3) List<@IntRange(min = 1, max = 3) Integer> sizes,
            @ForAll @IntRange(min = 1, max = 6) int length,
            @ForAll @IntRange(min = 1, max = 3) int kernel,
            @ForAll @Size(2) List<@IntRange(min = 1, max = 3) Integer> steps,
            @ForAll @Size(2) List<@IntRange(max = 2) Integer> pads,
            @ForAll long seed) {
        int span = steps.get(1) * (kernel - 1) + 1;
        int padded = length + pads.get(0) + pads.get(1);
        Assume.that(span <= padded);
        GradientCheck.of(new Unfold(kernel, steps.get(0), pads.get(0), pads.get(1), steps.get(1)))
                .input("x", new Inputs(seed).floats(Shape.of(sizes.get(0), sizes.get(1), length, sizes.get(2))))
                .output(sizes.get(0), (padded - span) / steps.get(0) + 1, sizes.get(1), kernel, sizes.get(2))
                .seed(seed)
                .check();
    }

    /** Larger and smaller outputs, by size and by a factor that the extents follow from. */
    @Property(tries = 2 * TRIES, edgeCases = EdgeCasesMode.NONE)
    @Checks(Interpolate.class)
    void interpolate_matchesDifferences(
            @ForAll Interpolation.Mode mode,
            @ForAll boolean aligned,
            @ForAll boolean byFactor,
            @ForAll @Size(4) List<@IntRange(min = 1, max = 5) Integer> extents,
            @ForAll @Size(2) List<@IntRange(min = 1, max = 9) Integer> to,
            @ForAll long seed) {
        int h = extents.get(2);
        int w = extents.get(3);
        double down = byFactor ? (to.get(0) + 0.3) / h : 0;
        double across = byFactor ? (to.get(1) + 0.6) / w : 0;
        boolean align = aligned && mode == Interpolation.Mode.LINEAR;
        Interpolation how = new Interpolation(mode, align, down, across);
        GradientCheck.of(new Interpolate(how, to.get(0), to.get(1)))
                .input("x", new Inputs(seed).floats(Shape.of(ints(extents))))
                .output(extents.get(0), extents.get(1), to.get(0), to.get(1))
                .seed(seed)
                .check();
    }

    /**
     * Strides with and without additional rows, padding that shortens the output.
     *
     * @param sizes samples, groups, input and output channels per group
     */
    @Property(tries = 2 * TRIES, edgeCases = EdgeCasesMode.NONE)
    @Checks(ConvTranspose2d.class)
    void convTranspose2d_matchesDifferences(
            @ForAll @Size(4) List<@IntRange(min = 1, max = 3) Integer> sizes,
            @ForAll @Size(2) List<@IntRange(min = 1, max = 4) Integer> plane,
            @ForAll @Size(2) List<@IntRange(min = 1, max = 3) Integer> kernel,
            @ForAll @Size(2) List<@IntRange(min = 1, max = 3) Integer> stride,
            @ForAll @Size(4) List<@IntRange(max = 1) Integer> pads,
            @ForAll @Size(2) List<@IntRange(min = 1, max = 2) Integer> dilation,
            @ForAll @Size(2) List<@IntRange(max = 2) Integer> extra,
            @ForAll boolean bias,
            @ForAll long seed) {
        int groups = sizes.get(1);
        int[] more = new int[2];
        int[] out = new int[2];
        for (int i = 0; i < 2; i++) {
            more[i] = Math.min(extra.get(i), stride.get(i) - 1);
            int shorter = pads.get(2 * i) + pads.get(2 * i + 1);
            out[i] = (plane.get(i) - 1) * stride.get(i) - shorter + dilation.get(i) * (kernel.get(i) - 1) + 1 + more[i];
        }
        Assume.that(out[0] > 0 && out[1] > 0);
        Conv2dShape conv = new Conv2dShape(
                stride.get(0),
                stride.get(1),
                pads.get(0),
                pads.get(1),
                pads.get(2),
                pads.get(3),
                dilation.get(0),
                dilation.get(1),
                groups);
        Inputs in = new Inputs(seed);
        GradientCheck.of(new ConvTranspose2d(conv, more[0], more[1]))
                .input("x", in.floats(Shape.of(sizes.get(0), groups * sizes.get(2), plane.get(0), plane.get(1))))
                .input("w", in.floats(Shape.of(groups * sizes.get(2), sizes.get(3), kernel.get(0), kernel.get(1))))
                .input("b", bias ? in.floats(Shape.of(groups * sizes.get(3))) : null)
                .output(sizes.get(0), groups * sizes.get(3), out[0], out[1])
                .seed(seed)
                .check();
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    @Checks(AdaptiveAvgPool2d.class)
    void adaptiveAvgPool2d_matchesDifferences(
            @ForAll @Size(4) List<@IntRange(min = 1, max = 6) Integer> extents,
            @ForAll @IntRange(min = 1, max = 7) int height,
            @ForAll @IntRange(min = 1, max = 7) int width,
            @ForAll long seed) {
        GradientCheck.of(new AdaptiveAvgPool2d(height, width))
                .input("x", new Inputs(seed).floats(Shape.of(ints(extents))))
                .output(extents.get(0), extents.get(1), height, width)
                .seed(seed)
                .check();
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    @Checks(AdaptiveMaxPool2d.class)
    void adaptiveMaxPool2d_matchesDifferences(
            @ForAll @Size(4) List<@IntRange(min = 1, max = 6) Integer> extents,
            @ForAll @IntRange(min = 1, max = 7) int height,
            @ForAll @IntRange(min = 1, max = 7) int width,
            @ForAll long seed) {
        GradientCheck.of(new AdaptiveMaxPool2d(height, width))
                .input("x", new Inputs(seed).spacedPlanes(Shape.of(ints(extents))))
                .output(extents.get(0), extents.get(1), height, width)
                .seed(seed)
                .check();
    }

    /** Dilation and rounding up; strides that leave the input. */
    @Property(tries = 2 * TRIES, edgeCases = EdgeCasesMode.NONE)
    @Checks(MaxPool2d.class)
    void maxPool2d_dilatedOrRoundedUp_matchesDifferences(
            @ForAll @Size(2) List<@IntRange(min = 1, max = 3) Integer> kernel,
            @ForAll @Size(2) List<@IntRange(min = 1, max = 3) Integer> stride,
            @ForAll @Size(2) List<@IntRange(max = 1) Integer> pad,
            @ForAll @Size(2) List<@IntRange(min = 1, max = 2) Integer> dilation,
            @ForAll @Size(2) List<@IntRange(min = 5, max = 9) Integer> plane,
            @ForAll boolean ceil,
            @ForAll long seed) {
        Pool2dShape pool = new Pool2dShape(
                kernel.get(0),
                kernel.get(1),
                stride.get(0),
                stride.get(1),
                Math.min(pad.get(0), kernel.get(0) / 2),
                Math.min(pad.get(1), kernel.get(1) / 2),
                dilation.get(0),
                dilation.get(1),
                ceil);
        GradientCheck.of(new MaxPool2d(pool))
                .input("x", new Inputs(seed).spacedPlanes(Shape.of(2, 2, plane.get(0), plane.get(1))))
                .seed(seed)
                .check();
    }

    @Property(tries = 2 * TRIES, edgeCases = EdgeCasesMode.NONE)
    @Checks(AvgPool2d.class)
    void avgPool2d_roundedUpOrWithDivisor_matchesDifferences(
            @ForAll @Size(2) List<@IntRange(min = 1, max = 3) Integer> kernel,
            @ForAll @Size(2) List<@IntRange(min = 1, max = 3) Integer> stride,
            @ForAll @Size(2) List<@IntRange(max = 1) Integer> pad,
            @ForAll @Size(2) List<@IntRange(min = 3, max = 8) Integer> plane,
            @ForAll @IntRange(min = -2, max = 5) int divisor,
            @ForAll boolean countPadding,
            @ForAll long seed) {
        int padH = Math.min(pad.get(0), kernel.get(0) / 2);
        int padW = Math.min(pad.get(1), kernel.get(1) / 2);
        Pool2dShape pool = new Pool2dShape(kernel.get(0), kernel.get(1), stride.get(0), stride.get(1), padH, padW);
        GradientCheck.of(new AvgPool2d(pool.withCeil(true), countPadding, divisor))
                .input("x", new Inputs(seed).floats(Shape.of(2, 2, plane.get(0), plane.get(1))))
                .seed(seed)
                .check();
    }
}
