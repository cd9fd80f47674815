package dev.lanewise.nn.graph;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Constant;
import dev.lanewise.init.Distribution;
import dev.lanewise.init.Draws;
import dev.lanewise.init.Xavier;
import dev.lanewise.nn.Layer;
import dev.lanewise.nn.Linear;
import dev.lanewise.op.Ops;
import dev.lanewise.op.graph.SegmentMean;
import dev.lanewise.op.graph.SegmentSum;
import dev.lanewise.tensor.Shape;

/**
 * Graph convolution (Kipf and Welling, 2017): {@code y = A x W^T + b}, A the adjacency matrix, normalised: {@code D^-1/2 A
 * D^-1/2} or, as a random walk, {@code D^-1 A}; D has the degrees, self-loops counted. Names and layout as in PyTorch
 * Geometric's GCNConv.
 *
 * @param lin the product with W, without bias: weight [O,I]
 * @param bias [O], or null for none
 * @param normalisation what the neighbours are weighted by
 * @param selfLoops true to give every node that has none an edge to itself
 */
public record GcnConv(Linear lin, Parameter bias, Normalisation normalisation, boolean selfLoops) implements Layer {
    /** What the neighbours are weighted by. */
    public enum Normalisation {
        /** {@code 1 / sqrt(degree(i) degree(j))}; not for bipartite graphs. */
        SYMMETRIC,
        /** {@code 1 / degree(i)}: their mean. */
        MEAN
    }

    /**
     * A layer with symmetric normalisation and self-loops, and PyTorch Geometric's initial values: weight Xavier uniform,
     * bias 0.
     *
     * @param inputs the extent I
     * @param outputs the extent O
     */
    public static GcnConv of(int inputs, int outputs, Draws draws) {
        return of(inputs, outputs, Normalisation.SYMMETRIC, draws);
    }

    /** A layer with self-loops and the same initial values. */
    public static GcnConv of(int inputs, int outputs, Normalisation normalisation, Draws draws) {
        Parameter weight = draws.parameter(new Xavier(Distribution.UNIFORM), Shape.of(outputs, inputs));
        Parameter bias = draws.parameter(new Constant(0f), Shape.of(outputs));
        return new GcnConv(new Linear(weight, null), bias, normalisation, true);
    }

    /**
     * The features of the next layer.
     *
     * @param x [M,I], a row per source
     * @return [N,O], a row per target
     */
    public Var forward(Var x, Graph graph) {
        Checks.nodes("gcnConv", x, graph, lin.weight().shape().dim(1));
        if (normalisation == Normalisation.SYMMETRIC) {
            graph.requireSquare("gcnConv");
        }
        Graph used = selfLoops ? graph.withSelfLoops() : graph;
        Var h = lin.forward(x);
        Var y = switch (normalisation) {
            case SYMMETRIC -> new SegmentSum(used.csr()).on(h, x.tape().constant(used.symmetricWeights()));
            case MEAN -> new SegmentMean(used.csr()).on(h);
        };
        return bias == null ? y : Ops.add(y, x.tape().parameter(bias));
    }
}
