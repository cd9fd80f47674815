package dev.lanewise.nn.conv;

import dev.lanewise.autograd.Var;
import dev.lanewise.kernel.Pool2dShape;
import dev.lanewise.nn.Unary;

/**
 * The largest element of each window of a sequence: x:[N,C,L] y:[N,C,OL].
 *
 * @param pool a window of one row: {@link Pool2dShape#of1d}
 */
public record MaxPool1d(Pool2dShape pool) implements Unary {
    public MaxPool1d {
        Sequences.oneRow("maxPool1d", pool);
    }

    @Override
    public Var forward(Var x) {
        return Sequences.row(new dev.lanewise.op.conv.MaxPool2d(pool).on(Sequences.image("maxPool1d", pool, x)));
    }
}
