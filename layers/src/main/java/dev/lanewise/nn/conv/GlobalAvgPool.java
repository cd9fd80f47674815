package dev.lanewise.nn.conv;

import dev.lanewise.autograd.Var;
import dev.lanewise.nn.Unary;
import dev.lanewise.op.Ops;

/** The mean of each channel, whatever its extents (Lin et al., 2014): x:[N,C,...] y:[N,C]. */
public record GlobalAvgPool() implements Unary {
    @Override
    public Var forward(Var x) {
        return Ops.mean(Planes.of("globalAvgPool", x), 2);
    }
}
