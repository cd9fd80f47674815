package dev.lanewise.nn.conv;

import dev.lanewise.autograd.Var;
import dev.lanewise.nn.Unary;

/**
 * The mean of windows that cover a sequence whatever its length, {@code floor(i*L/OL)} to {@code ceil((i+1)*L/OL)}:
 * x:[N,C,L] y:[N,C,OL].
 *
 * @param length of the output, at least 1
 */
public record AdaptiveAvgPool1d(int length) implements Unary {
    public AdaptiveAvgPool1d {
        if (length < 1) {
            throw new IllegalArgumentException("adaptiveAvgPool1d: output of " + length + ", expected at least 1");
        }
    }

    @Override
    public Var forward(Var x) {
        Var image = Sequences.image("adaptiveAvgPool1d", x);
        return Sequences.row(new dev.lanewise.op.conv.AdaptiveAvgPool2d(1, length).on(image));
    }
}
