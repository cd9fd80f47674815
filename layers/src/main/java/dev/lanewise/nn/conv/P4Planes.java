package dev.lanewise.nn.conv;

import dev.lanewise.autograd.Var;
import dev.lanewise.nn.Unary;
import dev.lanewise.tensor.ShapeSpec;

/**
 * Applies a layer of images that treats channels alike, such as a pooling, to every rotation of a function on the group p4:
 * x:[N,C,4,H,W] y:[N,C,4,OH,OW].
 *
 * @param layer from [N,C*4,H,W] to [N,C*4,OH,OW]
 */
public record P4Planes(Unary layer) implements Unary {
    private static final ShapeSpec SHAPES = ShapeSpec.of("x:[N,C,4,H,W]");

    @Override
    public Var forward(Var x) {
        SHAPES.match("p4Planes", x.shape());
        Var y = layer.forward(x.reshape(x.dim(0), x.dim(1) * Rotations.COUNT, x.dim(3), x.dim(4)));
        return y.reshape(x.dim(0), x.dim(1), Rotations.COUNT, y.dim(2), y.dim(3));
    }
}
