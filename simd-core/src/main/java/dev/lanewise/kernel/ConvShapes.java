package dev.lanewise.kernel;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.ShapeSpec;
import dev.lanewise.tensor.Tensor;

/** The shape checks of {@link ConvKernels}, shared by its twins. They allocate only when they fail. */
public final class ConvShapes {
    private static final ShapeSpec CONTRACT = ShapeSpec.of("x:[N,C,H,W] w:[O,C/groups,KH,KW] bias:[O]? y:[N,O,OH,OW]");

    private ConvShapes() {}

    /**
     * Checks the operands of a convolution; dx, dw and dy have the shapes of x, w and y.
     *
     * @param bias [O] or null
     * @throws IllegalArgumentException naming the operand, both extents and the contract
     */
    public static void check(Conv2dShape conv, Tensor x, Tensor w, Tensor bias, Tensor y) {
        rank("x", x, 4);
        rank("w", w, 4);
        rank("y", y, 4);
        int channels = x.dim(1);
        int outputs = w.dim(0);
        if ((long) w.dim(1) * conv.groups() != channels) {
            throw new IllegalArgumentException("conv2d: w has shape " + w.shape() + ": C/groups=" + w.dim(1)
                    + ", but x has C=" + channels + " and groups=" + conv.groups() + contract());
        }
        if (outputs % conv.groups() != 0) {
            throw new IllegalArgumentException("conv2d: w has shape " + w.shape() + ": O=" + outputs
                    + " does not divide into groups=" + conv.groups() + contract());
        }
        if (w.dim(2) == 0 || w.dim(3) == 0) {
            throw new IllegalArgumentException("conv2d: w has shape " + w.shape() + ": an empty kernel" + contract());
        }
        int outH = conv.outH(x.dim(2), w.dim(2));
        int outW = conv.outW(x.dim(3), w.dim(3));
        if (y.dim(0) != x.dim(0) || y.dim(1) != outputs || y.dim(2) != outH || y.dim(3) != outW) {
            Shape expected = Shape.of(x.dim(0), outputs, outH, outW);
            throw new IllegalArgumentException(
                    "conv2d: y has shape " + y.shape() + ", expected " + expected + contract());
        }
        if (bias != null) {
            rank("bias", bias, 1);
            if (bias.dim(0) != outputs) {
                throw new IllegalArgumentException("conv2d: bias has shape " + bias.shape() + ": O=" + bias.dim(0)
                        + ", but w has O=" + outputs + contract());
            }
        }
    }

    private static void rank(String name, Tensor t, int expected) {
        if (t.shape().rank() != expected) {
            throw new IllegalArgumentException("conv2d: " + name + " has shape " + t.shape() + ", rank "
                    + t.shape().rank() + ", expected " + expected + contract());
        }
    }

    private static String contract() {
        return " (contract " + CONTRACT + ")";
    }
}
