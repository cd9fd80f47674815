package dev.lanewise.kernel;

import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.ShapeSpec;
import dev.lanewise.tensor.Tensor;

/** The shape checks of {@link ResampleKernels}. They allocate only when they fail, but for the one of the padding. */
public final class ResampleShapes {
    private static final ShapeSpec UNFOLD = ShapeSpec.of("x:[N,C,L,D] y:[N,O,C,K,D]");
    private static final ShapeSpec INTERPOLATE = ShapeSpec.of("x:[N,C,H,W] y:[N,C,OH,OW]");

    private ResampleShapes() {}

    /**
     * Checks a tensor and the padded one; dx and dy have the shapes of x and y.
     *
     * @throws IllegalArgumentException naming both shapes
     */
    public static void pad(PadShape pad, Tensor x, Tensor y) {
        Shape from = x.shape();
        int outer = from.rank() - pad.axes();
        boolean fits = outer >= 0 && y.shape().rank() == from.rank();
        for (int i = 0; fits && i < from.rank(); i++) {
            int more = i < outer ? 0 : pad.before().get(i - outer) + pad.after().get(i - outer);
            fits = y.dim(i) == from.dim(i) + more && (i < outer || allowed(pad, i - outer, from.dim(i)));
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    "pad: y has shape " + y.shape() + ", expected " + pad.padded(from) + ", since x has shape " + from);
        }
    }

    private static boolean allowed(PadShape pad, int axis, int extent) {
        int most = Math.max(pad.before().get(axis), pad.after().get(axis));
        return switch (pad.mode()) {
            case CONSTANT -> true;
            case REFLECT -> most < Math.max(1, extent);
            case CIRCULAR -> most <= extent;
            case REPLICATE, MEAN -> extent > 0 || most == 0;
        };
    }

    /**
     * Checks an axis and its windows.
     *
     * @throws IllegalArgumentException naming both shapes and the contract, or the option
     */
    public static void unfold(int stride, int before, int dilation, Tensor x, Tensor y) {
        if (stride < 1 || before < 0 || dilation < 1) {
            throw new IllegalArgumentException("unfold: stride " + stride + ", padding " + before + ", dilation "
                    + dilation + ", expected at least 1, 0 and 1");
        }
        boolean ranks = x.shape().rank() == 4 && y.shape().rank() == 5;
        if (!ranks || x.dim(0) != y.dim(0) || x.dim(1) != y.dim(2) || x.dim(3) != y.dim(4)) {
            throw new IllegalArgumentException(
                    "unfold: y has shape " + y.shape() + ", x has shape " + x.shape() + " (contract " + UNFOLD + ")");
        }
    }

    /**
     * Checks an image and the resampled one.
     *
     * @throws IllegalArgumentException naming both shapes and the contract
     */
    public static void interpolate(Tensor x, Tensor y) {
        boolean ranks = x.shape().rank() == 4 && y.shape().rank() == 4;
        if (!ranks || x.dim(0) != y.dim(0) || x.dim(1) != y.dim(1)) {
            throw new IllegalArgumentException("interpolate: y has shape " + y.shape() + ", x has shape " + x.shape()
                    + " (contract " + INTERPOLATE + ")");
        }
        if (x.dim(2) == 0 || x.dim(3) == 0 || y.dim(2) == 0 || y.dim(3) == 0) {
            throw new IllegalArgumentException("interpolate: y has shape " + y.shape() + ", x has shape " + x.shape()
                    + ", expected no empty plane (contract " + INTERPOLATE + ")");
        }
    }
}
