package dev.lanewise.nn.conv;

import dev.lanewise.autograd.Var;
import dev.lanewise.kernel.PadMode;
import dev.lanewise.kernel.PadShape;
import dev.lanewise.nn.Unary;
import dev.lanewise.op.conv.Pad;

/**
 * Pads the innermost axes of x, for example of x:[N,C,H,W] height and width.
 *
 * @param pad what stands in the padding, and how much of it
 */
public record Padding(PadShape pad) implements Unary {
    /** As many elements on all four sides of an image. */
    public static Padding of(PadMode mode, int each) {
        return new Padding(PadShape.symmetric(mode, each, each));
    }

    @Override
    public Var forward(Var x) {
        return new Pad(pad).on(x);
    }
}
