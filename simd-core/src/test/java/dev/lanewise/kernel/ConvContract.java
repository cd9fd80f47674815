package dev.lanewise.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.tensor.Tensor;
import dev.lanewise.thread.Parallel;
import java.util.List;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link ConvKernels} promises; every implementation inherits it. */
public abstract class ConvContract {
    /** How close the three sides of an adjoint identity are, relative to the norms of its factors. */
    private static final double ROUNDING = 0x1p-18;

    private final ConvKernels kernels;
    private final Workspace work = Scratch.dirty();
    private final int threads = Parallel.threads();

    protected ConvContract(ConvKernels kernels) {
        this.kernels = kernels;
    }

    @AfterEach
    @AfterProperty
    void restoreThreads() {
        Parallel.threads(threads);
    }

    /** A problem's extents; c is the number of input channels of all groups. */
    private record Problem(String what, Conv2dShape conv, int n, int c, int h, int w, int o, int kh, int kw) {
        int[] x() {
            return new int[] {n, c, h, w};
        }

        int[] weights() {
            return new int[] {o, c / conv.groups(), kh, kw};
        }

        int[] y() {
            return new int[] {n, o, conv.outH(h, kh), conv.outW(w, kw)};
        }

        @Override
        public String toString() {
            return what;
        }
    }

    private static Conv2dShape strided(int h, int w, int pad) {
        return new Conv2dShape(h, w, pad, pad, pad, pad, 1, 1, 1);
    }

    private static Conv2dShape dilated(int h, int w, int pad) {
        return new Conv2dShape(1, 1, pad, pad, pad, pad, h, w, 1);
    }

    static Conv2dShape grouped(int stride, int pad, int groups) {
        return new Conv2dShape(stride, stride, pad, pad, pad, pad, 1, 1, groups);
    }

    static final Conv2dShape PLAIN = Conv2dShape.of(1, 0);
    static final Conv2dShape SAME = Conv2dShape.of(1, 1);

    static List<Problem> problems() {
        return List.of(
                new Problem("3x3", PLAIN, 2, 3, 9, 11, 5, 3, 3),
                new Problem("3x3, padded", SAME, 2, 3, 9, 11, 5, 3, 3),
                new Problem("1x1", PLAIN, 2, 5, 6, 7, 9, 1, 1),
                new Problem("1x1, padded", Conv2dShape.of(1, 2), 1, 2, 3, 4, 3, 1, 1),
                new Problem("5x5 of LeNet", Conv2dShape.of(1, 2), 1, 1, 28, 28, 6, 5, 5),
                new Problem("5x5 of LeNet, second", PLAIN, 2, 6, 14, 14, 16, 5, 5),
                new Problem("5x5 of narrow images, padded", Conv2dShape.of(1, 2), 2, 3, 13, 14, 16, 5, 5),
                new Problem("3x5", new Conv2dShape(1, 1, 1, 1, 2, 2, 1, 1, 1), 2, 2, 8, 9, 4, 3, 5),
                new Problem("as wide as the tiles", PLAIN, 1, 2, 10, 34, 32, 3, 3),
                new Problem("rows of whole tiles", SAME, 2, 2, 5, 32, 18, 3, 3),
                new Problem("7x7, rows of one tile and a half", Conv2dShape.of(2, 3), 2, 3, 9, 96, 20, 7, 7),
                new Problem("rows of half a tile, groups", grouped(1, 1, 2), 2, 4, 5, 16, 12, 3, 3),
                new Problem("asymmetric padding", new Conv2dShape(1, 1, 0, 1, 2, 3, 1, 1, 1), 2, 3, 7, 8, 5, 3, 3),
                new Problem("asymmetric, strided", new Conv2dShape(2, 3, 3, 0, 1, 2, 1, 1, 1), 2, 3, 9, 8, 5, 4, 3),
                new Problem("stride 2", Conv2dShape.of(2, 1), 2, 3, 10, 13, 7, 3, 3),
                new Problem("stride 2, remainder", Conv2dShape.of(2, 0), 1, 2, 8, 8, 3, 3, 3),
                new Problem("stride larger than the kernel", strided(3, 4, 1), 2, 2, 11, 13, 3, 2, 1),
                new Problem("stride larger than the input", strided(9, 9, 0), 2, 2, 5, 5, 3, 3, 3),
                new Problem("stride 1x1 of 1x1, stride 2", strided(2, 2, 0), 2, 3, 7, 7, 4, 1, 1),
                new Problem("dilation", dilated(2, 3, 2), 2, 2, 9, 11, 3, 3, 3),
                new Problem("dilation and stride", new Conv2dShape(2, 3, 2, 1, 3, 0, 3, 2, 1), 2, 2, 12, 13, 3, 3, 3),
                new Problem(
                        "dilation equal to the stride",
                        new Conv2dShape(2, 2, 2, 2, 2, 2, 2, 2, 1),
                        1,
                        2,
                        9,
                        9,
                        3,
                        3,
                        3),
                new Problem("two groups", grouped(1, 1, 2), 2, 6, 7, 9, 10, 3, 3),
                new Problem("groups, strided", grouped(2, 1, 3), 2, 6, 7, 9, 9, 3, 3),
                new Problem("depthwise", grouped(1, 1, 7), 2, 7, 6, 8, 7, 3, 3),
                new Problem("depthwise, two each", grouped(2, 1, 5), 2, 5, 6, 8, 10, 3, 3),
                new Problem("depthwise, 37 groups", grouped(1, 1, 37), 2, 37, 9, 41, 37, 3, 3),
                new Problem("depthwise, 18 groups, strided", grouped(2, 1, 18), 3, 18, 9, 11, 18, 5, 2),
                new Problem("20 groups of two and three", grouped(1, 1, 20), 2, 40, 6, 5, 60, 3, 3),
                new Problem("depthwise, rows in blocks", grouped(1, 1, 5), 1, 5, 40, 120, 5, 3, 3),
                new Problem("depthwise, rows cut", grouped(1, 2, 4), 1, 4, 2, 8300, 4, 2, 3),
                new Problem("one output row", PLAIN, 3, 2, 3, 19, 5, 3, 3),
                new Problem("one output column", PLAIN, 3, 2, 19, 3, 5, 3, 3),
                new Problem("one output pixel", PLAIN, 3, 4, 5, 5, 17, 5, 5),
                new Problem("one input pixel, padded", SAME, 2, 3, 1, 1, 4, 3, 3),
                new Problem("more padding than input", Conv2dShape.of(1, 4), 1, 2, 2, 3, 3, 3, 3),
                new Problem("batch 20", SAME, 20, 2, 4, 5, 3, 3, 3),
                new Problem("batch 17", Conv2dShape.of(2, 1), 17, 1, 5, 4, 7, 3, 3),
                new Problem("zero batch", SAME, 0, 2, 5, 5, 3, 3, 3),
                new Problem("no input channels", SAME, 2, 0, 5, 5, 3, 3, 3),
                new Problem("no output channels", SAME, 2, 3, 5, 5, 0, 3, 3),
                new Problem("empty image, padded", Conv2dShape.of(1, 2), 2, 2, 0, 3, 3, 3, 3),
                new Problem("many taps", PLAIN, 1, 33, 6, 7, 13, 3, 3));
    }

    private void checkForward(Problem p, Guarded x, Guarded w, Guarded bias) {
        Guarded y = Guarded.dirty(p.y());
        Tensor ofBias = bias == null ? null : bias.tensor();
        Tensor expected = NaiveConv.forward(p.conv, x.tensor(), w.tensor(), ofBias);
        float[] ofX = x.tensor().toArray();
        float[] ofW = w.tensor().toArray();
        kernels.forward(p.conv, x.tensor(), w.tensor(), ofBias, y.tensor(), work);
        Bits.assertSame(expected, y.tensor(), p + ": y");
        Bits.assertSame(ofX, x.tensor().toArray(), p + ": x afterwards");
        Bits.assertSame(ofW, w.tensor().toArray(), p + ": w afterwards");
        y.assertIntact();
        x.assertIntact();
        w.assertIntact();
    }

    private void checkData(Problem p, Guarded w, Guarded dy) {
        Guarded dx = Guarded.dirty(p.x());
        Tensor expected = NaiveConv.backwardData(p.conv, w.tensor(), dy.tensor(), p.x());
        float[] ofDy = dy.tensor().toArray();
        kernels.backwardData(p.conv, w.tensor(), dy.tensor(), dx.tensor(), work);
        Bits.assertSame(expected, dx.tensor(), p + ": dx");
        Bits.assertSame(ofDy, dy.tensor().toArray(), p + ": dy afterwards");
        dx.assertIntact();
        w.assertIntact();
        dy.assertIntact();
    }

    private void checkWeights(Problem p, Guarded x, Guarded dy, boolean withBias) {
        Guarded dw = Guarded.dirty(p.weights());
        Guarded db = withBias ? Guarded.dirty(p.o) : null;
        Tensor expected = NaiveConv.backwardWeights(p.conv, x.tensor(), dy.tensor(), p.weights());
        kernels.backwardWeights(p.conv, x.tensor(), dy.tensor(), dw.tensor(), db == null ? null : db.tensor(), work);
        Bits.assertSame(expected, dw.tensor(), p + ": dw");
        dw.assertIntact();
        x.assertIntact();
        dy.assertIntact();
        if (db != null) {
            Bits.assertSame(NaiveConv.backwardBias(dy.tensor(), dw.tensor().size()), db.tensor(), p + ": db");
            db.assertIntact();
        }
    }

    private void check(Problem p) {
        Guarded x = Guarded.random(1, 2f, p.x());
        Guarded w = Guarded.random(2, 2f, p.weights());
        Guarded dy = Guarded.random(3, 2f, p.y());
        checkForward(p, x, w, null);
        checkForward(p, x, w, Guarded.random(4, 2f, p.o));
        checkData(p, w, dy);
        checkWeights(p, x, dy, true);
        checkWeights(p, x, dy, false);
    }

    @ParameterizedTest
    @MethodSource("problems")
    void forward_equalsTheDefinition(Problem p) {
        Guarded x = Guarded.random(1, 2f, p.x());
        Guarded w = Guarded.random(2, 2f, p.weights());
        checkForward(p, x, w, null);
        checkForward(p, x, w, Guarded.random(4, 2f, p.o));
    }

    @ParameterizedTest
    @MethodSource("problems")
    void backwardData_equalsTheDefinition(Problem p) {
        checkData(p, Guarded.random(2, 2f, p.weights()), Guarded.random(3, 2f, p.y()));
    }

    @ParameterizedTest
    @MethodSource("problems")
    void backwardWeights_equalsTheDefinition(Problem p) {
        Guarded x = Guarded.random(1, 2f, p.x());
        Guarded dy = Guarded.random(3, 2f, p.y());
        checkWeights(p, x, dy, true);
        checkWeights(p, x, dy, false);
    }

    @Test
    void anyNumberOfOutputChannels_equalsTheDefinition() {
        // Channels are cut into tiles of several heights.
        for (int o = 1; o <= 34; o++) {
            check(new Problem(o + " channels", SAME, 1, 2, 4, 9, o, 3, 3));
            check(new Problem("to " + o + " channels", SAME, 1, o, 5, 4, 2, 1, 2));
        }
    }

    @Test
    void anyWidth_equalsTheDefinition() {
        for (int width = 1; width <= 40; width++) {
            check(new Problem(width + " wide", SAME, 1, 1, 3, width, 3, 3, 3));
            check(new Problem(width + " pixels", PLAIN, 1, 2, 1, width, 3, 1, 1));
        }
    }

    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    void anyShape_equalsTheDefinition(
            @ForAll @IntRange(min = 1, max = 3) int strideH,
            @ForAll @IntRange(min = 1, max = 3) int strideW,
            @ForAll @IntRange(max = 255) int paddings,
            @ForAll @IntRange(min = 1, max = 3) int dilationH,
            @ForAll @IntRange(min = 1, max = 3) int dilationW,
            @ForAll @IntRange(min = 1, max = 3) int groups,
            @ForAll @IntRange(max = 3) int batch,
            @ForAll @IntRange(min = 1, max = 3) int inputs,
            @ForAll @IntRange(min = 1, max = 9) int outputs,
            @ForAll @IntRange(min = 1, max = 4) int kernelH,
            @ForAll @IntRange(min = 1, max = 4) int kernelW,
            @ForAll @IntRange(max = 9) int moreH,
            @ForAll @IntRange(max = 15) int moreW) {
        int top = paddings & 3;
        int bottom = paddings >> 2 & 3;
        int left = paddings >> 4 & 3;
        int right = paddings >> 6;
        Conv2dShape conv = new Conv2dShape(strideH, strideW, top, bottom, left, right, dilationH, dilationW, groups);
        int height = Math.max(0, dilationH * (kernelH - 1) + 1 - top - bottom) + moreH;
        int width = Math.max(0, dilationW * (kernelW - 1) + 1 - left - right) + moreW;
        String what = conv + " of " + height + "x" + width + " by " + kernelH + "x" + kernelW;
        check(new Problem(what, conv, batch, groups * inputs, height, width, groups * outputs, kernelH, kernelW));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void threads_doNotChangeTheBits(int threads) {
        Parallel.threads(threads);
        // One image that is worth splitting by pixels, directly and by way of copies; then many images.
        check(new Problem("one image", PLAIN, 1, 8, 30, 30, 16, 3, 3));
        check(new Problem("one image, padded", SAME, 1, 8, 26, 30, 17, 3, 3));
        check(new Problem("one image, rows of whole tiles", SAME, 1, 8, 24, 48, 33, 3, 3));
        check(new Problem("one image, 1x1", PLAIN, 1, 40, 24, 24, 48, 1, 1));
        check(new Problem("two images, strided", Conv2dShape.of(2, 1), 2, 8, 31, 33, 33, 3, 3));
        check(new Problem("twenty images", SAME, 20, 3, 8, 9, 6, 3, 3));
        check(new Problem("three images in groups", grouped(1, 1, 3), 3, 6, 9, 8, 12, 3, 3));
        check(new Problem("one image, many outputs in groups", grouped(1, 1, 2), 1, 6, 9, 8, 2 * 77, 3, 3));
    }

    @Test
    void newWorkspace_isSharedByTheThreads() {
        Parallel.threads(3);
        Problem p = new Problem("one image", PLAIN, 1, 8, 30, 30, 16, 3, 3);
        Tensor x = Guarded.random(1, 2f, p.x()).tensor();
        Tensor w = Guarded.random(2, 2f, p.weights()).tensor();
        Tensor dy = Guarded.random(3, 2f, p.y()).tensor();
        Tensor expectedY = NaiveConv.forward(p.conv, x, w, null);
        Tensor expectedDx = NaiveConv.backwardData(p.conv, w, dy, p.x());
        for (int round = 0; round < 100; round++) {
            Tensor y = Guarded.dirty(p.y()).tensor();
            kernels.forward(p.conv, x, w, null, y, new Workspace());
            Bits.assertSame(expectedY, y, "y, round " + round);
            Tensor dx = Guarded.dirty(p.x()).tensor();
            kernels.backwardData(p.conv, w, dy, dx, new Workspace());
            Bits.assertSame(expectedDx, dx, "dx, round " + round);
        }
    }

    @Test
    void grains_followFromTheShapeAlone() {
        assertEquals(1, ConvKernels.grains(0, 100));
        assertEquals(1, ConvKernels.grains(1, 100));
        assertEquals(15, ConvKernels.grains(15, 100));
        assertEquals(16, ConvKernels.grains(17, 100));
        assertEquals(16, ConvKernels.grains(64, 0));
        assertEquals(16, ConvKernels.grains(64, 1 << 18));
        assertEquals(15, ConvKernels.grains(64, (1 << 18) + 1));
        assertEquals(4, ConvKernels.grains(64, 1 << 20));
        assertEquals(1, ConvKernels.grains(64, 1 << 30));
    }

    @Test
    void largeWeights_haveFewerParts() {
        // 2.1 million weights: one part, although there are two images.
        Problem p = new Problem("large weights", PLAIN, 2, 1500, 1, 1, 1402, 1, 1);
        assertEquals(1, ConvKernels.grains(p.n, p.c * p.o));
        checkWeights(p, Guarded.random(1, 2f, p.x()), Guarded.random(3, 2f, p.y()), true);
    }

    private static double dot(Tensor a, Tensor b) {
        double sum = 0;
        for (int i = 0; i < a.size(); i++) {
            sum += (double) a.array()[a.offset() + i] * b.array()[b.offset() + i];
        }
        return sum;
    }

    @ParameterizedTest
    @MethodSource("problems")
    void backward_isTheAdjointOfForward(Problem p) {
        Tensor x = Guarded.random(1, 1f, p.x()).tensor();
        Tensor w = Guarded.random(2, 1f, p.weights()).tensor();
        Tensor dy = Guarded.random(3, 1f, p.y()).tensor();
        Tensor y = Tensor.zeros(p.y());
        Tensor dx = Tensor.zeros(p.x());
        Tensor dw = Tensor.zeros(p.weights());
        kernels.forward(p.conv, x, w, null, y, work);
        kernels.backwardData(p.conv, w, dy, dx, work);
        kernels.backwardWeights(p.conv, x, dy, dw, null, work);
        double expected = dot(y, dy);
        assertEquals(expected, dot(x, dx), ROUNDING * Math.sqrt(dot(x, x) * dot(dx, dx)), "<x, dx>");
        assertEquals(expected, dot(w, dw), ROUNDING * Math.sqrt(dot(w, w) * dot(dw, dw)), "<w, dw>");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f, Float.MIN_VALUE, 3e38f})
    void specialValues_reachWhatTheDefinitionSays(float special) {
        for (Problem p : problems()) {
            Guarded x = Guarded.random(1, 2f, p.x());
            Guarded w = Guarded.random(2, 2f, p.weights());
            Guarded dy = Guarded.random(3, 2f, p.y());
            set(x, special);
            checkForward(p, x, w, null);
            checkWeights(p, x, dy, true);
            // An infinite weight makes NaN of the padding's zeros.
            set(w, special);
            checkForward(p, x, w, Guarded.random(4, 2f, p.o));
            checkData(p, w, dy);
            set(dy, special);
            checkData(p, w, dy);
            checkWeights(p, x, dy, true);
        }
    }

    private static void set(Guarded g, float value) {
        Tensor t = g.tensor();
        if (t.size() > 0) {
            t.array()[t.offset() + t.size() / 2] = value;
        }
    }

    @Test
    void paddingTaps_areMultipliedZeros() {
        Tensor x = Tensor.of(new float[] {1, 2, 3}, 1, 1, 1, 3);
        Tensor w = Tensor.of(new float[] {Float.POSITIVE_INFINITY, 1, 0}, 1, 1, 1, 3);
        Tensor y = Tensor.zeros(1, 1, 1, 3);
        kernels.forward(new Conv2dShape(1, 1, 0, 0, 1, 1, 1, 1, 1), x, w, null, y, work);
        assertTrue(Float.isNaN(y.get(0, 0, 0, 0)), "infinity times the padding's zero");
        assertEquals(Float.POSITIVE_INFINITY, y.get(0, 0, 0, 1));
        assertEquals(Float.POSITIVE_INFINITY, y.get(0, 0, 0, 2));
    }

    @Test
    void imagesOfABatch_doNotDependOnEachOther() {
        Problem all = new Problem("all", SAME, 5, 3, 8, 9, 7, 3, 3);
        Tensor x = Guarded.random(1, 2f, all.x()).tensor();
        Tensor w = Guarded.random(2, 2f, all.weights()).tensor();
        Tensor y = Tensor.zeros(all.y());
        kernels.forward(all.conv, x, w, null, y, work);
        for (int i = 0; i < 5; i++) {
            Tensor one = Guarded.dirty(1, 7, 8, 9).tensor();
            kernels.forward(all.conv, x.outer(i, i + 1), w, null, one, work);
            Bits.assertSame(y.outer(i, i + 1), one, "image " + i);
        }
    }
}
