package dev.lanewise.data.graph;

import dev.lanewise.data.Fingerprint;
import dev.lanewise.data.SeededSplit;
import dev.lanewise.nn.graph.Graph;
import dev.lanewise.nn.graph.GraphBatch;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Graphs of different sizes with a class each. The tensors are for reading.
 *
 * @param name a short name
 * @param source where they come from, for people
 * @param classes the names of the classes
 * @param samples the graphs
 */
public record GraphSet(String name, String source, List<String> classes, List<Sample> samples) {
    /**
     * One graph.
     *
     * @param graph its edges, each once
     * @param features [N,F], F the same for all graphs
     * @param edgeLabels [E], a number for each edge in the order of the graph's edges, if the set has such
     * @param label its class
     */
    public record Sample(Graph graph, Tensor features, Optional<IntTensor> edgeLabels, int label) {}

    /**
     * Several graphs as one.
     *
     * @param graphs their nodes one graph after the other
     * @param features [N,F] of all nodes
     * @param labels [G], the class of each graph
     */
    public record Batch(GraphBatch graphs, Tensor features, IntTensor labels) {}

    /** Copies the lists. */
    public GraphSet {
        classes = List.copyOf(classes);
        samples = List.copyOf(samples);
    }

    /** The number of graphs. */
    public int size() {
        return samples.size();
    }

    /** The number of features of a node, F. */
    public int features() {
        return samples.get(0).features().dim(1);
    }

    /** The class of each graph, a copy. */
    public int[] labels() {
        return samples.stream().mapToInt(Sample::label).toArray();
    }

    /**
     * Graphs {@code order[from .. to)} as one.
     *
     * @throws IndexOutOfBoundsException if a position or an index is out of range
     */
    public Batch batch(int[] order, int from, int to) {
        List<Graph> graphs = new ArrayList<>();
        int nodes = 0;
        int[] labels = new int[to - from];
        for (int i = from; i < to; i++) {
            Sample sample = samples.get(order[i]);
            graphs.add(sample.graph());
            nodes += sample.graph().nodes();
            labels[i - from] = sample.label();
        }
        Tensor features = Tensor.zeros(nodes, features());
        int at = 0;
        for (int i = from; i < to; i++) {
            Tensor own = samples.get(order[i]).features();
            System.arraycopy(own.array(), own.offset(), features.array(), at, own.size());
            at += own.size();
        }
        return new Batch(GraphBatch.of(graphs), features, IntTensor.of(labels, labels.length));
    }

    /** Some of the graphs. */
    public GraphSet pick(int... which) {
        List<Sample> some = new ArrayList<>(which.length);
        for (int i : which) {
            some.add(samples.get(i));
        }
        return new GraphSet(name, source, classes, some);
    }

    /**
     * A seeded split, class by class.
     *
     * @param shares of the parts, together 1
     */
    public List<GraphSet> split(long seed, double... shares) {
        List<GraphSet> parts = new ArrayList<>();
        for (int[] part : SeededSplit.stratified(labels(), seed, shares)) {
            parts.add(pick(part));
        }
        return parts;
    }

    /** SHA-256 in hex over all that training depends on. */
    public String fingerprint() {
        Fingerprint hash = new Fingerprint("graphs");
        classes.forEach(hash::add);
        for (Sample sample : samples) {
            hash.add((long) sample.label()).add((long) sample.graph().nodes());
            add(hash, sample.graph().csr().pointers());
            add(hash, sample.graph().csr().index());
            add(hash, sample.edgeLabels().map(IntTensor::toArray).orElse(new int[0]));
            for (float value : sample.features().toArray()) {
                hash.add(value);
            }
        }
        return hash.hex();
    }

    private static void add(Fingerprint hash, int[] values) {
        hash.add((long) values.length);
        for (int value : values) {
            hash.add((long) value);
        }
    }
}
