package dev.lanewise.nn.graph;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Constant;
import dev.lanewise.init.Draws;
import dev.lanewise.nn.Layer;
import dev.lanewise.nn.Unary;
import dev.lanewise.op.Ops;
import dev.lanewise.tensor.Shape;

/**
 * Graph isomorphism layer (Xu et al., 2019): {@code y[i] = nn((1 + eps) x[i] + sum of x[j] over the edges from j to i)}.
 * Names as in PyTorch Geometric's GINConv.
 *
 * @param nn what the sum passes through, for example two linear layers with an activation between them
 * @param eps [1], learned; null: {@code fixedEps}
 * @param fixedEps the eps that is not learned; ignored if there is one that is
 */
public record GinConv(Unary nn, Parameter eps, float fixedEps) implements Layer {
    /**
     * Checks the shape of eps.
     *
     * @throws IllegalArgumentException if it is not [1]
     */
    public GinConv {
        if (eps != null && !eps.shape().equals(Shape.of(1))) {
            throw new IllegalArgumentException("ginConv: eps has shape " + eps.shape() + ", expected [1]");
        }
    }

    /** A layer with eps fixed at 0. */
    public static GinConv of(Unary nn) {
        return new GinConv(nn, null, 0f);
    }

    /** A layer that learns eps, at first 0. */
    public static GinConv learned(Unary nn, Draws draws) {
        return new GinConv(nn, draws.parameter(new Constant(0f), Shape.of(1)), 0f);
    }

    /**
     * The features of the next layer.
     *
     * @param x [M,I], a row per source; the targets are the first
     * @return what {@code nn} makes of [N,I]
     */
    public Var forward(Var x, Graph graph) {
        Checks.nodes("ginConv", x, graph);
        Var own = Checks.targets(x, graph);
        Var scaled = own;
        if (eps != null) {
            scaled = Ops.mul(own, Ops.shift(x.tape().parameter(eps), 1f));
        } else if (fixedEps != 0f) {
            scaled = Ops.scale(1f + fixedEps, own);
        }
        return nn.forward(Ops.add(scaled, Aggregation.SUM.of(graph.csr(), x)));
    }
}
