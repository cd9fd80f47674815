package dev.lanewise.nn.conv;

import dev.lanewise.autograd.Var;
import dev.lanewise.kernel.Pool2dShape;
import dev.lanewise.nn.Unary;

/**
 * The mean of each window: x:[N,C,H,W] y:[N,C,OH,OW].
 *
 * @param pool window, strides, padding
 * @param countPadding whether padding counts as elements that are 0; PyTorch's default is true
 */
public record AvgPool2d(Pool2dShape pool, boolean countPadding) implements Unary {
    @Override
    public Var forward(Var x) {
        return new dev.lanewise.op.conv.AvgPool2d(pool, countPadding).on(x);
    }
}
