package dev.lanewise.nn.graph;

import dev.lanewise.autograd.Var;
import dev.lanewise.nn.Layer;
import dev.lanewise.op.Ops;
import dev.lanewise.op.graph.SegmentSum;

/**
 * Hands every node the sum, the mean or the maximum of its neighbours' features: {@code y[i] = aggregate of x[j] over the
 * edges from j to i}. Without parameters.
 *
 * @param aggregation what becomes of the neighbours
 */
public record Aggregate(Aggregation aggregation) implements Layer {
    /**
     * The features of the neighbours.
     *
     * @param x [M,D], a row per source
     * @return [N,D], a row per target; zeros for one without edges
     */
    public Var forward(Var x, Graph graph) {
        Checks.nodes("aggregate", x, graph);
        return aggregation.of(graph.csr(), x);
    }

    /**
     * The features of the neighbours, each times the weight of its edge.
     *
     * @param x [M,D], a row per source
     * @param weights [E,1], in the order of the graph's edges ({@link Graph#edgeOrder})
     * @return [N,D], a row per target; a mean divides by the number of edges, not by the sum of their weights
     */
    public Var forward(Var x, Var weights, Graph graph) {
        Checks.nodes("aggregate", x, graph);
        Checks.rows("aggregate", "weights", weights, graph.edges(), graph);
        if (weights.dim(1) != 1) {
            throw new IllegalArgumentException("aggregate: weights has shape " + weights.shape() + ", expected ["
                    + graph.edges() + ", 1] for " + graph);
        }
        if (aggregation == Aggregation.SUM) {
            return new SegmentSum(graph.csr()).on(x, weights);
        }
        Var messages = new SegmentSum(graph.csr().sources()).on(x);
        return aggregation.of(graph.csr().entryRows(), Ops.mul(messages, weights));
    }
}
