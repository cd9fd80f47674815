package dev.lanewise.nn.conv;

import dev.lanewise.autograd.Var;
import dev.lanewise.kernel.Interpolation;
import dev.lanewise.kernel.Interpolation.Mode;
import dev.lanewise.nn.Unary;
import dev.lanewise.op.conv.Interpolate;

/**
 * Resamples a sequence or an image by a factor, or to a size: x:[N,C,H,W] y:[N,C,OH,OW], or x:[N,C,L] y:[N,C,OL]. Modes and
 * formulas: {@link Interpolation}; LINEAR of an image is bilinear.
 *
 * @param mode nearest or linear
 * @param alignCorners linear only: whether the first and the last element keep their places
 * @param factorH OH is {@code floor(H * factorH)}; 0 if the size is given; of a sequence unused
 * @param factorW OW is {@code floor(W * factorW)}; 0 if the size is given; of a sequence the factor of its length
 * @param height OH; 0 if the factor is given; of a sequence unused
 * @param width OW; 0 if the factor is given; of a sequence its length
 */
public record Upsample(Mode mode, boolean alignCorners, double factorH, double factorW, int height, int width)
        implements Unary {
    public Upsample {
        boolean factors = factorH > 0 && factorW > 0 && height == 0 && width == 0;
        boolean sizes = factorH == 0 && factorW == 0 && height > 0 && width > 0;
        if (!factors && !sizes) {
            throw new IllegalArgumentException("upsample: factors " + factorH + " and " + factorW + ", size " + height
                    + "x" + width + ", expected either two positive factors or a positive height and width");
        }
        if (alignCorners && mode != Mode.LINEAR) {
            throw new IllegalArgumentException("upsample: aligned corners in mode " + mode + ", expected LINEAR");
        }
    }

    /** By one factor, corners not aligned. */
    public static Upsample by(double factor, Mode mode) {
        return new Upsample(mode, false, factor, factor, 0, 0);
    }

    /** To a size, corners not aligned. */
    public static Upsample to(int height, int width, Mode mode) {
        return new Upsample(mode, false, 0, 0, height, width);
    }

    @Override
    public Var forward(Var x) {
        int rank = x.shape().rank();
        if (rank != 3 && rank != 4) {
            throw new IllegalArgumentException(
                    "upsample: x has shape " + x.shape() + ", expected [N,C,L] or [N,C,H,W]");
        }
        boolean sequence = rank == 3;
        Var image = sequence ? Sequences.image("upsample", x) : x;
        int h = sequence ? 1 : height > 0 ? height : scaled(x, image.dim(2), factorH);
        int w = width > 0 ? width : scaled(x, image.dim(3), factorW);
        Interpolation how = new Interpolation(mode, alignCorners, sequence ? 0 : factorH, factorW);
        Var y = new Interpolate(how, h, w).on(image);
        return sequence ? Sequences.row(y) : y;
    }

    private static int scaled(Var x, int extent, double factor) {
        double out = Math.floor(extent * factor);
        if (!(out >= 1 && out <= Integer.MAX_VALUE)) {
            throw new IllegalArgumentException("upsample: x has shape " + x.shape() + ": an extent of " + extent
                    + " times " + factor + " is less than 1 or too large");
        }
        return (int) out;
    }
}
