package dev.lanewise.nn.conv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Tape;
import dev.lanewise.init.Draws;
import dev.lanewise.kernel.Conv2dShape;
import dev.lanewise.kernel.Interpolation.Mode;
import dev.lanewise.kernel.PadMode;
import dev.lanewise.kernel.PadShape;
import dev.lanewise.kernel.Pool2dShape;
import dev.lanewise.nn.Unary;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names, shapes, initial values and messages of the layers of convolution, pooling and resampling. */
class ConvLayerTest {
    private final Draws draws = new Draws(1);

    private static Tensor run(Unary layer, int... x) {
        Tape tape = Tape.inference();
        tape.begin(0);
        return layer.forward(tape.input(Tensor.zeros(x))).detach();
    }

    private static void assertRefused(String message, Runnable call) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }

    @Test
    void weights_haveTorchsNamesShapesAndBounds() {
        Conv3d conv = Conv3d.of(4, 6, 2, 3, 1, Conv3dShape.of(1, 0).withGroups(2), PadMode.CONSTANT, true, draws);
        assertEquals(List.of("weight", "bias"), List.copyOf(conv.parameters().keySet()));
        assertEquals(Shape.of(6, 2, 2, 3, 1), conv.weight().shape());
        assertWithin(1 / Math.sqrt(2 * 6), conv.weight());
        assertWithin(1 / Math.sqrt(2 * 6), conv.bias());
        ConvTranspose2d transposed =
                ConvTranspose2d.of(4, 6, 3, Conv2dShape.of(2, 1).withGroups(2), draws);
        assertEquals(Shape.of(4, 3, 3, 3), transposed.weight().shape());
        assertEquals(Shape.of(6), transposed.bias().shape());
        assertWithin(1 / Math.sqrt(3 * 9), transposed.weight());
        Conv1d plain = Conv1d.of(2, 3, 4, Conv1dShape.of(1, 0), PadMode.CONSTANT, false, draws);
        assertEquals(List.of("weight"), List.copyOf(plain.parameters().keySet()));
        assertEquals(
                Shape.of(3, 2, 4, 5, 5),
                P4Conv2d.of(2, 3, 5, Conv2dShape.of(1, 0), draws).weight().shape());
    }

    private static void assertWithin(double bound, Parameter parameter) {
        double largest = 0;
        for (float value : parameter.value().toArray()) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertTrue(largest <= bound && largest > 0.5 * bound, largest + " of " + bound);
    }

    @Test
    void outputs_haveTheStatedShapes() {
        Conv2dShape same = Conv2dShape.of(1, 0).withDilation(2, 3).withSame(4, 2);
        Conv2d keeps = Conv2d.of(1, 2, 4, 2, same, PadMode.REFLECT, true, draws);
        assertEquals(Shape.of(2, 2, 9, 8), run(keeps, 2, 1, 9, 8).shape());
        Conv3d volume = Conv3d.of(1, 2, 3, Conv3dShape.of(1, 0).withDilation(2).withSame(3, 3, 3), draws);
        assertEquals(Shape.of(1, 2, 5, 6, 7), run(volume, 1, 1, 5, 6, 7).shape());
        Conv1d line = Conv1d.of(1, 1, 4, Conv1dShape.of(1, 0).withSame(4), draws);
        assertEquals(Shape.of(3, 1, 5), run(line, 3, 1, 5).shape());
        assertEquals(
                Shape.of(2, 3, 1, 4),
                run(new AdaptiveAvgPool2d(1, 0), 2, 3, 7, 4).shape());
        assertEquals(Shape.of(2, 3), run(new GlobalAvgPool(), 2, 3, 7, 4, 2).shape());
        assertEquals(
                Shape.of(2, 1, 4), run(Upsample.by(1.5, Mode.LINEAR), 2, 1, 3).shape());
        assertEquals(
                Shape.of(0, 1, 6, 6),
                run(Upsample.by(2, Mode.NEAREST), 0, 1, 3, 3).shape());
        assertEquals(
                Shape.of(1, 5, 2),
                run(new Padding(PadShape.axis(0f, 3, -2, 1, 2)), 1, 2, 2).shape());
        assertEquals(
                Shape.of(1, 2, 4, 3, 5),
                run(P4Lift.of(1, 2, 3, Conv2dShape.of(2, 0), draws), 1, 1, 7, 11)
                        .shape());
    }

    @Test
    void meanPadding_isTheMeanOfTheChannelOfTheSample() {
        Tape tape = Tape.inference();
        tape.begin(0);
        Tensor x = Tensor.of(new float[] {1, 3, 10, 20}, 2, 1, 1, 2);
        Tensor y = Padding.of(PadMode.MEAN, 1).forward(tape.input(x)).detach();
        assertEquals(2f, y.get(0, 0, 0, 0));
        assertEquals(3f, y.get(0, 0, 1, 2));
        assertEquals(15f, y.get(1, 0, 2, 3));
    }

    @Test
    void channelsAndGroupsThatDoNotFit_areRefused() {
        assertRefused(
                "conv1d: 4 input and 6 output channels do not divide into 3 groups",
                () -> Conv1d.of(4, 6, 2, Conv1dShape.of(1, 0).withGroups(3), draws));
        assertRefused(
                "conv3d: 4 input and 5 output channels do not divide into 2 groups",
                () -> Conv3d.of(4, 5, 2, Conv3dShape.of(1, 0).withGroups(2), draws));
        assertRefused(
                "conv2d: a kernel of extent 0, expected at least 1",
                () -> Conv2d.of(1, 1, 0, Conv2dShape.of(1, 0), draws));
        Conv1d line = Conv1d.of(4, 6, 2, Conv1dShape.of(1, 0), draws);
        assertRefused(
                "conv1d: w has shape [6, 4, 2], x has shape [1, 3, 5]: their channels do not fit groups=1 (contract"
                        + " x:[N,C,L] w:[O,C/groups,K] b:[O]?)",
                () -> run(line, 1, 3, 5));
        ConvTranspose2d transposed =
                ConvTranspose2d.of(4, 6, 3, Conv2dShape.of(2, 1).withGroups(2), draws);
        assertRefused(
                "convTranspose2d: w has shape [4, 3, 3, 3]: I=4, but x has I=2 (contract x:[N,I,H,W] w:[I,O/groups,KH,KW]"
                        + " b:[O]?)",
                () -> run(transposed, 1, 2, 5, 5));
    }

    @Test
    void wrongRanks_areRefused() {
        assertRefused(
                "conv1d: x has shape [3, 5], rank 2, expected 3 (contract x:[N,C,L] w:[O,C/groups,K] b:[O]?)",
                () -> run(Conv1d.of(3, 6, 2, Conv1dShape.of(1, 0), draws), 3, 5));
        assertRefused(
                "conv3d: x has shape [1, 3, 5, 5], rank 4, expected 5 (contract x:[N,C,D,H,W] w:[O,C/groups,KD,KH,KW]"
                        + " b:[O]?)",
                () -> run(Conv3d.of(3, 6, 2, Conv3dShape.of(1, 0), draws), 1, 3, 5, 5));
        assertRefused(
                "maxPool1d: x has shape [1, 2, 3, 4], rank 4, expected 3 (contract x:[N,C,L])",
                () -> run(new MaxPool1d(Pool2dShape.of1d(2, 2, 0)), 1, 2, 3, 4));
        assertRefused(
                "adaptiveMaxPool2d: x has shape [2, 3, 4], rank 3, expected 4 (contract x:[N,C,H,W])",
                () -> run(new AdaptiveMaxPool2d(1, 1), 2, 3, 4));
        assertRefused(
                "upsample: x has shape [2, 3], expected [N,C,L] or [N,C,H,W]",
                () -> run(Upsample.by(2, Mode.NEAREST), 2, 3));
        assertRefused(
                "globalMaxPool: x has shape [2, 3, 0], expected [N,C] and at least one more axis, none of them empty",
                () -> run(new GlobalMaxPool(), 2, 3, 0));
        assertRefused(
                "p4Conv2d: x has shape [1, 2, 3, 5, 5]: 3 where the contract has 4 (contract x:[N,C,4,H,W] w:[O,C,4,K,K]"
                        + " b:[O]?)",
                () -> run(P4Conv2d.of(2, 2, 3, Conv2dShape.of(1, 0), draws), 1, 2, 3, 5, 5));
    }

    @Test
    void kernelsLargerThanThePaddedInput_areRefused() {
        assertRefused(
                "conv1d: w has shape [1, 1, 4]: its kernel spans 7 along axis 2, more than the 6 of x, which has shape"
                        + " [1, 1, 4], with its padding (contract x:[N,C,L] w:[O,C/groups,K] b:[O]?)",
                () -> run(Conv1d.of(1, 1, 4, Conv1dShape.of(1, 1).withDilation(2), draws), 1, 1, 4));
        assertRefused(
                "conv3d: w has shape [1, 1, 3, 3, 3]: its kernel spans 3 along axis 4, more than the 2 of x, which has"
                        + " shape [1, 1, 4, 4, 2], with its padding (contract x:[N,C,D,H,W] w:[O,C/groups,KD,KH,KW] b:[O]?)",
                () -> run(Conv3d.of(1, 1, 3, Conv3dShape.of(1, 0), draws), 1, 1, 4, 4, 2));
        assertRefused(
                "pad: x has shape [1, 1, 2, 5], axis 2 is to be padded by 2 and 2 in mode REFLECT, expected at most 1",
                () -> run(Padding.of(PadMode.REFLECT, 2), 1, 1, 2, 5));
        assertRefused(
                "conv2d, its padding: pad: x has shape [1, 1, 2, 5], axis 2 is to be padded by 2 and 2 in mode REFLECT,"
                        + " expected at most 1",
                () -> run(Conv2d.of(1, 1, 3, 3, Conv2dShape.of(1, 2), PadMode.REFLECT, true, draws), 1, 1, 2, 5));
        assertRefused(
                "convTranspose1d: x has shape [1, 1, 1], w has shape [1, 1, 2]: with groups=1 the output would have length"
                        + " 0 (contract x:[N,I,L] w:[I,O/groups,K] b:[O]?)",
                () -> run(ConvTranspose1d.of(1, 1, 2, Conv1dShape.of(1, 1), 0, true, draws), 1, 1, 1));
        assertRefused(
                "avgPool1d: the window spans 3, more than the padded length, 2: x has shape [1, 1, 2] (contract x:[N,C,L])",
                () -> run(new AvgPool1d(Pool2dShape.of1d(3, 1, 0), true), 1, 1, 2));
    }

    @Test
    void senselessOptions_areRefused() {
        assertRefused(
                "convTranspose2d: output padding 2x0, expected 0 to less than the stride 2x2 or the dilation 1x1",
                () -> ConvTranspose2d.of(1, 1, 3, 3, Conv2dShape.of(2, 1), 2, 0, true, draws));
        assertRefused(
                "conv2d: padding \"same\" with stride 2x2, expected 1x1",
                () -> Conv2dShape.of(2, 0).withSame(3, 3));
        assertRefused(
                "pixelShuffle: x has shape [1, 6, 2, 2]: 6 channels do not divide by 2*2 (contract x:[N,C,H,W])",
                () -> run(new PixelShuffle(2), 1, 6, 2, 2));
        assertRefused(
                "pixelUnshuffle: x has shape [1, 1, 3, 2]: 3x2 does not divide by 2 (contract x:[N,C,H,W])",
                () -> run(new PixelUnshuffle(2), 1, 1, 3, 2));
        assertRefused(
                "upsample: factors 2.0 and 2.0, size 3x0, expected either two positive factors or a positive height and"
                        + " width",
                () -> new Upsample(Mode.NEAREST, false, 2, 2, 3, 0));
        assertRefused(
                "avgPool2d: dilation 2x2, expected 1x1: a mean has none",
                () -> run(new AvgPool2d(Pool2dShape.of(2).withDilation(2, 2), true), 1, 1, 4, 4));
        assertRefused(
                "maxPool1d: a window of 2 rows, stride 2, padding 0, expected 1 row, stride 1, no padding: a sequence is"
                        + " one row",
                () -> new MaxPool1d(Pool2dShape.of(2)));
        assertRefused(
                "p4Lift: x has shape [1, 1, 6, 7], weight has shape [1, 1, 3, 3]: with padding 0 and stride 2 the windows"
                        + " do not end at the edge of axis -2, and a rotated image would be sampled elsewhere",
                () -> run(P4Lift.of(1, 1, 3, Conv2dShape.of(2, 0), draws), 1, 1, 6, 7));
        assertRefused(
                "p4Lift: weight has shape [1, 1, 3, 2], expected [O,C,K,K]",
                () -> new P4Lift(
                        Conv2dShape.of(1, 0), PadMode.CONSTANT, new Parameter(Tensor.zeros(1, 1, 3, 2)), null));
    }
}
