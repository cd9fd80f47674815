package dev.lanewise.nn.graph;

import dev.lanewise.autograd.DifferentiableOp;
import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.init.Uniform;
import dev.lanewise.nn.Activation;
import dev.lanewise.nn.Layer;
import dev.lanewise.nn.Linear;
import dev.lanewise.nn.Sequential;
import dev.lanewise.nn.Unary;
import dev.lanewise.op.Ops;
import dev.lanewise.op.graph.SegmentSum;
import dev.lanewise.op.math.Silu;
import dev.lanewise.tensor.Shape;

/**
 * E(n)-equivariant layer (Satorras, Hoogeboom and Welling, 2021): nodes have features h, which rotating, reflecting and
 * moving the whole graph does not change, and positions x in a space of any dimension, which turn and move with it.
 *
 * <pre>
 * m[e] = edge_mlp([h[i], h[j], |x[i] - x[j]|^2, a[e]])                  for every edge e from j to i
 * x'[i] = x[i] + aggregate of (x[i] - x[j]) coord_mlp(m[e])             over the edges e that end at i
 * h'[i] = h[i] + node_mlp([h[i], sum of att_mlp(m[e]) m[e]])
 * </pre>
 *
 * Names as in the authors' code.
 *
 * @param edge_mlp from [E,2I+1+A] to [E,D]
 * @param node_mlp from [N,I+D] to [N,I], or to any number of features without {@code residual}
 * @param coord_mlp from [E,D] to [E,1]; null: the positions stay
 * @param att_mlp from [E,D] to [E,1], how much of a message counts; null: all of it
 * @param residual true to add h
 * @param coordinates what becomes of the differences of positions: {@link Aggregation#MEAN}, which is the paper's
 *     constant on a complete graph, or {@link Aggregation#SUM}
 */
public record Egnn(
        Unary edge_mlp, Unary node_mlp, Unary coord_mlp, Unary att_mlp, boolean residual, Aggregation coordinates)
        implements Layer {
    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if positions are aggregated by their maximum, which depends on the axes
     */
    public Egnn {
        if (coordinates == Aggregation.MAX) {
            throw new IllegalArgumentException(
                    "egnn: coordinates=MAX, expected SUM or MEAN: a maximum does not turn with its arguments");
        }
    }

    /**
     * Features and positions.
     *
     * @param h [N,I]
     * @param x [N,K] in a space of K dimensions
     */
    public record State(Var h, Var x) {}

    /** The same with the paper's activation, SiLU. */
    public static Egnn of(int features, int edgeFeatures, int hidden, Draws draws) {
        return of(features, edgeFeatures, hidden, new Silu(), draws);
    }

    /**
     * A layer of two linear layers for each of edge_mlp, node_mlp and coord_mlp, without attention, with residual features
     * and the mean of differences. Initial values are PyTorch's, uniform in +-1/sqrt(inputs), and as in the authors' code
     * nearly 0 in the last weight of coord_mlp: Xavier uniform times 0.001, without bias.
     *
     * @param features the extent I
     * @param edgeFeatures the extent A, 0 for none
     * @param hidden the extent D
     * @param activation between the layers; the paper's is SiLU
     */
    public static Egnn of(int features, int edgeFeatures, int hidden, DifferentiableOp activation, Draws draws) {
        Activation act = new Activation(activation);
        Sequential edge = Sequential.of(
                Linear.of(2 * features + 1 + edgeFeatures, hidden, draws), act, Linear.of(hidden, hidden, draws), act);
        Sequential node =
                Sequential.of(Linear.of(features + hidden, hidden, draws), act, Linear.of(hidden, features, draws));
        float bound = (float) (0.001 * Math.sqrt(6.0 / (hidden + 1)));
        Linear first = Linear.of(hidden, hidden, draws);
        Parameter last = draws.parameter(new Uniform(-bound, bound), Shape.of(1, hidden));
        Sequential coord = Sequential.of(first, act, new Linear(last, null));
        return new Egnn(edge, node, coord, null, true, Aggregation.MEAN);
    }

    /** The same layer with attention: a linear layer of the messages and a sigmoid. */
    public Egnn withAttention(int hidden, Draws draws) {
        Sequential attention = Sequential.of(Linear.of(hidden, 1, draws), Activation.SIGMOID);
        return new Egnn(edge_mlp, node_mlp, coord_mlp, attention, residual, coordinates);
    }

    /** The same without edge features. */
    public State forward(State state, Graph graph) {
        return forward(state, null, graph);
    }

    /**
     * Features and positions of the next layer.
     *
     * @param state a row per node
     * @param edges [E,A], in the order of the graph's edges ({@link Graph#edgeOrder}); null for none
     */
    public State forward(State state, Var edges, Graph graph) {
        graph.requireSquare("egnn");
        Var h = state.h();
        Var x = state.x();
        Checks.rows("egnn", "h", h, graph.nodes(), graph);
        Checks.rows("egnn", "x", x, graph.nodes(), graph);
        Var target = new SegmentSum(graph.csr().entryRows().transposed()).on(x);
        Var difference = Ops.sub(target, new SegmentSum(graph.csr().sources()).on(x));
        Var distance = Ops.sumKeep(Ops.mul(difference, difference), 1);
        Var m = edge_mlp.forward(MessagePassing.pairs("egnn", h, h, edges, graph, distance));
        Var moved = x;
        if (coord_mlp != null) {
            Var steps = Ops.mul(difference, coord_mlp.forward(m));
            moved = Ops.add(x, coordinates.of(graph.csr().entryRows(), steps));
        }
        Var counted = att_mlp == null ? m : Ops.mul(m, att_mlp.forward(m));
        Var sum = Aggregation.SUM.of(graph.csr().entryRows(), counted);
        Var next = node_mlp.forward(Ops.concat(1, h, sum));
        return new State(residual ? Ops.add(h, next) : next, moved);
    }
}
