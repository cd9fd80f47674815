package dev.lanewise.nn.conv;

import dev.lanewise.autograd.Var;
import dev.lanewise.kernel.Pool2dShape;
import dev.lanewise.nn.Unary;

/**
 * The mean of each window: x:[N,C,H,W] y:[N,C,OH,OW].
 *
 * @param pool window, strides, padding; not dilated
 * @param countPadding whether padding counts as elements that are 0; PyTorch's default is true
 * @param divisor what sums are divided by, of either sign; 0: the number of elements
 */
public record AvgPool2d(Pool2dShape pool, boolean countPadding, int divisor) implements Unary {
    /** The mean by the number of elements. */
    public AvgPool2d(Pool2dShape pool, boolean countPadding) {
        this(pool, countPadding, 0);
    }

    @Override
    public Var forward(Var x) {
        return new dev.lanewise.op.conv.AvgPool2d(pool, countPadding, divisor).on(x);
    }
}
