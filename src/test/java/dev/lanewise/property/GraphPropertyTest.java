package dev.lanewise.property;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.gradient.RandomGraphs;
import dev.lanewise.init.Draws;
import dev.lanewise.nn.Activation;
import dev.lanewise.nn.Linear;
import dev.lanewise.nn.Sequential;
import dev.lanewise.nn.graph.Aggregate;
import dev.lanewise.nn.graph.Aggregation;
import dev.lanewise.nn.graph.Attended;
import dev.lanewise.nn.graph.AttentionReadout;
import dev.lanewise.nn.graph.Egnn;
import dev.lanewise.nn.graph.GatConv;
import dev.lanewise.nn.graph.GatOptions;
import dev.lanewise.nn.graph.GatV2Conv;
import dev.lanewise.nn.graph.GcnConv;
import dev.lanewise.nn.graph.GinConv;
import dev.lanewise.nn.graph.Graph;
import dev.lanewise.nn.graph.GraphBatch;
import dev.lanewise.nn.graph.MessagePassing;
import dev.lanewise.nn.graph.NeighbourSampler;
import dev.lanewise.nn.graph.NeighbourSampler.Block;
import dev.lanewise.nn.graph.Readout;
import dev.lanewise.nn.graph.SageConv;
import dev.lanewise.op.Ops;
import dev.lanewise.op.math.Tanh;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What graph layers leave alone: the names of the nodes, other graphs of a batch, nodes that no edge leads to. */
class GraphPropertyTest {
    private static final int TRIES = 25;
    private static final int FEATURES = 4;

    /** Named closeness of sums in another order, as a fraction of the largest magnitude, at least 1. */
    private static final double CLOSE_ORDER = 1e-5;

    /** A layer from features of the sources to features of the targets. */
    private interface GraphFunction {
        Var of(Var x, Graph graph);
    }

    private static Sequential mlp(int inputs, Draws draws) {
        return Sequential.of(Linear.of(inputs, 6, draws), Activation.TANH, Linear.of(6, FEATURES, draws));
    }

    /** Every layer, {@value #FEATURES} features in. */
    private static Map<String, GraphFunction> layers(long seed) {
        Draws draws = new Draws(seed);
        Map<String, GraphFunction> layers = new LinkedHashMap<>();
        for (Aggregation aggregation : Aggregation.values()) {
            layers.put("aggregate " + aggregation, new Aggregate(aggregation)::forward);
            layers.put(
                    "message passing " + aggregation,
                    new MessagePassing(mlp(2 * FEATURES, draws), mlp(2 * FEATURES, draws), aggregation)::forward);
        }
        layers.put("sage mean", SageConv.mean(FEATURES, 5, draws)::forward);
        layers.put("sage max", SageConv.maxPool(FEATURES, 5, draws)::forward);
        GatOptions heads = GatOptions.of(2);
        layers.put("gat", GatConv.of(FEATURES, 3, heads, draws)::forward);
        layers.put("gat averaged", GatConv.of(FEATURES, 3, heads.averaged(), draws)::forward);
        layers.put("gat v2", GatV2Conv.of(FEATURES, 3, heads, draws)::forward);
        layers.put("gin", GinConv.learned(mlp(FEATURES, draws), draws)::forward);
        layers.put("gcn mean", GcnConv.of(FEATURES, 5, GcnConv.Normalisation.MEAN, draws)::forward);
        layers.putAll(squareLayers(draws));
        return layers;
    }

    /** Those that do not take bipartite graphs. */
    private static Map<String, GraphFunction> squareLayers(Draws draws) {
        Egnn egnn = Egnn.of(FEATURES - 2, 0, 5, new Tanh(), draws).withAttention(5, draws);
        GraphFunction both = (x, graph) -> {
            Egnn.State state = egnn.forward(
                    new Egnn.State(Ops.slice(x, 1, 0, FEATURES - 2), Ops.slice(x, 1, FEATURES - 2, 2)), graph);
            return Ops.concat(1, state.h(), state.x());
        };
        return Map.of("gcn symmetric", GcnConv.of(FEATURES, 5, draws)::forward, "egnn", both);
    }

    private static Tensor run(GraphFunction layer, Tensor x, Graph graph) {
        Tape tape = Tape.inference();
        tape.begin(0);
        return layer.of(tape.constant(x), graph).detach();
    }

    private static void assertClose(Tensor expected, Tensor actual, String what) {
        assertEquals(expected.shape(), actual.shape(), what);
        double scale = 1;
        for (float v : expected.toArray()) {
            scale = Math.max(scale, Math.abs(v));
        }
        for (int i = 0; i < expected.size(); i++) {
            double difference =
                    Math.abs((double) expected.array()[expected.offset() + i] - actual.array()[actual.offset() + i]);
            assertTrue(difference <= CLOSE_ORDER * scale, what + ": differs by " + difference + " at " + i);
        }
    }

    private static void assertSame(Tensor expected, Tensor actual, String what) {
        assertEquals(expected.shape(), actual.shape(), what);
        assertArrayEquals(expected.toArray(), actual.toArray(), what);
    }

    private static int[] permutation(int n, long seed) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, n).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        return order.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Row i becomes row {@code to[i]}. */
    private static Tensor moved(Tensor x, int[] to) {
        Tensor y = Tensor.zeros(x.shape());
        for (int i = 0; i < to.length; i++) {
            y.outer(to[i]).copyFrom(x.outer(i));
        }
        return y;
    }

    private static Graph renamed(int nodes, IntTensor edges, int[] to) {
        int[] mapped = IntStream.of(edges.toArray()).map(node -> to[node]).toArray();
        return Graph.of(nodes, IntTensor.of(mapped, 2, edges.dim(1)));
    }

    private static Graph shuffled(int nodes, IntTensor edges, long seed) {
        int count = edges.dim(1);
        int[] order = permutation(count, seed);
        int[] mixed = new int[2 * count];
        for (int e = 0; e < count; e++) {
            mixed[order[e]] = edges.get(e);
            mixed[count + order[e]] = edges.get(count + e);
        }
        return Graph.of(nodes, IntTensor.of(mixed, 2, count));
    }

    @Property(tries = TRIES)
    void renamingNodes_renamesOutputs(
            @ForAll @IntRange(min = 1, max = 9) int nodes, @ForAll @IntRange(max = 25) int edges, @ForAll long seed) {
        IntTensor list = RandomGraphs.edges(nodes, edges, seed);
        Tensor x = RandomGraphs.features(seed, nodes, FEATURES);
        int[] to = permutation(nodes, seed);
        layers(seed).forEach((name, layer) -> {
            Tensor y = run(layer, x, Graph.of(nodes, list));
            Tensor renamed = run(layer, moved(x, to), renamed(nodes, list, to));
            assertSame(moved(y, to), renamed, name);
        });
    }

    @Property(tries = TRIES)
    void orderOfEdges_doesNotMatter(
            @ForAll @IntRange(min = 1, max = 9) int nodes, @ForAll @IntRange(max = 25) int edges, @ForAll long seed) {
        IntTensor list = RandomGraphs.edges(nodes, edges, seed);
        Tensor x = RandomGraphs.features(seed, nodes, FEATURES);
        layers(seed)
                .forEach((name, layer) -> assertClose(
                        run(layer, x, Graph.of(nodes, list)), run(layer, x, shuffled(nodes, list, seed)), name));
    }

    @Property(tries = TRIES)
    void readouts_doNotDependOnTheOrderOfNodes(@ForAll @IntRange(min = 1, max = 9) int nodes, @ForAll long seed) {
        Tensor x = RandomGraphs.features(seed, nodes, FEATURES);
        GraphBatch batch = GraphBatch.of(Graph.of(nodes));
        readouts(seed)
                .forEach((name, readout) -> assertClose(
                        run((v, g) -> readout.of(v, batch), x, batch.graph()),
                        run((v, g) -> readout.of(v, batch), moved(x, permutation(nodes, seed)), batch.graph()),
                        name));
    }

    private interface BatchFunction {
        Var of(Var x, GraphBatch batch);
    }

    private static Map<String, BatchFunction> readouts(long seed) {
        Draws draws = new Draws(seed);
        Map<String, BatchFunction> readouts = new LinkedHashMap<>();
        for (Aggregation aggregation : Aggregation.values()) {
            readouts.put("readout " + aggregation, new Readout(aggregation)::forward);
        }
        readouts.put(
                "attention readout",
                new AttentionReadout(Linear.of(FEATURES, 2, draws), mlp(FEATURES, draws))::forward);
        return readouts;
    }

    @Property(tries = TRIES)
    void batch_equalsItsGraphsOneByOne(
            @ForAll @IntRange(min = 1, max = 6) int first,
            @ForAll @IntRange(min = 1, max = 6) int second,
            @ForAll long seed) {
        Graph one = RandomGraphs.directed(first, 2 * first, seed);
        Graph two = RandomGraphs.directed(second, 3 * second, seed + 1);
        GraphBatch batch = GraphBatch.of(List.of(one, two));
        Tensor x = RandomGraphs.features(seed, first + second, FEATURES);
        layers(seed).forEach((name, layer) -> {
            Tensor y = run(layer, x, batch.graph());
            assertSame(y.outer(0, first), run(layer, x.outer(0, first), one), name);
            assertSame(y.outer(first, first + second), run(layer, x.outer(first, first + second), two), name);
        });
        readouts(seed).forEach((name, readout) -> {
            Tensor y = run((v, g) -> readout.of(v, batch), x, batch.graph());
            GraphBatch alone = GraphBatch.of(two);
            Tensor own = run((v, g) -> readout.of(v, alone), x.outer(first, first + second), two);
            assertSame(y.outer(1, 2), own, name);
        });
    }

    @Property(tries = TRIES)
    void isolatedNode_dependsOnNobody_andNobodyOnIt(@ForAll @IntRange(min = 1, max = 7) int nodes, @ForAll long seed) {
        IntTensor edges = RandomGraphs.edges(nodes, 2 * nodes, seed);
        Tensor x = RandomGraphs.features(seed, nodes + 1, FEATURES);
        Tensor alone = Tensor.of(x.outer(nodes).toArray(), 1, FEATURES);
        layers(seed).forEach((name, layer) -> {
            Tensor y = run(layer, x, Graph.of(nodes + 1, edges));
            assertSame(run(layer, x.outer(0, nodes), Graph.of(nodes, edges)), y.outer(0, nodes), name);
            assertSame(run(layer, alone, Graph.of(1)), y.outer(nodes, nodes + 1), name);
        });
    }

    @Property(tries = TRIES)
    void disconnectedParts_exchangeNoGradient(
            @ForAll @IntRange(min = 1, max = 5) int first,
            @ForAll @IntRange(min = 1, max = 5) int second,
            @ForAll long seed) {
        GraphBatch batch = GraphBatch.of(List.of(
                RandomGraphs.directed(first, 2 * first, seed), RandomGraphs.directed(second, 2 * second, seed)));
        Tensor x = RandomGraphs.features(seed, first + second, FEATURES);
        layers(seed).forEach((name, layer) -> {
            Tape tape = Tape.training(seed);
            tape.begin(0);
            Var in = tape.input(x);
            Var y = layer.of(in, batch.graph());
            Tensor dy = Tensor.zeros(y.shape());
            dy.outer(0, first).fill(1f);
            Tensor dx = tape.backward(y, dy).of(in);
            for (float g : dx.outer(first, first + second).toArray()) {
                assertEquals(0f, g, name);
            }
        });
    }

    @Property(tries = TRIES)
    void attentionWeights_sumToOneAtEveryNode(
            @ForAll @IntRange(min = 1, max = 7) int nodes,
            @ForAll @IntRange(min = 1, max = 3) int heads,
            @ForAll long seed) {
        Graph graph = RandomGraphs.directed(nodes, 3 * nodes, seed);
        Draws draws = new Draws(seed);
        GatConv first = GatConv.of(FEATURES, 3, GatOptions.of(heads), draws);
        GatV2Conv second = GatV2Conv.of(FEATURES, 3, GatOptions.of(heads), draws);
        Tape tape = Tape.inference();
        tape.begin(0);
        Var x = tape.constant(RandomGraphs.features(seed, nodes, FEATURES));
        Tensor ones = Tensor.zeros(nodes, heads);
        ones.fill(1f);
        for (Attended attended : List.of(first.attend(x, graph), second.attend(x, graph))) {
            Var sums = Aggregation.SUM.of(attended.graph().csr().entryRows(), attended.weights());
            assertClose(ones, sums.detach(), "weights of " + attended.graph());
        }
    }

    /** A ring, in which each node has two neighbours: all normalisations are the plain mean of three. */
    @Property(tries = TRIES)
    void gcnOfARegularGraph_isPlainAveraging(@ForAll @IntRange(min = 3, max = 9) int nodes, @ForAll long seed) {
        int[][] pairs = new int[nodes][];
        for (int i = 0; i < nodes; i++) {
            pairs[i] = new int[] {i, (i + 1) % nodes};
        }
        Graph ring = Graph.of(nodes, pairs).symmetrised();
        GcnConv layer = GcnConv.of(FEATURES, 5, new Draws(seed));
        Tensor x = RandomGraphs.features(seed, nodes, FEATURES);
        Tensor means = Tensor.zeros(nodes, FEATURES);
        for (int i = 0; i < nodes; i++) {
            for (int d = 0; d < FEATURES; d++) {
                float before = x.get((i + nodes - 1) % nodes, d);
                means.set((before + x.get(i, d) + x.get((i + 1) % nodes, d)) / 3, i, d);
            }
        }
        Tensor expected = run((v, g) -> layer.lin().forward(v), means, ring);
        assertClose(expected, run(layer::forward, x, ring), "symmetric");
        GcnConv walk = new GcnConv(layer.lin(), layer.bias(), GcnConv.Normalisation.MEAN, true);
        assertClose(expected, run(walk::forward, x, ring), "mean");
    }

    @Property(tries = TRIES)
    void samplingAllNeighbours_equalsTheWholeLayers(@ForAll @IntRange(min = 1, max = 8) int nodes, @ForAll long seed) {
        Graph graph = RandomGraphs.directed(nodes, 3 * nodes, seed);
        Tensor x = RandomGraphs.features(seed, nodes, FEATURES);
        List<Integer> asked = List.of(nodes - 1, 0).subList(0, nodes == 1 ? 1 : 2);
        List<Block> blocks = new NeighbourSampler(graph, List.of(nodes, nodes)).sample(asked, seed);
        Map<String, GraphFunction> layers = layers(seed);
        layers.keySet().removeAll(squareLayers(new Draws(seed)).keySet());
        layers.forEach((name, layer) -> {
            // Two times the same layer, made to fit: the first FEATURES of its output.
            GraphFunction fit = (v, g) -> cut(layer.of(v, g));
            Tensor whole = run((v, g) -> fit.of(fit.of(v, g), g), x, graph);
            Tensor sampled = run(
                    (v, g) -> fit.of(
                            fit.of(v, blocks.get(0).graph()), blocks.get(1).graph()),
                    picked(x, blocks.get(0).nodes()),
                    graph);
            assertClose(picked(whole, asked), sampled, name);
        });
    }

    private static Var cut(Var y) {
        if (y.dim(1) >= FEATURES) {
            return Ops.slice(y, 1, 0, FEATURES);
        }
        return Ops.concat(1, y, Ops.slice(y, 1, 0, FEATURES - y.dim(1)));
    }

    private static Tensor picked(Tensor x, List<Integer> rows) {
        Tensor y = Tensor.zeros(rows.size(), x.dim(1));
        for (int i = 0; i < rows.size(); i++) {
            y.outer(i).copyFrom(x.outer(rows.get(i)));
        }
        return y;
    }
}
