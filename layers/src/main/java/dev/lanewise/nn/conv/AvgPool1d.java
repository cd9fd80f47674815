package dev.lanewise.nn.conv;

import dev.lanewise.autograd.Var;
import dev.lanewise.kernel.Pool2dShape;
import dev.lanewise.nn.Unary;

/**
 * The mean of each window of a sequence: x:[N,C,L] y:[N,C,OL].
 *
 * @param pool a window of one row: {@link Pool2dShape#of1d}; not dilated
 * @param countPadding whether padding counts as elements that are 0; PyTorch's default is true
 */
public record AvgPool1d(Pool2dShape pool, boolean countPadding) implements Unary {
    public AvgPool1d {
        Sequences.oneRow("avgPool1d", pool);
    }

    @Override
    public Var forward(Var x) {
        Var image = Sequences.image("avgPool1d", pool, x);
        return Sequences.row(new dev.lanewise.op.conv.AvgPool2d(pool, countPadding).on(image));
    }
}
