package dev.lanewise.nn.graph;

import dev.lanewise.autograd.Var;
import dev.lanewise.nn.Layer;

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
}
