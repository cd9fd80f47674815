package dev.lanewise.nn.conv;

import dev.lanewise.autograd.Var;
import dev.lanewise.nn.Unary;
import dev.lanewise.op.Ops;
import dev.lanewise.tensor.ShapeSpec;

/**
 * Pixels to channels, the inverse of {@link PixelShuffle}: {@code y[n, c*r*r + i*r + j, h, w] = x[n, c, h*r + i, w*r + j]};
 * x:[N,C,H*r,W*r] y:[N,C*r*r,H,W].
 *
 * @param factor r, at least 1
 */
public record PixelUnshuffle(int factor) implements Unary {
    private static final ShapeSpec SHAPES = ShapeSpec.of("x:[N,C,H,W]");

    public PixelUnshuffle {
        if (factor < 1) {
            throw new IllegalArgumentException("pixelUnshuffle: factor " + factor + ", expected at least 1");
        }
    }

    @Override
    public Var forward(Var x) {
        SHAPES.match("pixelUnshuffle", x.shape());
        int r = factor;
        if (x.dim(2) % r != 0 || x.dim(3) % r != 0) {
            throw new IllegalArgumentException("pixelUnshuffle: x has shape " + x.shape() + ": " + x.dim(2) + "x"
                    + x.dim(3) + " does not divide by " + r + " (contract " + SHAPES + ")");
        }
        int c = x.dim(1);
        int h = x.dim(2) / r;
        int w = x.dim(3) / r;
        Var parts = x.reshape(x.dim(0), c, h, r, w, r);
        return Ops.permute(parts, 0, 1, 3, 5, 2, 4).reshape(x.dim(0), c * r * r, h, w);
    }
}
