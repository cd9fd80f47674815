package dev.lanewise.kernel;

/**
 * Strides, padding, dilation and groups of a 2-d convolution: what is left of the problem beside the tensors.
 *
 * <p>Output extent: {@code (H + padTop + padBottom - dilationH * (KH - 1) - 1) / strideH + 1}, rounded down, and the
 * same for the width. Padding is zeros, and each counts as a tap that is multiplied.
 *
 * @param strideH rows per output row, at least 1
 * @param strideW columns per output column, at least 1
 * @param padTop rows of zeros above, at least 0 (below, left, right likewise)
 * @param dilationH rows from one tap to the next, at least 1
 * @param dilationW columns from one tap to the next, at least 1
 * @param groups input and output channels are split into this many independent parts
 */
public record Conv2dShape(
        int strideH,
        int strideW,
        int padTop,
        int padBottom,
        int padLeft,
        int padRight,
        int dilationH,
        int dilationW,
        int groups) {
    public Conv2dShape {
        if (strideH < 1 || strideW < 1 || dilationH < 1 || dilationW < 1 || groups < 1) {
            throw new IllegalArgumentException("conv2d: stride " + strideH + "x" + strideW + ", dilation " + dilationH
                    + "x" + dilationW + ", groups " + groups + ", expected at least 1 each");
        }
        if (padTop < 0 || padBottom < 0 || padLeft < 0 || padRight < 0) {
            throw new IllegalArgumentException("conv2d: padding " + padTop + ", " + padBottom + ", " + padLeft + ", "
                    + padRight + ", expected at least 0 each");
        }
    }

    /** The same stride and padding on all sides, no dilation, one group. */
    public static Conv2dShape of(int stride, int padding) {
        return new Conv2dShape(stride, stride, padding, padding, padding, padding, 1, 1, 1);
    }

    /** This with other strides. */
    public Conv2dShape withStride(int down, int across) {
        return new Conv2dShape(down, across, padTop, padBottom, padLeft, padRight, dilationH, dilationW, groups);
    }

    /** This with other padding. */
    public Conv2dShape withPadding(int top, int bottom, int left, int right) {
        return new Conv2dShape(strideH, strideW, top, bottom, left, right, dilationH, dilationW, groups);
    }

    /** This with another dilation. */
    public Conv2dShape withDilation(int down, int across) {
        return new Conv2dShape(strideH, strideW, padTop, padBottom, padLeft, padRight, down, across, groups);
    }

    /** This with another number of groups. */
    public Conv2dShape withGroups(int number) {
        return new Conv2dShape(strideH, strideW, padTop, padBottom, padLeft, padRight, dilationH, dilationW, number);
    }

    /**
     * This with the padding that keeps height and width, as a stride of 1 allows; the odd element goes below and to the
     * right. PyTorch's "same".
     *
     * @throws IllegalArgumentException if a stride is not 1
     */
    public Conv2dShape withSame(int kernelH, int kernelW) {
        if (strideH != 1 || strideW != 1) {
            throw new IllegalArgumentException(
                    "conv2d: padding \"same\" with stride " + strideH + "x" + strideW + ", expected 1x1");
        }
        int down = dilationH * (kernelH - 1);
        int across = dilationW * (kernelW - 1);
        return withPadding(down / 2, down - down / 2, across / 2, across - across / 2);
    }

    /** The number of output rows. */
    public int outH(int height, int kernelH) {
        return out("height", (long) height + padTop + padBottom, dilationH * (kernelH - 1L) + 1, strideH);
    }

    /** The number of output columns. */
    public int outW(int width, int kernelW) {
        return out("width", (long) width + padLeft + padRight, dilationW * (kernelW - 1L) + 1, strideW);
    }

    private static int out(String what, long padded, long kernel, int stride) {
        if (kernel > padded) {
            throw new IllegalArgumentException("conv2d: the kernel spans " + kernel + ", more than the padded " + what
                    + " of the input, " + padded);
        }
        return (int) Math.min(Integer.MAX_VALUE, (padded - kernel) / stride + 1);
    }
}
