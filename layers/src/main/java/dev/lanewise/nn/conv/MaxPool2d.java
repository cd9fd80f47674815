package dev.lanewise.nn.conv;

import dev.lanewise.autograd.Var;
import dev.lanewise.kernel.Pool2dShape;
import dev.lanewise.nn.Unary;

/**
 * The largest element of each window: x:[N,C,H,W] y:[N,C,OH,OW].
 *
 * @param pool window, strides, padding
 */
public record MaxPool2d(Pool2dShape pool) implements Unary {
    @Override
    public Var forward(Var x) {
        return new dev.lanewise.op.conv.MaxPool2d(pool).on(x);
    }
}
