package dev.lanewise.property;

import static dev.lanewise.property.Planes.assertClose;
import static dev.lanewise.property.Planes.assertSame;
import static dev.lanewise.property.Planes.floats;
import static dev.lanewise.property.Planes.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.gradient.Inputs;
import dev.lanewise.init.Draws;
import dev.lanewise.kernel.Conv2dShape;
import dev.lanewise.kernel.Interpolation;
import dev.lanewise.kernel.PadMode;
import dev.lanewise.kernel.Pool2dShape;
import dev.lanewise.nn.Linear;
import dev.lanewise.nn.Sequential;
import dev.lanewise.nn.Unary;
import dev.lanewise.nn.conv.AvgPool2d;
import dev.lanewise.nn.conv.Conv1d;
import dev.lanewise.nn.conv.Conv1dShape;
import dev.lanewise.nn.conv.Conv2d;
import dev.lanewise.nn.conv.Conv3d;
import dev.lanewise.nn.conv.Conv3dShape;
import dev.lanewise.nn.conv.ConvTranspose2d;
import dev.lanewise.nn.conv.MaxPool2d;
import dev.lanewise.nn.conv.PixelShuffle;
import dev.lanewise.nn.conv.PixelUnshuffle;
import dev.lanewise.nn.conv.Upsample;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What defines convolution, pooling and resampling. */
class ConvPropertyTest {
    private static final int TRIES = 40;

    @Property(tries = TRIES)
    void depthwiseConvolution_isOneConvolutionPerChannel(
            @ForAll @IntRange(min = 1, max = 4) int channels,
            @ForAll @IntRange(min = 1, max = 4) int kernel,
            @ForAll long seed) {
        Conv2d depthwise = Conv2d.depthwise(channels, kernel, new Draws(seed));
        Tensor x = floats(seed, 2, channels, 5, 6);
        Tensor y = run(depthwise, x);
        assertEquals(x.shape(), y.shape());
        for (int c = 0; c < channels; c++) {
            Conv2d one = new Conv2d(
                    depthwise.conv().withGroups(1),
                    new Parameter(depthwise.weight().value().outer(c, c + 1).copy()),
                    new Parameter(depthwise.bias().value().outer(c, c + 1).copy()));
            for (int n = 0; n < 2; n++) {
                assertSame(
                        y.outer(n).outer(c, c + 1),
                        run(one, x.outer(n).outer(c, c + 1).reshape(1, 1, 5, 6)).outer(0));
            }
        }
    }

    /** {@code <conv(x), y> = <x, transposed(y)>} with the same weights. */
    @Property(tries = TRIES)
    void transposedConvolution_isTheAdjoint(
            @ForAll @Size(2) List<@IntRange(min = 1, max = 3) Integer> kernel,
            @ForAll @Size(2) List<@IntRange(min = 1, max = 3) Integer> stride,
            @ForAll @Size(4) List<@IntRange(max = 2) Integer> pads,
            @ForAll @IntRange(min = 1, max = 2) int dilation,
            @ForAll @IntRange(min = 1, max = 2) int groups,
            @ForAll @IntRange(min = 6, max = 9) int h,
            @ForAll @IntRange(min = 6, max = 9) int w,
            @ForAll long seed) {
        Conv2dShape conv = new Conv2dShape(
                stride.get(0),
                stride.get(1),
                pads.get(0),
                pads.get(1),
                pads.get(2),
                pads.get(3),
                dilation,
                dilation,
                groups);
        Conv2d layer = Conv2d.of(2, 4, kernel.get(0), kernel.get(1), conv, PadMode.CONSTANT, false, new Draws(seed));
        Tensor x = floats(seed, 2, 2, h, w);
        Tensor cx = run(layer, x);
        Tensor y = new Inputs(seed + 1).floats(cx.shape());
        int spanH = dilation * (kernel.get(0) - 1) + 1;
        int spanW = dilation * (kernel.get(1) - 1) + 1;
        int extraH = (h + pads.get(0) + pads.get(1) - spanH) % stride.get(0);
        int extraW = (w + pads.get(2) + pads.get(3) - spanW) % stride.get(1);
        ConvTranspose2d transposed = new ConvTranspose2d(conv, extraH, extraW, layer.weight(), null);
        Tensor ty = run(transposed, y);
        assertEquals(x.shape(), ty.shape());
        double left = dot(cx, y);
        double right = dot(x, ty);
        double scale = Math.sqrt(dot(cx, cx) * dot(y, y)) + 1;
        assertTrue(Math.abs(left - right) <= Planes.CLOSE * scale, left + " and " + right);
    }

    private static double dot(Tensor a, Tensor b) {
        double sum = 0;
        for (int i = 0; i < a.size(); i++) {
            sum += (double) a.array()[a.offset() + i] * b.array()[b.offset() + i];
        }
        return sum;
    }

    @Property(tries = TRIES)
    void convolutionOfOnePixel_isALinearLayer(
            @ForAll @IntRange(min = 1, max = 5) int inputs,
            @ForAll @IntRange(min = 1, max = 5) int outputs,
            @ForAll @IntRange(min = 1, max = 9) int length,
            @ForAll long seed) {
        Conv1d conv = Conv1d.of(inputs, outputs, 1, Conv1dShape.of(1, 0), new Draws(seed));
        Linear linear = new Linear(
                new Parameter(conv.weight().value().reshape(outputs, inputs).copy()), conv.bias());
        Tensor x = floats(seed, 2, inputs, length);
        Tensor pixels = Tensor.zeros(2, length, inputs);
        for (int n = 0; n < 2; n++) {
            for (int i = 0; i < length; i++) {
                for (int c = 0; c < inputs; c++) {
                    pixels.set(x.get(n, c, i), n, i, c);
                }
            }
        }
        Tensor y = run(conv, x);
        Tensor expected = Tensor.zeros(y.shape());
        Tensor rows = run(linear, pixels);
        for (int i = 0; i < expected.size(); i++) {
            int n = i / (outputs * length);
            expected.array()[i] = rows.get(n, i % length, i / length % outputs);
        }
        assertClose(expected, y);
    }

    /** A sample's output has the same bits whatever stands beside it in the batch. */
    @Property(tries = TRIES)
    void everyLayer_treatsSamplesIndependently(
            @ForAll PadMode mode, @ForAll @IntRange(min = 1, max = 5) int samples, @ForAll long seed) {
        Draws draws = new Draws(seed);
        Unary model = Sequential.of(
                Conv2d.of(2, 4, 3, 2, Conv2dShape.of(1, 1), mode, true, draws),
                new MaxPool2d(Pool2dShape.of(2, 1, 1).withCeil(true)),
                ConvTranspose2d.of(4, 4, 2, Conv2dShape.of(2, 0), draws),
                new PixelShuffle(2),
                Upsample.by(1.5, Interpolation.Mode.LINEAR),
                new AvgPool2d(Pool2dShape.of(3, 2, 1), false));
        Tensor x = floats(seed, samples, 2, 5, 6);
        Tensor y = run(model, x);
        for (int n = 0; n < samples; n++) {
            assertSame(y.outer(n, n + 1), run(model, x.outer(n, n + 1)));
        }
        Conv3d volume = Conv3d.of(2, 2, 2, Conv3dShape.of(1, 1), draws);
        Tensor v = floats(seed, samples, 2, 3, 4, 3);
        Tensor z = run(volume, v);
        for (int n = 0; n < samples; n++) {
            assertSame(z.outer(n, n + 1), run(volume, v.outer(n, n + 1)));
        }
    }

    @Property(tries = TRIES)
    void pixelUnshuffle_undoesPixelShuffle(
            @ForAll @IntRange(min = 1, max = 4) int factor,
            @ForAll @IntRange(min = 1, max = 4) int h,
            @ForAll @IntRange(min = 1, max = 4) int w,
            @ForAll long seed) {
        Tensor x = floats(seed, 2, 2 * factor * factor, h, w);
        Tensor shuffled = run(new PixelShuffle(factor), x);
        assertEquals(Shape.of(2, 2, h * factor, w * factor), shuffled.shape());
        assertSame(x, run(new PixelUnshuffle(factor), shuffled));
        assertEquals(x.get(1, factor * factor - 1, h - 1, 0), shuffled.get(1, 0, h * factor - 1, factor - 1));
    }

    /** Means of what was repeated are the input; corners that are aligned keep a ramp a ramp. */
    @Property(tries = TRIES)
    void upsampling_keepsWhatItMust(
            @ForAll @IntRange(min = 1, max = 4) int factor,
            @ForAll @IntRange(min = 2, max = 6) int h,
            @ForAll @IntRange(min = 2, max = 6) int w,
            @ForAll @IntRange(min = 2, max = 15) int out,
            @ForAll long seed) {
        Tensor x = floats(seed, 2, 2, h, w);
        Tensor larger = run(Upsample.by(factor, Interpolation.Mode.NEAREST), x);
        assertClose(x, run(new AvgPool2d(Pool2dShape.of(factor), true), larger));
        assertSame(x, run(Upsample.to(h, w, Interpolation.Mode.LINEAR), x));
        Tensor ramp = Tensor.zeros(1, 1, h, w);
        Tensor expected = Tensor.zeros(1, 1, out, out);
        for (int i = 0; i < ramp.size(); i++) {
            ramp.array()[i] = 3f * (i / w) / (h - 1) - 2f * (i % w) / (w - 1);
        }
        for (int i = 0; i < expected.size(); i++) {
            expected.array()[i] = 3f * (i / out) / (out - 1) - 2f * (i % out) / (out - 1);
        }
        assertClose(expected, run(new Upsample(Interpolation.Mode.LINEAR, true, 0, 0, out, out), ramp));
    }

    /** A volume convolved with a kernel of depth 1 is its slices convolved; causal padding looks at no later input. */
    @Property(tries = TRIES)
    void volumesAndSequences_areWhatTheirSlicesAre(
            @ForAll @IntRange(min = 1, max = 4) int depth,
            @ForAll @IntRange(min = 1, max = 3) int kernel,
            @ForAll @IntRange(min = 1, max = 3) int dilation,
            @ForAll long seed) {
        Draws draws = new Draws(seed);
        Conv3dShape flat = new Conv3dShape(1, 0, 0, 1, Conv2dShape.of(1, 1));
        Conv3d volume = Conv3d.of(2, 3, 1, kernel, kernel, flat, PadMode.CONSTANT, true, draws);
        Parameter weight = new Parameter(
                volume.weight().value().reshape(3, 2, kernel, kernel).copy());
        Conv2d plane = new Conv2d(Conv2dShape.of(1, 1), weight, volume.bias());
        Tensor x = floats(seed, 1, 2, depth, 4, 5);
        Tensor y = run(volume, x);
        for (int d = 0; d < depth; d++) {
            assertSame(run(plane, slice(x, d)), slice(y, d));
        }
        Conv1dShape causal = Conv1dShape.of(1, 0).withDilation(dilation).withCausal(kernel);
        Conv1d line = Conv1d.of(2, 3, kernel, causal, draws);
        Tensor early = floats(seed, 1, 2, 8);
        Tensor late = early.copy();
        late.set(100f, 0, 0, 5);
        late.set(-100f, 0, 1, 5);
        Tensor before = run(line, early);
        Tensor after = run(line, late);
        assertEquals(8, before.dim(2));
        boolean seen = false;
        for (int i = 0; i < before.size(); i++) {
            boolean same = before.array()[i] == after.array()[i];
            assertTrue(same || i % 8 >= 5, "a later input changes output " + i % 8);
            seen |= !same;
        }
        assertTrue(seen, "no output sees the input");
    }

    /** Slice d of a volume [1,C,D,H,W]. */
    private static Tensor slice(Tensor x, int d) {
        Tensor y = Tensor.zeros(1, x.dim(1), x.dim(3), x.dim(4));
        int size = x.dim(3) * x.dim(4);
        for (int c = 0; c < x.dim(1); c++) {
            int from = x.offset() + (c * x.dim(2) + d) * size;
            System.arraycopy(x.array(), from, y.array(), c * size, size);
        }
        return y;
    }

    /** With a frozen weight the bias learns the same. */
    @Property(tries = TRIES)
    void biasGradient_doesNotDependOnAFrozenWeight(@ForAll @IntRange(min = 1, max = 3) int samples, @ForAll long seed) {
        Tensor x = floats(seed, samples, 2, 4, 5);
        Tensor w = floats(seed + 1, 3, 2, 3, 3);
        Tensor b = floats(seed + 2, 3);
        Tensor[] gradients = new Tensor[2];
        for (int frozen = 0; frozen < 2; frozen++) {
            Tape tape = Tape.training(0);
            tape.begin(0);
            Var bias = tape.input(b);
            Var weight = frozen == 1 ? tape.constant(w) : tape.input(w);
            Var y = new dev.lanewise.op.conv.Conv2d(Conv2dShape.of(1, 1)).on(tape.constant(x), weight, bias);
            gradients[frozen] = tape.backward(y, y.detach()).of(bias).copy();
        }
        assertSame(gradients[0], gradients[1]);
    }
}
