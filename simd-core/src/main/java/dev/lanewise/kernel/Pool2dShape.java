package dev.lanewise.kernel;

/**
 * Window, strides, padding and dilation of a 2-d pooling.
 *
 * <p>Output extent: {@code (H + 2 * padH - spanH) / strideH + 1}, {@code spanH = dilationH * (kernelH - 1) + 1}, rounded
 * down; with {@code ceil} rounded up, but then without a last window that would begin beyond the input and the padding
 * before it. Padding is at most half the span, and a dilated window that steps over the whole input is refused, so that
 * every window holds at least one element.
 *
 * @param kernelH elements of a window, downwards, at least 1
 * @param kernelW elements of a window, across, at least 1
 * @param strideH rows from one window to the next, at least 1
 * @param strideW columns from one window to the next, at least 1
 * @param padH rows above and below that are no elements, at least 0
 * @param padW columns to the left and right that are no elements, at least 0
 * @param dilationH rows from one element of a window to the next, at least 1
 * @param dilationW columns from one element of a window to the next, at least 1
 * @param ceil whether a last window that the input fills in part counts
 */
public record Pool2dShape(
        int kernelH,
        int kernelW,
        int strideH,
        int strideW,
        int padH,
        int padW,
        int dilationH,
        int dilationW,
        boolean ceil) {
    public Pool2dShape {
        if (kernelH < 1 || kernelW < 1 || strideH < 1 || strideW < 1) {
            throw new IllegalArgumentException("pool2d: window " + kernelH + "x" + kernelW + ", stride " + strideH + "x"
                    + strideW + ", expected at least 1 each");
        }
        if (dilationH < 1 || dilationW < 1) {
            throw new IllegalArgumentException(
                    "pool2d: dilation " + dilationH + "x" + dilationW + ", expected at least 1 each");
        }
        if (padH < 0 || padW < 0 || 2L * padH > span(kernelH, dilationH) || 2L * padW > span(kernelW, dilationW)) {
            throw new IllegalArgumentException("pool2d: padding " + padH + "x" + padW
                    + ", expected 0 to half the window " + span(kernelH, dilationH) + "x" + span(kernelW, dilationW));
        }
    }

    /** Without dilation, rounded down. */
    public Pool2dShape(int kernelH, int kernelW, int strideH, int strideW, int padH, int padW) {
        this(kernelH, kernelW, strideH, strideW, padH, padW, 1, 1, false);
    }

    /** A square window that moves by its own size. */
    public static Pool2dShape of(int kernel) {
        return of(kernel, kernel, 0);
    }

    /** A square window. */
    public static Pool2dShape of(int kernel, int stride, int padding) {
        return new Pool2dShape(kernel, kernel, stride, stride, padding, padding);
    }

    /** A window along the width of an image of one row. */
    public static Pool2dShape of1d(int kernel, int stride, int padding) {
        return new Pool2dShape(1, kernel, 1, stride, 0, padding);
    }

    /** This with another dilation. */
    public Pool2dShape withDilation(int down, int across) {
        return new Pool2dShape(kernelH, kernelW, strideH, strideW, padH, padW, down, across, ceil);
    }

    /** This with the output's extents rounded up, or down. */
    public Pool2dShape withCeil(boolean up) {
        return new Pool2dShape(kernelH, kernelW, strideH, strideW, padH, padW, dilationH, dilationW, up);
    }

    /** True if a window's elements are not neighbours. */
    public boolean dilated() {
        return dilationH != 1 || dilationW != 1;
    }

    private static long span(int kernel, int dilation) {
        return dilation * (kernel - 1L) + 1;
    }

    /** The number of output rows. */
    public int outH(int height) {
        return out("height", height, padH, span(kernelH, dilationH), strideH, dilationH, ceil);
    }

    /** The number of output columns. */
    public int outW(int width) {
        return out("width", width, padW, span(kernelW, dilationW), strideW, dilationW, ceil);
    }

    private static int out(String what, int extent, int pad, long span, int stride, int dilation, boolean ceil) {
        long padded = extent + 2L * pad;
        long room = padded - span + (ceil ? stride - 1 : 0);
        if (room < 0) {
            throw new IllegalArgumentException(
                    "pool2d: the window spans " + span + ", more than the padded " + what + ", " + padded);
        }
        int out = (int) (room / stride + 1);
        if (ceil && (out - 1L) * stride >= (long) extent + pad) {
            out--;
        }
        for (int i = 0; dilation > 1 && i < out && (long) i * stride < pad; i++) {
            if (Math.floorMod((long) i * stride - pad, (long) dilation) >= extent) {
                throw new IllegalArgumentException("pool2d: a window of dilation " + dilation + " steps over the "
                        + what + ", " + extent + ", and holds no element");
            }
        }
        return out;
    }
}
