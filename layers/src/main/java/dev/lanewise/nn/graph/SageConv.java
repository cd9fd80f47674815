package dev.lanewise.nn.graph;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.init.Uniform;
import dev.lanewise.nn.Layer;
import dev.lanewise.nn.Linear;
import dev.lanewise.op.Ops;
import dev.lanewise.op.math.Clamp;
import dev.lanewise.op.math.Relu;
import dev.lanewise.op.math.Rsqrt;
import dev.lanewise.tensor.Shape;

/**
 * GraphSAGE (Hamilton, Ying and Leskovec, 2017): {@code y[i] = lin_l(aggregate of x[j] over the edges from j to i) +
 * lin_r(x[i])}, which is a linear layer of both one after the other. With {@code lin} the neighbours first pass through
 * {@code relu(lin(x))}: the paper's pooling aggregator, if they are aggregated by their maximum. The neighbours may be
 * sampled: see {@link NeighbourSampler}. Names and layout as in PyTorch Geometric's SAGEConv.
 *
 * @param lin of the neighbours before they are aggregated, or null for none: weight [P,I]
 * @param lin_l of the aggregated neighbours: weight [O,I], or [O,P] after {@code lin}
 * @param lin_r of the node itself, without bias, or null to leave it out: weight [O,I]
 * @param aggregation what becomes of the neighbours
 * @param normalize true to divide each row of the result by its length, as in the paper's algorithm
 */
public record SageConv(Linear lin, Linear lin_l, Linear lin_r, Aggregation aggregation, boolean normalize)
        implements Layer {
    /** The smallest length that a row is divided by, squared: 1e-12, as PyTorch's normalize has it. */
    private static final float SMALLEST = 1e-24f;

    /**
     * A layer that takes the mean of the neighbours, with PyTorch's initial values of linear layers: uniform in
     * +-1/sqrt(inputs).
     *
     * @param inputs the extent I
     * @param outputs the extent O
     */
    public static SageConv mean(int inputs, int outputs, Draws draws) {
        return new SageConv(
                null, Linear.of(inputs, outputs, draws), withoutBias(inputs, outputs, draws), Aggregation.MEAN, false);
    }

    /**
     * A layer that takes the maximum of {@code relu(lin(x))}, with the same initial values.
     *
     * @param inputs the extents I and P
     * @param outputs the extent O
     */
    public static SageConv maxPool(int inputs, int outputs, Draws draws) {
        Linear pool = Linear.of(inputs, inputs, draws);
        return new SageConv(
                pool, Linear.of(inputs, outputs, draws), withoutBias(inputs, outputs, draws), Aggregation.MAX, false);
    }

    private static Linear withoutBias(int inputs, int outputs, Draws draws) {
        Parameter weight = draws.parameter(Uniform.fanIn(inputs), Shape.of(outputs, inputs));
        return new Linear(weight, null);
    }

    /**
     * The features of the next layer.
     *
     * @param x [M,I], a row per source; the targets are the first
     * @return [N,O], a row per target
     */
    public Var forward(Var x, Graph graph) {
        Linear first = lin == null ? lin_l : lin;
        Checks.nodes("sageConv", x, graph, first.weight().shape().dim(1));
        Var neighbours = lin == null ? x : new Relu().on(lin.forward(x));
        Var y = lin_l.forward(aggregation.of(graph.csr(), neighbours));
        if (lin_r != null) {
            y = Ops.add(y, lin_r.forward(Checks.targets(x, graph)));
        }
        return normalize ? unit(y) : y;
    }

    private static Var unit(Var y) {
        Var square = Ops.sumKeep(Ops.mul(y, y), 1);
        Var length = new Clamp(SMALLEST, Float.POSITIVE_INFINITY).on(square);
        return Ops.mul(y, new Rsqrt().on(length));
    }
}
