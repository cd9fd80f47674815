package dev.lanewise.nn.graph;

import dev.lanewise.autograd.Var;
import dev.lanewise.nn.Layer;
import dev.lanewise.nn.Unary;
import dev.lanewise.op.Ops;
import dev.lanewise.op.graph.SegmentSum;

/**
 * Neural message passing with edge features (Gilmer et al., 2017):
 *
 * <pre>
 * m[e] = message([x[i], x[j], a[e]])         for every edge e from j to i with features a[e]
 * y[i] = update([x[i], aggregate of m[e]])   over the edges e that end at i
 * </pre>
 *
 * where brackets put features one after another.
 *
 * @param message from [E,2I+A] to [E,D], A the edge features; usually two linear layers
 * @param update from [N,I+D] to the features of the next layer; null: y is what was aggregated
 * @param aggregation what becomes of the messages
 */
public record MessagePassing(Unary message, Unary update, Aggregation aggregation) implements Layer {
    /** The same without edge features. */
    public Var forward(Var x, Graph graph) {
        return forward(x, null, graph);
    }

    /**
     * The features of the next layer.
     *
     * @param x [M,I], a row per source; the targets are the first
     * @param edges [E,A], in the order of the graph's edges ({@link Graph#edgeOrder}); null for none
     * @return [N,D], or what {@code update} makes of it
     */
    public Var forward(Var x, Var edges, Graph graph) {
        Checks.nodes("messagePassing", x, graph);
        Var pairs = pairs("messagePassing", Checks.targets(x, graph), x, edges, graph);
        Var messages = message.forward(pairs);
        Checks.rows("messagePassing", "what message gives", messages, graph.edges(), graph);
        Var y = aggregation.of(graph.csr().entryRows(), messages);
        return update == null ? y : update.forward(Ops.concat(1, Checks.targets(x, graph), y));
    }

    /** The features of target, source and edge, and others per edge, one after another: [E,*]. */
    static Var pairs(String layer, Var targets, Var sources, Var edges, Graph graph, Var... more) {
        Var target = new SegmentSum(graph.csr().entryRows().transposed()).on(targets);
        Var source = new SegmentSum(graph.csr().sources()).on(sources);
        Var[] parts = new Var[2 + more.length + (edges == null ? 0 : 1)];
        parts[0] = target;
        parts[1] = source;
        System.arraycopy(more, 0, parts, 2, more.length);
        if (edges != null) {
            Checks.rows(layer, "edges", edges, graph.edges(), graph);
            parts[parts.length - 1] = edges;
        }
        return Ops.concat(1, parts);
    }
}
