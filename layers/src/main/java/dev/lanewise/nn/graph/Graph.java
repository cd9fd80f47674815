package dev.lanewise.nn.graph;

import dev.lanewise.kernel.Csr;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;

/**
 * Edges between nodes, by target: an edge carries what its source knows to its target. Immutable.
 *
 * <p>Edge features have one row per edge in the order of this graph, which is that of the targets; {@link #edgeOrder} tells
 * which edge of the given list each is. In a bipartite graph, such as a block of a {@link NeighbourSampler}, the targets are
 * the first of the sources; in any other graph the targets are all nodes.
 */
public final class Graph {
    /** Marks an edge that was added, and not in the given list. */
    public static final int ADDED = -1;

    private final Csr csr;
    private final int[] order;
    private final int given;
    private volatile Graph looped;
    private volatile Tensor symmetric;

    Graph(Csr csr, int[] order, int given) {
        this.csr = csr;
        this.order = order;
        this.given = given;
    }

    /**
     * A graph of nodes and directed edges.
     *
     * @param nodes the number of nodes, N
     * @param edges [2,E]: the sources of all edges, then their targets; copied
     * @throws IllegalArgumentException naming the edge and N if a node is out of range
     */
    public static Graph of(int nodes, IntTensor edges) {
        return bipartite(nodes, nodes, edges);
    }

    /**
     * A graph of nodes and directed edges.
     *
     * @param nodes the number of nodes, N
     * @param pairs source and target of each edge
     * @throws IllegalArgumentException naming the edge and N if a node is out of range
     */
    public static Graph of(int nodes, int[]... pairs) {
        int[] edges = new int[2 * pairs.length];
        for (int e = 0; e < pairs.length; e++) {
            if (pairs[e].length != 2) {
                throw new IllegalArgumentException("graph: edge " + e + " has " + pairs[e].length
                        + " nodes, expected 2: its source and its target");
            }
            edges[e] = pairs[e][0];
            edges[pairs.length + e] = pairs[e][1];
        }
        return of(nodes, IntTensor.of(edges, 2, pairs.length));
    }

    /**
     * A graph whose targets are the first of its sources.
     *
     * @param targets the number of targets, at most that of sources
     * @param sources the number of sources
     * @param edges [2,E]: the sources of all edges, then their targets; copied
     * @throws IllegalArgumentException naming the edge and the number of nodes if a node is out of range
     */
    public static Graph bipartite(int targets, int sources, IntTensor edges) {
        if (targets < 0 || targets > sources) {
            throw new IllegalArgumentException(
                    "graph: " + targets + " targets of " + sources + " sources, expected 0 to " + sources);
        }
        Shape shape = edges.shape();
        if (shape.rank() != 2 || shape.dim(0) != 2) {
            throw new IllegalArgumentException(
                    "graph: edges has shape " + shape + ", expected [2,E]: the sources, then the targets");
        }
        int count = shape.dim(1);
        int[] from = edges.outer(0, 1).toArray();
        int[] to = edges.outer(1, 2).toArray();
        for (int e = 0; e < count; e++) {
            inRange(e, "source", from[e], sources);
            inRange(e, "target", to[e], targets);
        }
        int[] order = new int[count];
        Arrays.setAll(order, e -> e);
        return sorted(targets, sources, from, to, order, count, count);
    }

    private static void inRange(int edge, String end, int node, int nodes) {
        if (node < 0 || node >= nodes) {
            throw new IllegalArgumentException(
                    "graph: edge " + edge + " has " + end + " " + node + ", but N=" + nodes + ", expected 0 to N-1");
        }
    }

    /** The first edges of a list, by target; edges of one target stay in the order of the list. */
    private static Graph sorted(int targets, int sources, int[] from, int[] to, int[] order, int count, int given) {
        int[] pointers = new int[targets + 1];
        for (int e = 0; e < count; e++) {
            pointers[to[e] + 1]++;
        }
        for (int t = 0; t < targets; t++) {
            pointers[t + 1] += pointers[t];
        }
        int[] next = pointers.clone();
        int[] index = new int[count];
        int[] sorted = new int[count];
        for (int e = 0; e < count; e++) {
            int at = next[to[e]]++;
            index[at] = from[e];
            sorted[at] = order[e];
        }
        return new Graph(Csr.of(sources, pointers, index), sorted, given);
    }

    /** The number of nodes that are computed: the targets. */
    public int nodes() {
        return csr.rows();
    }

    /** The number of nodes that are read; in a graph that is not bipartite, the same. */
    public int sources() {
        return csr.columns();
    }

    /** The number of edges, E. */
    public int edges() {
        return csr.entries();
    }

    /** The number of edges that end at a node. */
    public int degree(int node) {
        return csr.degree(node);
    }

    /** The edges as rows of targets with sources as columns: what the operations of {@code op.graph} take. */
    public Csr csr() {
        return csr;
    }

    /**
     * The number, in the list that the graph was made of, of each of its edges; {@link #ADDED} for one that was added.
     * Rows of edge features in the order of the list are brought into that of the graph by {@code Ops.gather(features,
     * order)}. [E], a copy.
     */
    public IntTensor edgeOrder() {
        return IntTensor.of(order.clone(), order.length);
    }

    /** The number of edges in the list that the graph was made of. */
    int given() {
        return given;
    }

    private int[] targets() {
        int[] targets = new int[edges()];
        for (int t = 0; t < nodes(); t++) {
            Arrays.fill(targets, csr.pointers()[t], csr.pointers()[t + 1], t);
        }
        return targets;
    }

    /** Without the repetitions of an edge; the first one stays. */
    public Graph deduplicated() {
        int[] from = csr.index().clone();
        int[] to = targets();
        int[] kept = order.clone();
        // The last target that each source was seen at: edges are in the order of their targets.
        int[] seen = new int[sources()];
        Arrays.fill(seen, -1);
        int count = 0;
        for (int e = 0; e < from.length; e++) {
            if (seen[from[e]] != to[e]) {
                seen[from[e]] = to[e];
                from[count] = from[e];
                to[count] = to[e];
                kept[count++] = kept[e];
            }
        }
        return sorted(nodes(), sources(), from, to, kept, count, given);
    }

    /**
     * With every edge in both directions, each once: an undirected graph. A reverse edge that was added has the number of
     * the edge that it reverses.
     *
     * @throws IllegalArgumentException if the graph is bipartite
     */
    public Graph symmetrised() {
        requireSquare("symmetrised");
        int edges = edges();
        int[] from = Arrays.copyOf(csr.index(), 2 * edges);
        int[] to = Arrays.copyOf(targets(), 2 * edges);
        int[] both = Arrays.copyOf(order, 2 * edges);
        System.arraycopy(to, 0, from, edges, edges);
        System.arraycopy(csr.index(), 0, to, edges, edges);
        System.arraycopy(order, 0, both, edges, edges);
        return sorted(nodes(), nodes(), from, to, both, 2 * edges, given).deduplicated();
    }

    /**
     * With an edge from every target to itself, behind its other edges, where there is none yet. Made at the first call and
     * kept.
     */
    public Graph withSelfLoops() {
        Graph known = looped;
        if (known == null) {
            synchronized (this) {
                known = looped;
                if (known == null) {
                    known = addLoops();
                    looped = known;
                }
            }
        }
        return known;
    }

    private Graph addLoops() {
        int edges = edges();
        int[] from = Arrays.copyOf(csr.index(), edges + nodes());
        int[] to = Arrays.copyOf(targets(), edges + nodes());
        int[] longer = Arrays.copyOf(order, edges + nodes());
        boolean[] has = new boolean[nodes()];
        for (int e = 0; e < edges; e++) {
            has[to[e]] |= from[e] == to[e];
        }
        int count = edges;
        for (int t = 0; t < nodes(); t++) {
            if (!has[t]) {
                from[count] = t;
                to[count] = t;
                longer[count++] = ADDED;
            }
        }
        return count == edges ? this : sorted(nodes(), sources(), from, to, longer, count, given);
    }

    /**
     * The weights of symmetric normalisation (Kipf and Welling, 2017), {@code 1 / sqrt(degree(source) degree(target))}, of
     * this graph as it is: [E,1] in the order of its edges; 0 where a degree is 0. Computed at the first call, in double,
     * and kept: for reading.
     *
     * @throws IllegalArgumentException if the graph is bipartite: the degree of a source is not known
     */
    public Tensor symmetricWeights() {
        requireSquare("symmetricWeights");
        Tensor known = symmetric;
        if (known == null) {
            int[] to = targets();
            known = Tensor.zeros(edges(), 1);
            for (int e = 0; e < to.length; e++) {
                double product = (double) degree(csr.index()[e]) * degree(to[e]);
                known.array()[e] = product == 0 ? 0f : (float) (1 / Math.sqrt(product));
            }
            symmetric = known;
        }
        return known;
    }

    /** Fails unless targets and sources are the same nodes. */
    void requireSquare(String who) {
        if (nodes() != sources()) {
            throw new IllegalArgumentException(who + ": the graph has " + nodes() + " targets and " + sources()
                    + " sources, expected one whose targets are all its nodes");
        }
    }

    @Override
    public String toString() {
        String nodes = nodes() == sources() ? nodes() + " nodes" : nodes() + " targets, " + sources() + " sources";
        return "Graph[" + nodes + ", " + edges() + " edges]";
    }
}
