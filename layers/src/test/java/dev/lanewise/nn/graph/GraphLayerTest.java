package dev.lanewise.nn.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.nn.Activation;
import dev.lanewise.nn.Layer;
import dev.lanewise.nn.Linear;
import dev.lanewise.nn.Sequential;
import dev.lanewise.op.math.Tanh;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names, initial values, small values by hand, and refusals of graph layers. */
class GraphLayerTest {
    private static final Graph PATH = Graph.of(3, new int[] {0, 1}, new int[] {1, 2}, new int[] {0, 2});

    /** Named closeness of a few float operations to the same in another order. */
    private static final float CLOSE = 1e-6f;

    private final Tape tape = Tape.inference();

    private Var value(float[] values, int... shape) {
        return tape.constant(Tensor.of(values, shape));
    }

    private Var zeros(int... shape) {
        return tape.constant(Tensor.zeros(shape));
    }

    private static void assertNames(Layer layer, String... names) {
        assertEquals(List.of(names), List.copyOf(layer.parameters().keySet()));
    }

    @Test
    void names_areThoseOfTorchGeometric() {
        Draws draws = new Draws(1);
        assertNames(GcnConv.of(3, 4, draws), "lin.weight", "bias");
        assertNames(SageConv.mean(3, 4, draws), "lin_l.weight", "lin_l.bias", "lin_r.weight");
        assertNames(
                SageConv.maxPool(3, 4, draws), "lin.weight", "lin.bias", "lin_l.weight", "lin_l.bias", "lin_r.weight");
        assertNames(GatConv.of(3, 4, GatOptions.of(2), draws), "lin.weight", "att_src", "att_dst", "bias");
        assertNames(
                GatV2Conv.of(3, 4, GatOptions.of(2), draws),
                "lin_l.weight",
                "lin_l.bias",
                "lin_r.weight",
                "lin_r.bias",
                "att",
                "bias");
        Sequential mlp = Sequential.of(Linear.of(3, 4, draws), Activation.RELU, Linear.of(4, 4, draws));
        assertNames(GinConv.of(mlp), "nn.0.weight", "nn.0.bias", "nn.2.weight", "nn.2.bias");
        assertEquals(5, GinConv.learned(mlp, draws).parameters().size());
        assertEquals(
                List.of("coord_mlp.2.weight", "att_mlp.0.weight", "att_mlp.0.bias"),
                List.copyOf(Egnn.of(3, 0, 4, new Tanh(), draws)
                                .withAttention(4, draws)
                                .parameters()
                                .keySet())
                        .subList(10, 13));
    }

    @Test
    void initialValues_areThoseOfTheJavadoc() {
        Draws draws = new Draws(1);
        assertBound(
                Math.sqrt(6.0 / 100), GcnConv.of(40, 60, draws).lin().weight().value());
        assertBound(0, GcnConv.of(40, 60, draws).bias().value());
        GatConv gat = GatConv.of(40, 30, GatOptions.of(2), draws);
        assertBound(Math.sqrt(6.0 / 100), gat.lin().weight().value());
        assertBound(Math.sqrt(6.0 / 32), gat.att_src().value());
        assertBound(Math.sqrt(6.0 / 32), gat.att_dst().value());
        assertBound(
                Math.sqrt(6.0 / 32),
                GatV2Conv.of(40, 30, GatOptions.of(2), draws).att().value());
        assertBound(
                1 / Math.sqrt(40), SageConv.mean(40, 30, draws).lin_r().weight().value());
    }

    private static void assertBound(double bound, Tensor values) {
        float largest = 0;
        for (float v : values.toArray()) {
            largest = Math.max(largest, Math.abs(v));
        }
        assertTrue(largest <= (float) bound && largest >= 0.85 * bound, largest + " for a bound of " + bound);
    }

    @Test
    void aggregate_takesNeighboursAlongTheEdges() {
        Var x = value(new float[] {1, 10, 2, 20, 3, 5}, 3, 2);
        assertArrayEquals(
                new float[] {0, 0, 1, 10, 3, 30},
                new Aggregate(Aggregation.SUM).forward(x, PATH).detach().toArray());
        assertArrayEquals(
                new float[] {0, 0, 1, 10, 1.5f, 15},
                new Aggregate(Aggregation.MEAN).forward(x, PATH).detach().toArray());
        assertArrayEquals(
                new float[] {0, 0, 1, 10, 2, 20},
                new Aggregate(Aggregation.MAX).forward(x, PATH).detach().toArray());
    }

    @Test
    void aggregate_weighsEachEdge() {
        Var x = value(new float[] {1, 10, 2, 20, 3, 5}, 3, 2);
        // In the order of the graph: 0 to 1, 1 to 2, 0 to 2.
        Var w = value(new float[] {2, -1, 0.5f}, 3, 1);
        assertArrayEquals(
                new float[] {0, 0, 2, 20, -1.5f, -15},
                new Aggregate(Aggregation.SUM).forward(x, w, PATH).detach().toArray());
        assertArrayEquals(
                new float[] {0, 0, 2, 20, -0.75f, -7.5f},
                new Aggregate(Aggregation.MEAN).forward(x, w, PATH).detach().toArray());
        assertArrayEquals(
                new float[] {0, 0, 2, 20, 0.5f, 5},
                new Aggregate(Aggregation.MAX).forward(x, w, PATH).detach().toArray());
        assertRefused(
                "aggregate: weights has shape [3, 2], expected [3, 1] for Graph[3 nodes, 3 edges]",
                () -> new Aggregate(Aggregation.SUM).forward(x, zeros(3, 2), PATH));
    }

    /** One head whose weights are all 1: scores are sums, checked by hand on the one node with two edges and its loop. */
    @Test
    void gat_equalsItsFormula() {
        Draws draws = new Draws(1);
        GatConv gat = GatConv.of(1, 1, GatOptions.of(1), draws);
        gat.lin().weight().value().fill(1f);
        gat.att_src().value().fill(1f);
        gat.att_dst().value().fill(0.5f);
        gat.bias().value().fill(0.25f);
        Attended attended = gat.attend(value(new float[] {1, -2, 3}, 3, 1), PATH);
        // At node 2: sources 1, 0, 2, scores leaky(x[j] + 0.5 * 3)
        double[] exps = {Math.exp(0.2 * -0.5), Math.exp(2.5), Math.exp(4.5)};
        double sum = exps[0] + exps[1] + exps[2];
        Tensor weights = attended.weights().detach();
        int at = attended.graph().csr().pointers()[2];
        for (int i = 0; i < 3; i++) {
            assertEquals((float) (exps[i] / sum), weights.get(at + i, 0), CLOSE);
        }
        double y = (-2 * exps[0] + 1 * exps[1] + 3 * exps[2]) / sum + 0.25;
        assertEquals((float) y, attended.y().detach().get(2, 0), 4 * CLOSE);
    }

    @Test
    void gatV2_ranksByTheNodeThatAsks() {
        GatV2Conv gat = GatV2Conv.of(1, 1, GatOptions.of(1), new Draws(1));
        gat.lin_l().weight().value().fill(1f);
        gat.lin_r().weight().value().fill(-2f);
        gat.att().value().fill(1f);
        Attended attended = gat.attend(value(new float[] {1, -2, 3}, 3, 1), PATH);
        // At node 2: sources 1, 0, 2, scores leaky(x[j] - 6)
        double[] exps = {Math.exp(0.2 * -8), Math.exp(0.2 * -5), Math.exp(0.2 * -3)};
        double sum = exps[0] + exps[1] + exps[2];
        int at = attended.graph().csr().pointers()[2];
        for (int i = 0; i < 3; i++) {
            assertEquals((float) (exps[i] / sum), attended.weights().detach().get(at + i, 0), CLOSE);
        }
    }

    @Test
    void sage_thatNormalizes_givesRowsOfLengthOne() {
        SageConv made = SageConv.mean(2, 5, new Draws(1));
        SageConv layer = new SageConv(null, made.lin_l(), made.lin_r(), Aggregation.MEAN, true);
        Var x = value(new float[] {1, 10, 2, 20, 3, 5}, 3, 2);
        Tensor y = layer.forward(x, PATH).detach();
        Tensor plain = made.forward(x, PATH).detach();
        for (int n = 0; n < 3; n++) {
            double square = 0;
            for (int i = 0; i < 5; i++) {
                square += (double) y.get(n, i) * y.get(n, i);
                assertEquals(plain.get(n, 0) * y.get(n, i), plain.get(n, i) * y.get(n, 0), 20 * CLOSE);
            }
            assertEquals(1, square, CLOSE);
        }
    }

    @Test
    void egnn_withoutCoordinateWeights_leavesPositions() {
        Egnn made = Egnn.of(2, 0, 3, new Tanh(), new Draws(1));
        Egnn still = new Egnn(made.edge_mlp(), made.node_mlp(), null, null, false, Aggregation.MEAN);
        Var x = value(new float[] {1, 2, 3, 4, 5, 6}, 3, 2);
        Egnn.State next = still.forward(new Egnn.State(zeros(3, 2), x), PATH);
        assertArrayEquals(x.detach().toArray(), next.x().detach().toArray());
    }

    @Test
    void emptyGraph_givesEmptyOutputs() {
        Graph none = Graph.of(0);
        Draws draws = new Draws(1);
        assertEquals(
                "[0, 4]",
                GcnConv.of(3, 4, draws).forward(zeros(0, 3), none).shape().toString());
        GatConv gat = GatConv.of(3, 4, GatOptions.of(2), draws);
        assertEquals("[0, 8]", gat.forward(zeros(0, 3), none).shape().toString());
        GraphBatch batch = GraphBatch.of(List.of());
        assertEquals(
                "[0, 3]",
                new Readout(Aggregation.MAX).forward(zeros(0, 3), batch).shape().toString());
    }

    @Test
    void whatDoesNotFit_isRefusedByName() {
        Draws draws = new Draws(1);
        assertRefused(
                "gcnConv: x has shape [3, 5]: I=5, but the layer has I=2 (contract x:[N,I])",
                () -> GcnConv.of(2, 4, draws).forward(zeros(3, 5), PATH));
        assertRefused(
                "sageConv: x has shape [4, 2], expected [3, *] for Graph[3 nodes, 3 edges]",
                () -> SageConv.mean(2, 4, draws).forward(zeros(4, 2), PATH));
        assertRefused(
                "readout: x has shape [3], expected [3, *] for Graph[3 nodes, 3 edges]",
                () -> new Readout(Aggregation.SUM).forward(zeros(3), GraphBatch.of(PATH)));
        GatConv gat = GatConv.of(2, 4, GatOptions.of(2), draws);
        assertRefused(
                "gatConv: heads=3, expected at least 1 that divides the width 8",
                () -> new GatConv(gat.lin(), gat.att_src(), gat.att_dst(), gat.bias(), GatOptions.of(3)));
        assertRefused(
                "gatConv: att_src has shape [1, 2, 4], expected [1, 4, 2]: [1,H,O] with weights of shape [8, 2]",
                () -> new GatConv(gat.lin(), gat.att_src(), gat.att_dst(), gat.bias(), GatOptions.of(4)));
        assertRefused(
                "gatConv: bias has shape [8], expected [4]",
                () -> new GatConv(
                        gat.lin(),
                        gat.att_src(),
                        gat.att_dst(),
                        gat.bias(),
                        gat.options().averaged()));
        assertRefused("gat: heads=0, expected at least 1", () -> GatOptions.of(0));
        assertRefused("gat: dropout=1.5, expected 0 to 1", () -> new GatOptions(1, true, 0.2f, 1.5f, true));
        GatV2Conv v2 = GatV2Conv.of(2, 4, GatOptions.of(2), draws);
        assertRefused(
                "gatV2Conv: lin_r has a weight of shape [8, 3], lin_l one of shape [8, 2], expected the same",
                () -> new GatV2Conv(v2.lin_l(), Linear.of(3, 8, draws), v2.att(), v2.bias(), v2.options()));
        assertRefused(
                "ginConv: eps has shape [4], expected [1]",
                () -> new GinConv(Activation.RELU, GcnConv.of(2, 4, draws).bias(), 0f));
        MessagePassing passing = new MessagePassing(Activation.TANH, null, Aggregation.SUM);
        assertRefused(
                "messagePassing: edges has shape [2, 1], expected [3, *] for Graph[3 nodes, 3 edges]",
                () -> passing.forward(zeros(3, 2), zeros(2, 1), PATH));
        assertRefused(
                "egnn: coordinates=MAX, expected SUM or MEAN: a maximum does not turn with its arguments",
                () -> new Egnn(Activation.TANH, Activation.TANH, null, null, true, Aggregation.MAX));
        Egnn egnn = Egnn.of(2, 0, 3, new Tanh(), draws);
        assertRefused(
                "egnn: x has shape [2, 3], expected [3, *] for Graph[3 nodes, 3 edges]",
                () -> egnn.forward(new Egnn.State(zeros(3, 2), zeros(2, 3)), PATH));
        Graph block = Graph.bipartite(1, 3, IntTensor.zeros(2, 1));
        assertRefused(
                "gcnConv: the graph has 1 targets and 3 sources, expected one whose targets are all its nodes",
                () -> GcnConv.of(2, 4, draws).forward(zeros(3, 2), block));
        assertRefused(
                "attentionReadout: x has shape [2, 2], expected [3, *] for Graph[3 nodes, 3 edges]",
                () -> new AttentionReadout(Linear.of(2, 1, draws), null).forward(zeros(2, 2), GraphBatch.of(PATH)));
        assertRefused(
                "aggregate: x has shape [2, 2], expected [3, *] for Graph[3 nodes, 3 edges]",
                () -> new Aggregate(Aggregation.MEAN).forward(zeros(2, 2), PATH));
    }

    private static void assertRefused(String message, Runnable call) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }
}
