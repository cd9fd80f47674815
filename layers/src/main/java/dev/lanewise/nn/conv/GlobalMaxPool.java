package dev.lanewise.nn.conv;

import dev.lanewise.autograd.Var;
import dev.lanewise.nn.Unary;
import dev.lanewise.op.conv.AdaptiveMaxPool2d;

/** The largest element of each channel, whatever its extents: x:[N,C,...] y:[N,C]. The first of equal ones wins. */
public record GlobalMaxPool() implements Unary {
    @Override
    public Var forward(Var x) {
        Var planes = Planes.of("globalMaxPool", x);
        Var images = planes.reshape(x.dim(0), x.dim(1), 1, planes.dim(2));
        return new AdaptiveMaxPool2d(1, 1).on(images).reshape(x.dim(0), x.dim(1));
    }
}
