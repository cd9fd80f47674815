package dev.lanewise.nn.conv;

import dev.lanewise.autograd.Var;
import dev.lanewise.nn.Unary;

/**
 * The largest element of windows that cover a sequence whatever its length, {@code floor(i*L/OL)} to {@code ceil((i+1)*L/OL)}:
 * x:[N,C,L] y:[N,C,OL].
 *
 * @param length of the output, at least 1
 */
public record AdaptiveMaxPool1d(int length) implements Unary {
    public AdaptiveMaxPool1d {
        if (length < 1) {
            throw new IllegalArgumentException("adaptiveMaxPool1d: output of " + length + ", expected at least 1");
        }
    }

    @Override
    public Var forward(Var x) {
        Var image = Sequences.image("adaptiveMaxPool1d", x);
        return Sequences.row(new dev.lanewise.op.conv.AdaptiveMaxPool2d(1, length).on(image));
    }
}
