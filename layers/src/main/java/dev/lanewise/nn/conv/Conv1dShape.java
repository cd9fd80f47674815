package dev.lanewise.nn.conv;

import dev.lanewise.kernel.Conv2dShape;

/**
 * Stride, padding, dilation and groups of a 1-d convolution. Output extent: {@code (L + padLeft + padRight - dilation * (K
 * - 1) - 1) / stride + 1}, rounded down.
 *
 * @param stride elements per output, at least 1
 * @param padLeft elements of padding before the first, at least 0
 * @param padRight elements of padding after the last, at least 0
 * @param dilation elements from one tap to the next, at least 1
 * @param groups input and output channels are split into this many independent parts
 */
public record Conv1dShape(int stride, int padLeft, int padRight, int dilation, int groups) {
    public Conv1dShape {
        if (stride < 1 || dilation < 1 || groups < 1) {
            throw new IllegalArgumentException("conv1d: stride " + stride + ", dilation " + dilation + ", groups "
                    + groups + ", expected at least 1 each");
        }
        if (padLeft < 0 || padRight < 0) {
            throw new IllegalArgumentException(
                    "conv1d: padding " + padLeft + ", " + padRight + ", expected at least 0 each");
        }
    }

    /** The same padding on both sides, no dilation, one group. */
    public static Conv1dShape of(int stride, int padding) {
        return new Conv1dShape(stride, padding, padding, 1, 1);
    }

    /** This with another dilation. */
    public Conv1dShape withDilation(int steps) {
        return new Conv1dShape(stride, padLeft, padRight, steps, groups);
    }

    /** This with other padding. */
    public Conv1dShape withPadding(int left, int right) {
        return new Conv1dShape(stride, left, right, dilation, groups);
    }

    /** This with another number of groups. */
    public Conv1dShape withGroups(int number) {
        return new Conv1dShape(stride, padLeft, padRight, dilation, number);
    }

    /**
     * This with the padding that keeps the length, as a stride of 1 allows; the odd element goes to the right.
     *
     * @throws IllegalArgumentException if the stride is not 1
     */
    public Conv1dShape withSame(int kernel) {
        if (stride != 1) {
            throw new IllegalArgumentException("conv1d: padding \"same\" with stride " + stride + ", expected 1");
        }
        int total = dilation * (kernel - 1);
        return withPadding(total / 2, total - total / 2);
    }

    /** This with the padding on the left that makes an output depend on no later input. */
    public Conv1dShape withCausal(int kernel) {
        return withPadding(dilation * (kernel - 1), 0);
    }

    /** The same for an image of one row. */
    Conv2dShape image() {
        return new Conv2dShape(1, stride, 0, 0, padLeft, padRight, 1, dilation, groups);
    }
}
