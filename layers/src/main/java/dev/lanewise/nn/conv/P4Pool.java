package dev.lanewise.nn.conv;

import dev.lanewise.autograd.Var;
import dev.lanewise.kernel.Pool2dShape;
import dev.lanewise.nn.Unary;
import dev.lanewise.op.Ops;
import dev.lanewise.op.conv.MaxPool2d;
import dev.lanewise.tensor.ShapeSpec;

/**
 * Pools the rotations of a function on the group p4: x:[N,C,4,H,W] y:[N,C,H,W]. If x is turned as {@link P4Conv2d} says, y
 * is turned as an image.
 *
 * @param over what is taken of the four
 */
public record P4Pool(Over over) implements Unary {
    /** What is taken of four values. */
    public enum Over {
        /** The largest; the first of equal ones. */
        MAX,
        /** The mean. */
        MEAN
    }

    private static final ShapeSpec SHAPES = ShapeSpec.of("x:[N,C,4,H,W]");

    private static final MaxPool2d COLUMN = new MaxPool2d(new Pool2dShape(4, 1, 4, 1, 0, 0));

    @Override
    public Var forward(Var x) {
        SHAPES.match("p4Pool", x.shape());
        if (over == Over.MEAN) {
            return Ops.mean(x, 2);
        }
        // The rotations as the rows of an image, whose columns are the pixels.
        Var y = COLUMN.on(x.reshape(x.dim(0), x.dim(1), Rotations.COUNT, x.dim(3) * x.dim(4)));
        return y.reshape(x.dim(0), x.dim(1), x.dim(3), x.dim(4));
    }
}
