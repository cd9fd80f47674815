package dev.lanewise.nn.graph;

import dev.lanewise.autograd.Var;
import dev.lanewise.nn.Layer;

/**
 * One row of features for each graph of a batch: the sum, the mean or the maximum of those of its nodes. Without
 * parameters.
 *
 * @param aggregation what becomes of the nodes
 */
public record Readout(Aggregation aggregation) implements Layer {
    /**
     * The features of the graphs.
     *
     * @param x [N,D], a row per node
     * @return [B,D], a row per graph; zeros for one without nodes
     */
    public Var forward(Var x, GraphBatch batch) {
        Checks.nodes("readout", x, batch.graph());
        return aggregation.of(batch.segments(), x);
    }
}
