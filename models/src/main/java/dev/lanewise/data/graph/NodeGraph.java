package dev.lanewise.data.graph;

import dev.lanewise.data.Fingerprint;
import dev.lanewise.data.SeededSplit;
import dev.lanewise.nn.graph.Graph;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One graph with features, and mostly a class, for each of its nodes. Nodes that no edge reaches are nodes like any
 * other. The tensors are for reading.
 *
 * @param name a short name
 * @param source where it comes from, for people
 * @param ids the name of each node in its file
 * @param features [N,F]
 * @param edges [2,E]: the sources of all edges, then their targets, each once; an undirected edge in one direction
 * @param duplicates how many edges of the file were left out, since they were there before
 * @param directed whether edges lead from source to target only
 * @param classes the names of the classes
 * @param labels [N], the class of each node; -1 if it is not known
 * @param train the nodes that are trained on, ascending
 * @param validation the nodes that are validated on, ascending
 * @param test the nodes that are tested on, ascending
 */
public record NodeGraph(
        String name,
        String source,
        List<String> ids,
        Tensor features,
        IntTensor edges,
        int duplicates,
        boolean directed,
        List<String> classes,
        IntTensor labels,
        IntTensor train,
        IntTensor validation,
        IntTensor test) {

    /** Copies the lists and checks that the parts agree. */
    public NodeGraph {
        ids = List.copyOf(ids);
        classes = List.copyOf(classes);
        if (features.shape().rank() != 2 || features.dim(0) != ids.size() || labels.size() != ids.size()) {
            throw new IllegalArgumentException("graph: " + ids.size() + " nodes, features of shape " + features.shape()
                    + ", labels of shape " + labels.shape() + ", expected [N,F] and [N]");
        }
    }

    /** The number of nodes, N. */
    public int nodes() {
        return ids.size();
    }

    /** The edges as layers take them; an undirected edge leads both ways. */
    public Graph graph() {
        Graph graph = Graph.of(nodes(), edges);
        return directed ? graph : graph.symmetrised();
    }

    /** Which nodes are in a part: [N], 1 where one is, else 0. */
    public Tensor mask(IntTensor part) {
        Tensor mask = Tensor.zeros(nodes());
        for (int node : part.toArray()) {
            mask.array()[node] = 1;
        }
        return mask;
    }

    /**
     * The same graph with another split of the nodes whose class is known, class by class.
     *
     * @param shares of training, validation and test, together 1
     */
    public NodeGraph split(long seed, double... shares) {
        if (shares.length != 3) {
            throw new IllegalArgumentException("split: " + shares.length + " shares, expected 3");
        }
        int[] known =
                IntStream.range(0, nodes()).filter(i -> labels.get(i) >= 0).toArray();
        int[] knownLabels = Arrays.stream(known).map(labels::get).toArray();
        int[][] parts = SeededSplit.stratified(knownLabels, seed, shares);
        IntTensor[] nodes = new IntTensor[parts.length];
        for (int p = 0; p < parts.length; p++) {
            int[] part = Arrays.stream(parts[p]).map(i -> known[i]).toArray();
            nodes[p] = IntTensor.of(part, part.length);
        }
        return new NodeGraph(
                name,
                source,
                ids,
                features,
                edges,
                duplicates,
                directed,
                classes,
                labels,
                nodes[0],
                nodes[1],
                nodes[2]);
    }

    /** SHA-256 in hex over all that training depends on. */
    public String fingerprint() {
        Fingerprint hash = new Fingerprint("node graph").add(directed ? 1L : 0L).add((long) features.dim(1));
        classes.forEach(hash::add);
        for (float value : features.toArray()) {
            hash.add(value);
        }
        for (IntTensor ints : List.of(edges, labels, train, validation, test)) {
            hash.add((long) ints.size());
            for (int value : ints.toArray()) {
                hash.add((long) value);
            }
        }
        return hash.hex();
    }
}
