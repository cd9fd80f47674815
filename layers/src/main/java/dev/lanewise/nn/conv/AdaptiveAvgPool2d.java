package dev.lanewise.nn.conv;

import dev.lanewise.autograd.Var;
import dev.lanewise.nn.Unary;
import dev.lanewise.tensor.ShapeSpec;

/**
 * The mean of windows that cover the input whatever its extents, rows {@code floor(i*H/OH)} to {@code ceil((i+1)*H/OH)}:
 * x:[N,C,H,W] y:[N,C,OH,OW].
 *
 * @param height of the output; 0: that of the input
 * @param width of the output; 0: that of the input
 */
public record AdaptiveAvgPool2d(int height, int width) implements Unary {
    private static final ShapeSpec SHAPES = ShapeSpec.of("x:[N,C,H,W]");

    public AdaptiveAvgPool2d {
        if (height < 0 || width < 0) {
            throw new IllegalArgumentException(
                    "adaptiveAvgPool2d: output of " + height + "x" + width + ", expected at least 0 each");
        }
    }

    @Override
    public Var forward(Var x) {
        SHAPES.match("adaptiveAvgPool2d", x.shape());
        int h = height == 0 ? x.dim(2) : height;
        int w = width == 0 ? x.dim(3) : width;
        return new dev.lanewise.op.conv.AdaptiveAvgPool2d(h, w).on(x);
    }
}
