package dev.lanewise.nn.graph;

import dev.lanewise.autograd.Var;
import dev.lanewise.nn.Layer;
import dev.lanewise.nn.Unary;
import dev.lanewise.op.graph.SegmentSoftmax;
import dev.lanewise.op.graph.SegmentSum;

/**
 * One row of features for each graph of a batch, a weighted mean of those of its nodes (Li et al., 2016, with the softmax
 * of PyTorch Geometric's AttentionalAggregation, whose names it has):
 *
 * <pre>
 * y[b] = sum over the nodes i of graph b of w[i] nn(x[i]),   w = softmax of gate_nn(x) over the nodes of a graph
 * </pre>
 *
 * @param gate_nn from [N,D] to scores [N,H], one for each of H equal parts of the features
 * @param nn what the nodes pass through first; null: nothing
 */
public record AttentionReadout(Unary gate_nn, Unary nn) implements Layer {
    /**
     * The features of the graphs.
     *
     * @param x [N,D], a row per node
     * @return [B,D], a row per graph; zeros for one without nodes
     */
    public Var forward(Var x, GraphBatch batch) {
        Checks.nodes("attentionReadout", x, batch.graph());
        Var weights = new SegmentSoftmax(batch.segments()).on(gate_nn.forward(x));
        return new SegmentSum(batch.segments()).on(nn == null ? x : nn.forward(x), weights);
    }
}
