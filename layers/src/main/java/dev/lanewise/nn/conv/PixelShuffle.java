package dev.lanewise.nn.conv;

import dev.lanewise.autograd.Var;
import dev.lanewise.nn.Unary;
import dev.lanewise.op.Ops;
import dev.lanewise.tensor.ShapeSpec;

/**
 * Channels to pixels (Shi et al., 2016): {@code y[n, c, h*r + i, w*r + j] = x[n, c*r*r + i*r + j, h, w]}; x:[N,C*r*r,H,W]
 * y:[N,C,H*r,W*r].
 *
 * @param factor r, at least 1
 */
public record PixelShuffle(int factor) implements Unary {
    private static final ShapeSpec SHAPES = ShapeSpec.of("x:[N,C,H,W]");

    public PixelShuffle {
        if (factor < 1) {
            throw new IllegalArgumentException("pixelShuffle: factor " + factor + ", expected at least 1");
        }
    }

    @Override
    public Var forward(Var x) {
        SHAPES.match("pixelShuffle", x.shape());
        int r = factor;
        if (x.dim(1) % (r * r) != 0) {
            throw new IllegalArgumentException("pixelShuffle: x has shape " + x.shape() + ": " + x.dim(1)
                    + " channels do not divide by " + r + "*" + r + " (contract " + SHAPES + ")");
        }
        int c = x.dim(1) / (r * r);
        int h = x.dim(2);
        int w = x.dim(3);
        Var parts = x.reshape(x.dim(0), c, r, r, h, w);
        return Ops.permute(parts, 0, 1, 4, 2, 5, 3).reshape(x.dim(0), c, h * r, w * r);
    }
}
