package dev.lanewise.property;

import static dev.lanewise.property.Planes.assertClose;
import static dev.lanewise.property.Planes.assertSame;
import static dev.lanewise.property.Planes.floats;
import static dev.lanewise.property.Planes.run;

import dev.lanewise.init.Draws;
import dev.lanewise.kernel.Conv2dShape;
import dev.lanewise.kernel.PadMode;
import dev.lanewise.kernel.Pool2dShape;
import dev.lanewise.nn.Sequential;
import dev.lanewise.nn.conv.Conv2d;
import dev.lanewise.nn.conv.GlobalAvgPool;
import dev.lanewise.nn.conv.GlobalMaxPool;
import dev.lanewise.nn.conv.MaxPool2d;
import dev.lanewise.nn.conv.P4Conv2d;
import dev.lanewise.nn.conv.P4Lift;
import dev.lanewise.nn.conv.P4Planes;
import dev.lanewise.nn.conv.P4Pool;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Convolution and pooling follow an image that is moved or turned. */
class ConvSymmetryPropertyTest {
    private static final int TRIES = 40;

    @Provide
    Arbitrary<Integer> oddKernels() {
        return Arbitraries.of(1, 3, 5);
    }

    /** Planes moved around: {@code y[.., h, w] = x[.., h - down, w - right]}. */
    private static Tensor rolled(Tensor x, int down, int right) {
        int h = x.dim(-2);
        int w = x.dim(-1);
        Tensor y = Tensor.zeros(x.shape());
        for (int i = 0; i < x.size(); i++) {
            int row = Math.floorMod(i / w % h + down, h);
            int column = Math.floorMod(i % w + right, w);
            y.array()[i / (h * w) * h * w + row * w + column] = x.array()[x.offset() + i];
        }
        return y;
    }

    /** Planes turned by a quarter: {@code y[.., i, j] = x[.., j, W - 1 - i]}. */
    private static Tensor turned(Tensor x) {
        int h = x.dim(-2);
        int w = x.dim(-1);
        Tensor y = Tensor.zeros(x.shape().with(-2, w).with(-1, h));
        for (int i = 0; i < x.size(); i++) {
            int row = w - 1 - i % w;
            int column = i / w % h;
            y.array()[i / (h * w) * h * w + row * h + column] = x.array()[x.offset() + i];
        }
        return y;
    }

    /** A function on p4, [N,C,4,H,W], turned by a quarter: its planes are, and move to the next rotation. */
    private static Tensor turnedOnGroup(Tensor x) {
        Tensor planes = turned(x);
        int size = x.dim(-1) * x.dim(-2);
        Tensor y = Tensor.zeros(planes.shape());
        for (int plane = 0; plane < x.dim(0) * x.dim(1) * 4; plane++) {
            int to = plane / 4 * 4 + (plane + 1) % 4;
            System.arraycopy(planes.array(), plane * size, y.array(), to * size, size);
        }
        return y;
    }

    @Property(tries = TRIES)
    void convolution_isEquivariantToTranslation(
            @ForAll("oddKernels") int kernelH,
            @ForAll("oddKernels") int kernelW,
            @ForAll @IntRange(min = 1, max = 2) int groups,
            @ForAll @IntRange(min = -7, max = 7) int down,
            @ForAll @IntRange(min = -7, max = 7) int right,
            @ForAll long seed) {
        Conv2dShape conv = Conv2dShape.of(1, 0).withGroups(groups).withSame(kernelH, kernelW);
        Conv2d layer = Conv2d.of(2, 4, kernelH, kernelW, conv, PadMode.CIRCULAR, true, new Draws(seed));
        Tensor x = floats(seed, 2, 2, 6, 7);
        // An output is one chain over its taps wherever it stands: the same bits.
        assertSame(rolled(run(layer, x), down, right), run(layer, rolled(x, down, right)));
    }

    @Property(tries = TRIES)
    void globalPooling_isInvariantToTranslation_andToAnyOrderOfPixels(
            @ForAll @IntRange(min = 1, max = 6) int h, @ForAll @IntRange(min = 1, max = 6) int w, @ForAll long seed) {
        Tensor x = floats(seed, 2, 3, h, w);
        assertClose(run(new GlobalAvgPool(), x), run(new GlobalAvgPool(), rolled(x, 1, 2)));
        assertSame(run(new GlobalMaxPool(), x), run(new GlobalMaxPool(), rolled(x, 2, 1)));
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < h * w; i++) {
            order.add(i);
        }
        Collections.shuffle(order, new Random(seed));
        Tensor mixed = Tensor.zeros(x.shape());
        for (int i = 0; i < x.size(); i++) {
            int plane = i / (h * w) * h * w;
            mixed.array()[plane + order.get(i - plane)] = x.array()[x.offset() + i];
        }
        assertClose(run(new GlobalAvgPool(), x), run(new GlobalAvgPool(), mixed));
        assertSame(run(new GlobalMaxPool(), x), run(new GlobalMaxPool(), mixed));
    }

    @Property(tries = TRIES)
    void p4Layers_areEquivariantToRotation(
            @ForAll PadMode mode,
            @ForAll @IntRange(min = 1, max = 4) int kernel,
            @ForAll @IntRange(max = 2) int padding,
            @ForAll @IntRange(min = 4, max = 7) int h,
            @ForAll @IntRange(min = 4, max = 7) int w,
            @ForAll long seed) {
        Draws draws = new Draws(seed);
        Conv2dShape conv = Conv2dShape.of(1, padding);
        P4Lift lift = P4Lift.of(2, 3, kernel, conv, draws);
        P4Lift lifting = new P4Lift(conv, mode, lift.weight(), lift.bias());
        Tensor x = floats(seed, 2, 2, h, w);
        assertClose(turnedOnGroup(run(lifting, x)), run(lifting, turned(x)));
        P4Conv2d inner = P4Conv2d.of(3, 2, kernel, conv, draws);
        P4Conv2d layer = new P4Conv2d(conv, mode, inner.weight(), inner.bias());
        Tensor f = floats(seed + 1, 2, 3, 4, h, w);
        assertClose(turnedOnGroup(run(layer, f)), run(layer, turnedOnGroup(f)));
        for (P4Pool.Over over : P4Pool.Over.values()) {
            assertClose(turned(run(new P4Pool(over), f)), run(new P4Pool(over), turnedOnGroup(f)));
        }
    }

    /** Where the stride fits, also through strided layers and pooling; a global pooling at the end is invariant. */
    @Property(tries = TRIES)
    void p4Network_isInvariantToRotation(@ForAll @IntRange(min = 1, max = 3) int samples, @ForAll long seed) {
        Draws draws = new Draws(seed);
        Sequential network = Sequential.of(
                P4Lift.of(1, 3, 3, Conv2dShape.of(2, 1), draws),
                P4Conv2d.of(3, 4, 3, Conv2dShape.of(1, 1), draws),
                new P4Planes(new MaxPool2d(Pool2dShape.of(2))),
                P4Conv2d.of(4, 2, 2, Conv2dShape.of(1, 0), draws),
                new P4Pool(P4Pool.Over.MAX),
                new GlobalAvgPool());
        Tensor x = floats(seed, samples, 1, 11, 15);
        Tensor y = run(network, x);
        Tensor image = x;
        for (int quarters = 1; quarters < 4; quarters++) {
            image = turned(image);
            assertClose(y, run(network, image));
        }
    }
}
