package dev.lanewise.nn.conv;

import dev.lanewise.kernel.Conv2dShape;

/**
 * Strides, padding, dilation and groups of a 3-d convolution; along each axis as in {@link Conv2dShape}.
 *
 * @param strideD slices per output slice, at least 1
 * @param padFront slices of padding before the first, at least 0
 * @param padBack slices of padding after the last, at least 0
 * @param dilationD slices from one tap to the next, at least 1
 * @param plane height and width, and the groups
 */
public record Conv3dShape(int strideD, int padFront, int padBack, int dilationD, Conv2dShape plane) {
    public Conv3dShape {
        if (strideD < 1 || dilationD < 1) {
            throw new IllegalArgumentException("conv3d: stride " + strideD + ", dilation " + dilationD
                    + " of the depth, expected at least 1 each");
        }
        if (padFront < 0 || padBack < 0) {
            throw new IllegalArgumentException(
                    "conv3d: padding " + padFront + ", " + padBack + " of the depth, expected at least 0 each");
        }
    }

    /** The same stride and padding on all sides, no dilation, one group. */
    public static Conv3dShape of(int stride, int padding) {
        return new Conv3dShape(stride, padding, padding, 1, Conv2dShape.of(stride, padding));
    }

    /** This with another dilation of all axes. */
    public Conv3dShape withDilation(int steps) {
        return new Conv3dShape(strideD, padFront, padBack, steps, plane.withDilation(steps, steps));
    }

    /** This with another number of groups. */
    public Conv3dShape withGroups(int number) {
        return new Conv3dShape(strideD, padFront, padBack, dilationD, plane.withGroups(number));
    }

    /**
     * This with the padding that keeps all extents, as strides of 1 allow; the odd element goes to the end.
     *
     * @throws IllegalArgumentException if a stride is not 1
     */
    public Conv3dShape withSame(int kernelD, int kernelH, int kernelW) {
        if (strideD != 1) {
            throw new IllegalArgumentException("conv3d: padding \"same\" with stride " + strideD + ", expected 1");
        }
        int total = dilationD * (kernelD - 1);
        return new Conv3dShape(1, total / 2, total - total / 2, dilationD, plane.withSame(kernelH, kernelW));
    }

    boolean padded() {
        return (padFront | padBack | plane.padTop() | plane.padBottom() | plane.padLeft() | plane.padRight()) != 0;
    }

    Conv3dShape unpadded() {
        return new Conv3dShape(strideD, 0, 0, dilationD, plane.withPadding(0, 0, 0, 0));
    }
}
