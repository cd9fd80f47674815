package dev.lanewise.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.lanewise.kernel.scalar.ScalarResample;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Padding, windows and interpolation against their definitions, index by index, in double where there is a sum. */
class ResampleKernelsTest {
    /** Named closeness of sums of elements, in units of the sum of their magnitudes. */
    private static final double CLOSE_SUM = 1e-6;

    /** The same of weighted sums, as the weights come from positions of up to 57 pixels, with 1 more for their error. */
    private static final double CLOSE_WEIGHTED = 1e-5;

    private final ResampleKernels kernels = new ScalarResample();

    private static int[] index(Shape shape, int flat) {
        int[] index = new int[shape.rank()];
        int rest = flat;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            index[axis] = rest % shape.dim(axis);
            rest /= shape.dim(axis);
        }
        return index;
    }

    private static int flat(Shape shape, int[] index) {
        int flat = 0;
        for (int axis = 0; axis < shape.rank(); axis++) {
            flat = flat * shape.dim(axis) + index[axis];
        }
        return flat;
    }

    /** Where a padded element comes from, by walking there step by step; -1 from nowhere. */
    private static int source(PadMode mode, int i, int extent) {
        int at = i;
        while (at < 0 || at >= extent) {
            switch (mode) {
                case CONSTANT, MEAN -> {
                    return -1;
                }
                case REFLECT -> at = at < 0 ? -at : extent - 1 - (at - (extent - 1));
                case REPLICATE -> at += at < 0 ? 1 : -1;
                case CIRCULAR -> at += at < 0 ? extent : -extent;
            }
        }
        return at;
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void pad_andItsGradient_areTheDefinition(
            @ForAll PadMode mode,
            @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 1, max = 5) Integer> extents,
            @ForAll @IntRange(min = 1, max = 4) int axes,
            @ForAll @Size(4) List<@IntRange(max = 4) Integer> before,
            @ForAll @Size(4) List<@IntRange(max = 4) Integer> after,
            @ForAll long seed) {
        Shape xs = Shape.of(extents.stream().mapToInt(Integer::intValue).toArray());
        int padded = Math.min(axes, xs.rank());
        PadShape pad = new PadShape(
                mode, mode == PadMode.CONSTANT ? 1.5f : 0f, before.subList(0, padded), after.subList(0, padded));
        for (int i = 0; i < padded; i++) {
            int extent = xs.dim(xs.rank() - padded + i);
            int most = mode == PadMode.REFLECT ? extent - 1 : mode == PadMode.CIRCULAR ? extent : 4;
            Assume.that(before.get(i) <= most && after.get(i) <= most);
        }
        checkPad(pad, xs, seed);
    }

    @Test
    void pad_ofLargeImages_byThreads() {
        for (PadMode mode : PadMode.values()) {
            PadShape pad = new PadShape(mode, 0f, List.of(3, 1), List.of(2, 5));
            Threads.with(3, () -> checkPad(pad, Shape.of(3, 5, 63, 65), 1));
        }
    }

    private void checkPad(PadShape pad, Shape xs, long seed) {
        int padded = pad.axes();
        int outer = xs.rank() - padded;
        Shape ys = pad.padded(xs);
        Guarded x = Guarded.random(seed, 1, xs.toArray());
        Guarded y = Guarded.dirty(ys.toArray());
        kernels.pad(pad, x.tensor(), y.tensor(), Scratch.dirty());
        y.assertIntact();
        Tensor dy = Guarded.random(seed + 1, 1, ys.toArray()).tensor();
        Guarded dx = Guarded.dirty(xs.toArray());
        kernels.padBackward(pad, dy, dx.tensor(), Scratch.dirty());
        dx.assertIntact();
        int size = xs.span(outer, xs.rank());
        DoubleSums expected = new DoubleSums(ys.size(), 0);
        DoubleSums gradient = new DoubleSums(xs.size(), 0);
        float[] values = x.tensor().toArray();
        float[] slopes = dy.toArray();
        for (int i = 0; i < ys.size(); i++) {
            int[] at = index(ys, i);
            boolean none = false;
            for (int a = 0; a < padded; a++) {
                int from = source(pad.mode(), at[outer + a] - pad.before().get(a), xs.dim(outer + a));
                none |= from < 0;
                at[outer + a] = Math.max(0, from);
            }
            int plane = flat(xs, at) / size * size;
            if (!none) {
                expected.add(i, values[flat(xs, at)]);
                gradient.add(flat(xs, at), slopes[i]);
            } else if (pad.mode() == PadMode.MEAN) {
                for (int p = plane; p < plane + size; p++) {
                    expected.add(i, values[p] / (double) size);
                    gradient.add(p, slopes[i] / (double) size);
                }
            } else {
                expected.add(i, pad.value());
            }
        }
        expected.assertClose(y, CLOSE_SUM, pad + " of " + xs);
        gradient.assertClose(dx, CLOSE_SUM, pad + " gradient of " + xs);
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void unfold_andItsGradient_areTheDefinition(
            @ForAll @Size(6) List<@IntRange(min = 1, max = 5) Integer> sizes,
            @ForAll @IntRange(min = 1, max = 3) int stride,
            @ForAll @IntRange(max = 3) int before,
            @ForAll @IntRange(min = 1, max = 3) int dilation,
            @ForAll long seed) {
        checkUnfold(sizes.stream().mapToInt(Integer::intValue).toArray(), stride, before, dilation, seed);
    }

    @Test
    void unfold_ofLargeVolumes_byThreads() {
        Threads.with(2, () -> checkUnfold(new int[] {3, 4, 17, 501, 15, 3}, 1, 1, 1, 5));
    }

    /** @param sizes N, C, L, D of x; windows and taps of y */
    private void checkUnfold(int[] sizes, int stride, int before, int dilation, long seed) {
        Guarded x = Guarded.random(seed, 1, sizes[0], sizes[1], sizes[2], sizes[3]);
        Guarded y = Guarded.dirty(sizes[0], sizes[4], sizes[1], sizes[5], sizes[3]);
        kernels.unfold(stride, before, dilation, x.tensor(), y.tensor());
        y.assertIntact();
        Tensor dy = Guarded.random(seed + 1, 1, y.tensor().shape().toArray()).tensor();
        Guarded dx = Guarded.dirty(x.tensor().shape().toArray());
        kernels.unfoldBackward(stride, before, dilation, dy, dx.tensor());
        dx.assertIntact();
        Shape ys = y.tensor().shape();
        Shape xs = x.tensor().shape();
        DoubleSums expected = new DoubleSums(ys.size(), 0);
        DoubleSums gradient = new DoubleSums(xs.size(), 0);
        float[] values = x.tensor().toArray();
        float[] slopes = dy.toArray();
        for (int i = 0; i < ys.size(); i++) {
            int[] at = index(ys, i);
            int from = at[1] * stride - before + at[3] * dilation;
            if (from >= 0 && from < sizes[2]) {
                int source = flat(xs, new int[] {at[0], at[2], from, at[4]});
                expected.add(i, values[source]);
                gradient.add(source, slopes[i]);
            }
        }
        expected.assertClose(y, CLOSE_SUM, "unfold");
        gradient.assertClose(dx, CLOSE_SUM, "unfold gradient");
    }

    /** The weight of input element i in output element o of one axis, by the formula. */
    private static double weight(Interpolation how, double factor, int in, int out, int o, int i) {
        double step = factor > 0 ? 1 / factor : (double) in / out;
        switch (how.mode()) {
            case NEAREST -> {
                int from = in == out ? o : out == 2 * in ? o / 2 : (int) Math.floor(o * (float) step);
                return Math.min(from, in - 1) == i ? 1 : 0;
            }
            case NEAREST_EXACT -> {
                return Math.min((int) Math.floor((float) ((o + 0.5) * (float) step)), in - 1) == i ? 1 : 0;
            }
            case LINEAR -> {
                double at = Math.max(0, (o + 0.5) * step - 0.5);
                if (how.alignCorners()) {
                    at = out == 1 ? 0 : o * (in - 1.0) / (out - 1);
                }
                at = Math.min(in == out ? o : at, in - 1);
                return Math.max(0, 1 - Math.abs(at - i));
            }
        }
        throw new IllegalStateException();
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void interpolate_andItsGradient_areTheDefinition(
            @ForAll Interpolation.Mode mode,
            @ForAll boolean aligned,
            @ForAll @Size(2) List<@IntRange(max = 12) Integer> tenths,
            @ForAll @Size(4) List<@IntRange(min = 1, max = 7) Integer> sizes,
            @ForAll long seed) {
        boolean align = aligned && mode == Interpolation.Mode.LINEAR;
        Interpolation how = new Interpolation(mode, align, tenths.get(0) / 5.0, tenths.get(1) / 5.0);
        checkInterpolation(how, 2, 3, sizes.stream().mapToInt(Integer::intValue).toArray(), seed);
    }

    @Test
    void interpolate_ofLargeImages_byThreads() {
        for (Interpolation.Mode mode : Interpolation.Mode.values()) {
            Interpolation how = new Interpolation(mode, false, 0, 0);
            Threads.with(2, () -> checkInterpolation(how, 9, 5, new int[] {23, 31, 40, 57}, 1));
        }
    }

    /** @param sizes H, W, OH, OW */
    private void checkInterpolation(Interpolation how, int n, int c, int[] sizes, long seed) {
        Guarded x = Guarded.random(seed, 1, n, c, sizes[0], sizes[1]);
        Guarded y = Guarded.dirty(n, c, sizes[2], sizes[3]);
        Workspace work = Scratch.dirty();
        kernels.interpolate(how, x.tensor(), y.tensor(), work);
        y.assertIntact();
        Tensor dy = Guarded.random(seed + 1, 1, n, c, sizes[2], sizes[3]).tensor();
        Guarded dx = Guarded.dirty(n, c, sizes[0], sizes[1]);
        kernels.interpolateBackward(how, dy, dx.tensor(), work);
        dx.assertIntact();
        DoubleSums expected = new DoubleSums(dy.size(), 1);
        DoubleSums gradient = new DoubleSums(x.tensor().size(), 1);
        float[] values = x.tensor().toArray();
        float[] slopes = dy.toArray();
        for (int i = 0; i < sizes[2]; i++) {
            for (int j = 0; j < sizes[3]; j++) {
                for (int source = 0; source < sizes[0] * sizes[1]; source++) {
                    double weight = weight(how, how.factorH(), sizes[0], sizes[2], i, source / sizes[1])
                            * weight(how, how.factorW(), sizes[1], sizes[3], j, source % sizes[1]);
                    for (int plane = 0; weight != 0 && plane < n * c; plane++) {
                        int to = (plane * sizes[2] + i) * sizes[3] + j;
                        int from = plane * sizes[0] * sizes[1] + source;
                        expected.add(to, weight * values[from]);
                        gradient.add(from, weight * slopes[to]);
                    }
                }
            }
        }
        expected.assertClose(y, CLOSE_WEIGHTED, how + " of " + x.tensor().shape());
        gradient.assertClose(
                dx, CLOSE_WEIGHTED, how + " gradient of " + x.tensor().shape());
    }

    @Test
    void nanIn_nanOut_andNowhereElse() {
        Tensor x = Tensor.of(new float[] {1, 2, Float.NaN, 4}, 1, 1, 2, 2);
        Tensor y = Tensor.zeros(1, 1, 4, 2);
        kernels.interpolate(new Interpolation(Interpolation.Mode.LINEAR, false, 0, 0), x, y, new Workspace());
        assertArrayEquals(new float[] {1, 2, Float.NaN, 2.5f, Float.NaN, 3.5f, Float.NaN, 4}, y.toArray());
        Tensor mean = Tensor.zeros(1, 1, 2, 4);
        kernels.pad(new PadShape(PadMode.MEAN, 0f, List.of(0, 1), List.of(0, 1)), x, mean, new Workspace());
        float nan = Float.NaN;
        assertArrayEquals(new float[] {nan, 1, 2, nan, nan, nan, 4, nan}, mean.toArray());
    }

    @Test
    void emptyBatches_doNothing() {
        Workspace work = new Workspace();
        PadShape pad = PadShape.symmetric(PadMode.REFLECT, 1, 1);
        kernels.pad(pad, Tensor.zeros(0, 3, 4, 4), Tensor.zeros(0, 3, 6, 6), work);
        kernels.padBackward(pad, Tensor.zeros(0, 3, 6, 6), Tensor.zeros(0, 3, 4, 4), work);
        kernels.unfold(1, 0, 1, Tensor.zeros(0, 1, 2, 3), Tensor.zeros(0, 2, 1, 1, 3));
        kernels.interpolate(
                new Interpolation(Interpolation.Mode.NEAREST, false, 0, 0),
                Tensor.zeros(2, 0, 2, 3),
                Tensor.zeros(2, 0, 4, 4),
                work);
        Tensor constant = Tensor.zeros(2, 3);
        kernels.pad(new PadShape(PadMode.CONSTANT, 7f, List.of(1), List.of(2)), Tensor.zeros(2, 0), constant, work);
        assertArrayEquals(new float[] {7, 7, 7, 7, 7, 7}, constant.toArray());
    }

    @Test
    void operandsThatDoNotFit_areRefusedBeforeAnythingIsWritten() {
        Workspace work = new Workspace();
        Tensor y = Guarded.dirty(1, 1, 4, 4).tensor();
        Refusals.assertRefused(
                "pad: y has shape [1, 1, 4, 4], expected [1, 1, 5, 5]",
                "x has shape [1, 1, 3, 3]",
                () -> kernels.pad(PadShape.symmetric(PadMode.CONSTANT, 1, 1), Tensor.zeros(1, 1, 3, 3), y, work));
        Refusals.assertRefused(
                "pad: x has shape [1, 1, 2, 4], axis 2 is to be padded by 2 and 0 in mode REFLECT, expected at most 1",
                "",
                () -> kernels.pad(
                        new PadShape(PadMode.REFLECT, 0f, List.of(2, 0), List.of(0, 0)),
                        Tensor.zeros(1, 1, 2, 4),
                        y,
                        work));
        Refusals.assertRefused(
                "unfold: y has shape [1, 2, 2, 2, 2], x has shape [1, 1, 2, 2]",
                "x:[N,C,L,D]",
                () -> kernels.unfold(1, 0, 1, Tensor.zeros(1, 1, 2, 2), Tensor.zeros(1, 2, 2, 2, 2)));
        Refusals.assertRefused(
                "interpolate: y has shape [1, 1, 4, 4], x has shape [1, 2, 4, 4]",
                "x:[N,C,H,W]",
                () -> kernels.interpolate(
                        new Interpolation(Interpolation.Mode.NEAREST, false, 0, 0), Tensor.zeros(1, 2, 4, 4), y, work));
        Refusals.assertRefused(
                "interpolate: factors -1.0 and 2.0, expected positive numbers",
                "",
                () -> new Interpolation(Interpolation.Mode.NEAREST, false, -1, 2));
        Refusals.assertRefused(
                "pad: before [1], after [-1]", "", () -> new PadShape(PadMode.CONSTANT, 0f, List.of(1), List.of(-1)));
        Refusals.assertUntouched(y);
    }
}
