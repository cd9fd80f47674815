package dev.lanewise.kernel;

/**
 * Window, strides and padding of a 2-d pooling.
 *
 * <p>Output extent: {@code (H + 2 * padH - kernelH) / strideH + 1}, rounded down. Padding is at most half the window, so
 * that every window holds at least one element of the input.
 */
public record Pool2dShape(int kernelH, int kernelW, int strideH, int strideW, int padH, int padW) {
    public Pool2dShape {
        if (kernelH < 1 || kernelW < 1 || strideH < 1 || strideW < 1) {
            throw new IllegalArgumentException("pool2d: window " + kernelH + "x" + kernelW + ", stride " + strideH + "x"
                    + strideW + ", expected at least 1 each");
        }
        if (padH < 0 || padW < 0 || 2 * padH > kernelH || 2 * padW > kernelW) {
            throw new IllegalArgumentException("pool2d: padding " + padH + "x" + padW
                    + ", expected 0 to half the window " + kernelH + "x" + kernelW);
        }
    }

    /** A square window that moves by its own size. */
    public static Pool2dShape of(int kernel) {
        return new Pool2dShape(kernel, kernel, kernel, kernel, 0, 0);
    }

    /** The number of output rows. */
    public int outH(int height) {
        return out("height", height, padH, kernelH, strideH);
    }

    /** The number of output columns. */
    public int outW(int width) {
        return out("width", width, padW, kernelW, strideW);
    }

    private static int out(String what, int extent, int pad, int kernel, int stride) {
        if (kernel > extent + 2 * pad) {
            throw new IllegalArgumentException("pool2d: the window spans " + kernel + ", more than the padded " + what
                    + ", " + (extent + 2 * pad));
        }
        return (extent + 2 * pad - kernel) / stride + 1;
    }
}
