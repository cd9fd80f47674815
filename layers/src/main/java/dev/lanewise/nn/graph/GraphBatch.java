package dev.lanewise.nn.graph;

import dev.lanewise.kernel.Csr;
import dev.lanewise.tensor.IntTensor;
import java.util.List;

/**
 * Graphs of different sizes as one, in which the nodes of each follow those of the graph before and no edge leads from one
 * to another. Node and edge features are those of the graphs one after another; layers then compute what they compute of
 * each graph by itself.
 *
 * @param graph all nodes and edges
 * @param segments which nodes belong to each graph: a row per graph, a column per node
 */
public record GraphBatch(Graph graph, Csr segments) {
    /**
     * Checks that the segments are of the graph's nodes.
     *
     * @throws IllegalArgumentException if they are not
     */
    public GraphBatch {
        graph.requireSquare("graphBatch");
        if (segments.columns() != graph.nodes()) {
            throw new IllegalArgumentException("graphBatch: the segments have " + segments.columns()
                    + " nodes, but the graph has " + graph.nodes());
        }
    }

    /**
     * The graphs of a list as one.
     *
     * @throws IllegalArgumentException if one of them is bipartite
     */
    public static GraphBatch of(List<Graph> graphs) {
        int nodes = 0;
        int edges = 0;
        for (Graph graph : graphs) {
            graph.requireSquare("graphBatch");
            nodes = Math.addExact(nodes, graph.nodes());
            edges = Math.addExact(edges, graph.edges());
        }
        int[] pointers = new int[nodes + 1];
        int[] index = new int[edges];
        int[] order = new int[edges];
        int[] lengths = new int[graphs.size()];
        int node = 0;
        int edge = 0;
        int given = 0;
        for (int i = 0; i < lengths.length; i++) {
            Graph graph = graphs.get(i);
            Csr csr = graph.csr();
            int[] numbers = graph.edgeOrder().array();
            for (int e = 0; e < csr.entries(); e++) {
                index[edge + e] = node + csr.index()[e];
                order[edge + e] = numbers[e] == Graph.ADDED ? Graph.ADDED : given + numbers[e];
            }
            for (int n = 0; n < graph.nodes(); n++) {
                pointers[node + n + 1] = edge + csr.pointers()[n + 1];
            }
            lengths[i] = graph.nodes();
            node += graph.nodes();
            edge += csr.entries();
            given += graph.given();
        }
        return new GraphBatch(new Graph(Csr.of(nodes, pointers, index), order, given), Csr.segments(lengths));
    }

    /** One graph as a batch. */
    public static GraphBatch of(Graph graph) {
        return new GraphBatch(graph, Csr.segments(graph.nodes()));
    }

    /** The number of graphs. */
    public int graphs() {
        return segments.rows();
    }

    /** The number of the graph that each node belongs to; [N], a copy. */
    public IntTensor graphOf() {
        int[] graphOf = segments.transposed().index().clone();
        return IntTensor.of(graphOf, graphOf.length);
    }
}
