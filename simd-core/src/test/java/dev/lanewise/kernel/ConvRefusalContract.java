package dev.lanewise.kernel;

import static dev.lanewise.kernel.ConvContract.PLAIN;
import static dev.lanewise.kernel.ConvContract.SAME;
import static dev.lanewise.kernel.ConvContract.grouped;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@link ConvKernels} refuses; every implementation inherits it. */
public abstract class ConvRefusalContract {
    private final ConvKernels kernels;
    private final Workspace work = Scratch.dirty();

    protected ConvRefusalContract(ConvKernels kernels) {
        this.kernels = kernels;
    }

    /** Runs all three kernels on operands of these shapes; each must refuse and write nothing. */
    private void assertRefused(String message, Conv2dShape conv, Shape x, Shape w, Shape bias, Shape y) {
        Tensor ofX = Guarded.random(1, 2f, x.toArray()).tensor();
        Tensor ofW = Guarded.random(2, 2f, w.toArray()).tensor();
        Tensor ofY = Guarded.random(3, 2f, y.toArray()).tensor();
        Tensor ofBias =
                bias == null ? null : Guarded.random(4, 2f, bias.toArray()).tensor();
        float[] before = ofX.toArray();
        float[] beforeW = ofW.toArray();
        float[] beforeY = ofY.toArray();
        assertMessage(message, () -> kernels.forward(conv, ofX, ofW, ofBias, ofY, work));
        assertMessage(message, () -> kernels.backwardWeights(conv, ofX, ofY, ofW, ofBias, work));
        if (bias == null) {
            assertMessage(message, () -> kernels.backwardData(conv, ofW, ofY, ofX, work));
        }
        Bits.assertSame(before, ofX.toArray(), "x after the refusal");
        Bits.assertSame(beforeW, ofW.toArray(), "w after the refusal");
        Bits.assertSame(beforeY, ofY.toArray(), "y after the refusal");
    }

    private static void assertMessage(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    @Test
    void wrongShapes_areRefusedBeforeAnythingIsWritten() {
        String contract = " (contract x:[N,C,H,W] w:[O,C/groups,KH,KW] bias:[O]? y:[N,O,OH,OW])";
        Shape x = Shape.of(2, 4, 8, 9);
        Shape w = Shape.of(6, 4, 3, 3);
        Shape y = Shape.of(2, 6, 6, 7);
        assertRefused(
                "conv2d: x has shape [4, 8, 9], rank 3, expected 4" + contract, PLAIN, Shape.of(4, 8, 9), w, null, y);
        assertRefused("conv2d: w has shape [6, 36], rank 2, expected 4" + contract, PLAIN, x, Shape.of(6, 36), null, y);
        assertRefused("conv2d: y has shape [6], rank 1, expected 4" + contract, PLAIN, x, w, null, Shape.of(6));
        assertRefused(
                "conv2d: w has shape [6, 3, 3, 3]: C/groups=3, but x has C=4 and groups=1" + contract,
                PLAIN,
                x,
                Shape.of(6, 3, 3, 3),
                null,
                y);
        assertRefused(
                "conv2d: w has shape [6, 4, 3, 3]: C/groups=4, but x has C=4 and groups=2" + contract,
                grouped(1, 0, 2),
                x,
                w,
                null,
                y);
        assertRefused(
                "conv2d: w has shape [6, 1, 3, 3]: O=6 does not divide into groups=4" + contract,
                grouped(1, 0, 4),
                x,
                Shape.of(6, 1, 3, 3),
                null,
                y);
        assertRefused(
                "conv2d: w has shape [6, 4, 0, 3]: an empty kernel" + contract,
                PLAIN,
                x,
                Shape.of(6, 4, 0, 3),
                null,
                y);
        assertRefused(
                "conv2d: y has shape [2, 6, 6, 8], expected [2, 6, 6, 7]" + contract,
                PLAIN,
                x,
                w,
                null,
                Shape.of(2, 6, 6, 8));
        assertRefused(
                "conv2d: y has shape [1, 6, 6, 7], expected [2, 6, 6, 7]" + contract,
                PLAIN,
                x,
                w,
                null,
                Shape.of(1, 6, 6, 7));
        assertRefused("conv2d: bias has shape [4]: O=4, but w has O=6" + contract, PLAIN, x, w, Shape.of(4), y);
        assertRefused("conv2d: bias has shape [2, 3], rank 2, expected 1" + contract, PLAIN, x, w, Shape.of(2, 3), y);
    }

    @Test
    void kernelLargerThanThePaddedInput_isRefused() {
        assertRefused(
                "conv2d: the kernel spans 5, more than the padded height of the input, 4",
                SAME,
                Shape.of(1, 1, 2, 9),
                Shape.of(1, 1, 5, 3),
                null,
                Shape.of(1, 1, 1, 9));
        assertRefused(
                "conv2d: the kernel spans 7, more than the padded width of the input, 6",
                new Conv2dShape(1, 1, 0, 0, 1, 2, 1, 3, 1),
                Shape.of(1, 1, 9, 3),
                Shape.of(1, 1, 3, 3),
                null,
                Shape.of(1, 1, 7, 1));
        // so large that their sums would not fit an int
        assertRefused(
                "conv2d: the kernel spans 4294967295, more than the padded height of the input, 9",
                new Conv2dShape(1, 1, 0, 0, 0, 0, Integer.MAX_VALUE, 1, 1),
                Shape.of(1, 1, 9, 9),
                Shape.of(1, 1, 3, 3),
                null,
                Shape.of(1, 1, 7, 7));
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1, 1, 1", "1, -1, 1, 1, 1", "1, 1, 0, 1, 1", "1, 1, 1, 0, 1", "1, 1, 1, 1, 0"})
    void stridesDilationsAndGroupsBelowOne_areRefused(int sh, int sw, int dh, int dw, int groups) {
        assertMessage(
                "conv2d: stride " + sh + "x" + sw + ", dilation " + dh + "x" + dw + ", groups " + groups
                        + ", expected at least 1 each",
                () -> new Conv2dShape(sh, sw, 0, 0, 0, 0, dh, dw, groups));
    }

    @ParameterizedTest
    @CsvSource({"-1, 0, 0, 0", "0, -1, 0, 0", "0, 0, -1, 0", "0, 0, 0, -1"})
    void negativePadding_isRefused(int top, int bottom, int left, int right) {
        assertMessage(
                "conv2d: padding " + top + ", " + bottom + ", " + left + ", " + right + ", expected at least 0 each",
                () -> new Conv2dShape(1, 1, top, bottom, left, right, 1, 1, 1));
    }
}
