package dev.lanewise.gradient;

import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.nn.Activation;
import dev.lanewise.nn.Layer;
import dev.lanewise.nn.Linear;
import dev.lanewise.nn.Sequential;
import dev.lanewise.nn.graph.Aggregate;
import dev.lanewise.nn.graph.Aggregation;
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
import dev.lanewise.nn.graph.Readout;
import dev.lanewise.nn.graph.SageConv;
import dev.lanewise.op.math.Tanh;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;

/** The gradients of graph layers, and of their parameters, over random graphs and options. */
class GraphLayerGradientTest {
    private static final int TRIES = 20;

    private static GradientCheck check(Layer layer, Function<Var[], Var> forward, long seed) {
        return GradientCheck.of(layer.getClass().getSimpleName(), v -> new Var[] {forward.apply(v)})
                .parameters(layer.parameters())
                .seed(seed);
    }

    private static Tensor floats(long seed, int... shape) {
        return new Inputs(seed).floats(Shape.of(shape));
    }

    private static Graph graph(int nodes, long seed) {
        return RandomGraphs.directed(nodes, 2 * nodes, seed);
    }

    /** A layer with a bend but no kink. */
    private static Sequential smooth(int inputs, int outputs, Draws draws) {
        return Sequential.of(Linear.of(inputs, 4, draws), Activation.TANH, Linear.of(4, outputs, draws));
    }

    @Property(tries = TRIES)
    void aggregate_matchesDifferences(
            @ForAll @IntRange(min = 1, max = 6) int nodes, @ForAll Aggregation aggregation, @ForAll long seed) {
        Graph graph = graph(nodes, seed);
        Aggregate layer = new Aggregate(aggregation);
        check(layer, v -> layer.forward(v[0], graph), seed)
                .input("x", new Inputs(seed).spacedPlanes(Shape.of(nodes, 3)))
                .output(nodes, 3)
                .check();
    }

    @Property(tries = TRIES)
    void weightedAggregate_matchesDifferences(
            @ForAll @IntRange(min = 1, max = 6) int nodes, @ForAll boolean sum, @ForAll long seed) {
        Graph graph = graph(nodes, seed);
        Aggregate layer = new Aggregate(sum ? Aggregation.SUM : Aggregation.MEAN);
        check(layer, v -> layer.forward(v[0], v[1], graph), seed)
                .input("x", floats(seed, nodes, 3))
                .input("weights", floats(seed + 1, graph.edges(), 1))
                .output(nodes, 3)
                .check();
    }

    @Property(tries = TRIES)
    void gcn_matchesDifferences(
            @ForAll @IntRange(min = 1, max = 6) int nodes,
            @ForAll GcnConv.Normalisation normalisation,
            @ForAll boolean loops,
            @ForAll boolean bias,
            @ForAll long seed) {
        Graph graph = graph(nodes, seed);
        GcnConv made = GcnConv.of(3, 4, normalisation, new Draws(seed));
        GcnConv layer = new GcnConv(made.lin(), bias ? made.bias() : null, normalisation, loops);
        check(layer, v -> layer.forward(v[0], graph), seed)
                .input("x", floats(seed, nodes, 3))
                .output(nodes, 4)
                .check();
    }

    @Property(tries = TRIES)
    void sage_matchesDifferences(
            @ForAll @IntRange(min = 1, max = 6) int nodes,
            @ForAll boolean root,
            @ForAll boolean normalize,
            @ForAll long seed) {
        Graph graph = graph(nodes, seed);
        SageConv made = SageConv.mean(3, 4, new Draws(seed));
        SageConv layer = new SageConv(null, made.lin_l(), root ? made.lin_r() : null, Aggregation.MEAN, normalize);
        // A row that is nearly 0 has no direction to speak of.
        layer.lin_l().bias().value().fill(2f);
        check(layer, v -> layer.forward(v[0], graph), seed)
                .input("x", floats(seed, nodes, 3))
                .output(nodes, 4)
                .check();
    }

    @Property(tries = TRIES)
    void sageWithPooling_matchesDifferences(@ForAll @IntRange(min = 1, max = 6) int nodes, @ForAll long seed) {
        Graph graph = graph(nodes, seed);
        SageConv layer = SageConv.maxPool(3, 4, new Draws(seed));
        // Clear of kinks: one feature is cut off by the ReLU, and the maxima are those of spaced inputs.
        Tensor weight = layer.lin().weight().value();
        weight.fill(0f);
        for (int i = 0; i < 3; i++) {
            weight.set(1f, i, i);
            layer.lin().bias().value().set(i == 1 ? -10f : 10f, i);
        }
        check(layer, v -> layer.forward(v[0], graph), seed)
                .input("x", new Inputs(seed).spacedPlanes(Shape.of(nodes, 3)))
                .output(nodes, 4)
                .check();
    }

    @Property(tries = TRIES)
    void gat_matchesDifferences(
            @ForAll @IntRange(min = 1, max = 6) int nodes,
            @ForAll @IntRange(min = 1, max = 3) int heads,
            @ForAll boolean concat,
            @ForAll boolean loops,
            @ForAll boolean drop,
            @ForAll @FloatRange(min = 0, max = 1) float slope,
            @ForAll long seed) {
        Graph graph = graph(nodes, seed);
        GatOptions options = new GatOptions(heads, concat, slope, drop ? 0.4f : 0f, loops);
        GatConv layer = GatConv.of(3, 2, options, new Draws(seed));
        Tensor x = floats(seed, nodes, 3);
        awayFromKinks(layer, x);
        check(layer, v -> layer.forward(v[0], graph), seed)
                .input("x", x)
                .output(nodes, concat ? 2 * heads : 2)
                .check();
    }

    /** One feature is large and makes the score of an even head positive, of an odd one negative. */
    private static void awayFromKinks(GatConv layer, Tensor x) {
        Tensor weight = layer.lin().weight().value();
        for (int o = 0; o < weight.dim(0); o++) {
            weight.set(3f, o, 0);
            weight.set(0.3f * weight.get(o, 1), o, 1);
            weight.set(0.3f * weight.get(o, 2), o, 2);
        }
        for (int n = 0; n < x.dim(0); n++) {
            x.set(1f + 0.1f * Math.abs(x.get(n, 0)), n, 0);
        }
        for (Tensor att : List.of(layer.att_src().value(), layer.att_dst().value())) {
            for (int h = 0; h < att.dim(1); h++) {
                for (int o = 0; o < att.dim(2); o++) {
                    float size = 0.3f + Math.abs(att.get(0, h, o));
                    att.set(h % 2 == 0 ? size : -size, 0, h, o);
                }
            }
        }
    }

    @Property(tries = TRIES)
    void gatV2_matchesDifferences(
            @ForAll @IntRange(min = 1, max = 6) int nodes,
            @ForAll @IntRange(min = 1, max = 3) int heads,
            @ForAll boolean concat,
            @ForAll boolean loops,
            @ForAll boolean shared,
            @ForAll @FloatRange(min = 0, max = 1) float slope,
            @ForAll long seed) {
        Graph graph = graph(nodes, seed);
        GatOptions options = new GatOptions(heads, concat, slope, 0f, loops);
        GatV2Conv made = GatV2Conv.of(3, 2, options, new Draws(seed));
        GatV2Conv layer = shared ? new GatV2Conv(made.lin_l(), made.lin_l(), made.att(), made.bias(), options) : made;
        // Large biases of both signs keep the leaky ReLU away from its kink.
        for (int o = 0; o < 2 * heads; o++) {
            layer.lin_l().bias().value().set(o % 2 == 0 ? 10f : -10f, o);
        }
        check(layer, v -> layer.forward(v[0], graph), seed)
                .input("x", floats(seed, nodes, 3))
                .output(nodes, concat ? 2 * heads : 2)
                .check();
    }

    @Property(tries = TRIES)
    void gin_matchesDifferences(
            @ForAll @IntRange(min = 1, max = 6) int nodes,
            @ForAll boolean learned,
            @ForAll @FloatRange(min = -1, max = 1) float eps,
            @ForAll long seed) {
        Graph graph = graph(nodes, seed);
        Draws draws = new Draws(seed);
        Sequential inner = smooth(3, 4, draws);
        GinConv layer = learned ? GinConv.learned(inner, draws) : new GinConv(inner, null, eps);
        if (learned) {
            layer.eps().value().fill(eps);
        }
        check(layer, v -> layer.forward(v[0], graph), seed)
                .input("x", floats(seed, nodes, 3))
                .output(nodes, 4)
                .check();
    }

    @Property(tries = TRIES)
    void messagePassing_matchesDifferences(
            @ForAll @IntRange(min = 1, max = 6) int nodes,
            @ForAll boolean edgeFeatures,
            @ForAll boolean update,
            @ForAll boolean mean,
            @ForAll long seed) {
        Graph graph = graph(nodes, seed);
        Draws draws = new Draws(seed);
        Sequential message = smooth(edgeFeatures ? 8 : 6, 4, draws);
        MessagePassing layer = new MessagePassing(
                message, update ? smooth(7, 5, draws) : null, mean ? Aggregation.MEAN : Aggregation.SUM);
        check(layer, v -> layer.forward(v[0], v[1], graph), seed)
                .input("x", floats(seed, nodes, 3))
                .input("edges", edgeFeatures ? floats(seed + 1, graph.edges(), 2) : null)
                .output(nodes, update ? 5 : 4)
                .check();
    }

    @Property(tries = TRIES)
    void egnn_matchesDifferences(
            @ForAll @IntRange(min = 1, max = 5) int nodes,
            @ForAll @IntRange(min = 1, max = 3) int dimensions,
            @ForAll boolean edgeFeatures,
            @ForAll boolean attention,
            @ForAll boolean sum,
            @ForAll long seed) {
        Graph graph = graph(nodes, seed);
        Draws draws = new Draws(seed);
        Egnn made = edgeFeatures ? Egnn.of(2, 2, 3, draws) : Egnn.of(2, 0, 3, new Tanh(), draws);
        Egnn weighted = attention ? made.withAttention(3, draws) : made;
        Egnn layer = new Egnn(
                weighted.edge_mlp(),
                weighted.node_mlp(),
                smooth(3, 1, draws),
                weighted.att_mlp(),
                true,
                sum ? Aggregation.SUM : Aggregation.MEAN);
        GradientCheck.of("egnn", v -> {
                    Egnn.State next = layer.forward(new Egnn.State(v[0], v[1]), v[2], graph);
                    return new Var[] {next.h(), next.x()};
                })
                .parameters(layer.parameters())
                .input("h", floats(seed, nodes, 2))
                .input("x", floats(seed + 1, nodes, dimensions))
                .input("edges", edgeFeatures ? floats(seed + 2, graph.edges(), 2) : null)
                .output(nodes, 2)
                .output(nodes, dimensions)
                .seed(seed)
                .check();
    }

    @Property(tries = TRIES)
    void readouts_matchDifferences(
            @ForAll @IntRange(min = 1, max = 4) int first,
            @ForAll @IntRange(max = 4) int second,
            @ForAll Aggregation aggregation,
            @ForAll @IntRange(min = 1, max = 2) int heads,
            @ForAll long seed) {
        GraphBatch batch = GraphBatch.of(List.of(graph(first, seed), Graph.of(second), graph(2, seed)));
        int nodes = first + second + 2;
        Readout plain = new Readout(aggregation);
        check(plain, v -> plain.forward(v[0], batch), seed)
                .input("x", new Inputs(seed).spacedPlanes(Shape.of(nodes, 2)))
                .output(3, 2)
                .check();
        Draws draws = new Draws(seed);
        AttentionReadout attention = new AttentionReadout(smooth(2, heads, draws), smooth(2, 4, draws));
        check(attention, v -> attention.forward(v[0], batch), seed)
                .input("x", floats(seed, nodes, 2))
                .output(3, 4)
                .check();
    }
}
