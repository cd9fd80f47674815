package dev.lanewise.nn.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.nn.graph.NeighbourSampler.Block;
import dev.lanewise.tensor.IntTensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Graphs as they are made, changed, joined and sampled. */
class GraphTest {
    /** Edges as "source>target#number in the given list", in the order of the graph. */
    private static List<String> edges(Graph graph) {
        List<String> edges = new ArrayList<>();
        int[] order = graph.edgeOrder().toArray();
        for (int t = 0; t < graph.nodes(); t++) {
            for (int p = graph.csr().pointers()[t]; p < graph.csr().pointers()[t + 1]; p++) {
                edges.add(graph.csr().index()[p] + ">" + t + "#" + order[p]);
            }
        }
        return edges;
    }

    private static final Graph SMALL =
            Graph.of(4, new int[] {2, 1}, new int[] {0, 1}, new int[] {1, 0}, new int[] {2, 1});

    @Test
    void edges_areSortedByTarget_inTheOrderOfTheList() {
        assertEquals(List.of("1>0#2", "2>1#0", "0>1#1", "2>1#3"), edges(SMALL));
        assertEquals(3, SMALL.degree(1));
        assertEquals(0, SMALL.degree(3));
        assertEquals("Graph[4 nodes, 4 edges]", SMALL.toString());
    }

    @Test
    void listOfSourcesAndTargets_isTheSameGraph() {
        IntTensor list = IntTensor.of(new int[] {2, 0, 1, 2, 1, 1, 0, 1}, 2, 4);
        assertEquals(edges(SMALL), edges(Graph.of(4, list)));
    }

    @Test
    void deduplicated_keepsTheFirst() {
        assertEquals(List.of("1>0#2", "2>1#0", "0>1#1"), edges(SMALL.deduplicated()));
    }

    @Test
    void symmetrised_hasEveryEdgeInBothDirections_once() {
        assertEquals(List.of("1>0#2", "2>1#0", "0>1#1", "1>2#0"), edges(SMALL.symmetrised()));
    }

    @Test
    void selfLoops_areAddedWhereThereIsNone() {
        Graph one = Graph.of(2, new int[] {1, 1}, new int[] {0, 1});
        Graph looped = one.withSelfLoops();
        assertEquals(List.of("0>0#-1", "1>1#0", "0>1#1"), edges(looped));
        assertSame(looped, one.withSelfLoops());
        assertSame(looped, looped.withSelfLoops());
    }

    @Test
    void symmetricWeights_areOneOverTheRootOfTheDegrees() {
        Graph graph = Graph.of(3, new int[] {0, 1}, new int[] {1, 0}, new int[] {2, 0})
                .withSelfLoops();
        // degrees 3, 2, 1
        assertEquals(List.of("1>0#1", "2>0#2", "0>0#-1", "0>1#0", "1>1#-1", "2>2#-1"), edges(graph));
        float[] expected = {
            (float) (1 / Math.sqrt(6)), (float) (1 / Math.sqrt(3)), 1 / 3f, (float) (1 / Math.sqrt(6)), 1 / 2f, 1
        };
        assertArrayEquals(expected, graph.symmetricWeights().toArray());
        assertArrayEquals(
                new float[] {0},
                Graph.of(2, new int[] {0, 1}).symmetricWeights().toArray());
    }

    @Test
    void batch_isBlockDiagonal() {
        Graph two = Graph.of(2, new int[] {0, 1}).withSelfLoops();
        GraphBatch batch = GraphBatch.of(List.of(SMALL, Graph.of(1), two));
        List<String> expected = new ArrayList<>(edges(SMALL));
        expected.addAll(List.of("5>5#-1", "5>6#4", "6>6#-1"));
        assertEquals(expected, edges(batch.graph()));
        assertArrayEquals(new int[] {0, 0, 0, 0, 1, 2, 2}, batch.graphOf().toArray());
        assertEquals(3, batch.graphs());
    }

    private static Graph wheel(int spokes) {
        int[][] pairs = new int[2 * spokes][];
        for (int i = 0; i < spokes; i++) {
            pairs[i] = new int[] {i + 1, 0};
            pairs[spokes + i] = new int[] {(i + 1) % spokes + 1, i + 1};
        }
        return Graph.of(spokes + 1, pairs);
    }

    @Test
    void sampler_drawsSoManyNeighbours_eachOnce_inOrder() {
        Graph wheel = wheel(20);
        NeighbourSampler sampler = new NeighbourSampler(wheel, List.of(3, 5));
        List<Block> blocks = sampler.sample(List.of(0, 7), 42);
        assertEquals(2, blocks.size());
        Block last = blocks.get(1);
        assertEquals(List.of(0, 7), last.nodes().subList(0, 2));
        assertEquals(2, last.graph().nodes());
        assertEquals(5, last.graph().degree(0));
        assertEquals(1, last.graph().degree(1));
        Block first = blocks.get(0);
        assertEquals(last.nodes(), first.nodes().subList(0, last.nodes().size()));
        assertEquals(last.nodes().size(), first.graph().nodes());
        assertEquals(first.nodes().size(), first.graph().sources());
        for (Block block : blocks) {
            int[] order = block.graph().edgeOrder().toArray();
            Set<Integer> drawn = new HashSet<>();
            for (int t = 0; t < block.graph().nodes(); t++) {
                int before = -1;
                for (int p = block.graph().csr().pointers()[t];
                        p < block.graph().csr().pointers()[t + 1];
                        p++) {
                    assertTrue(order[p] > before, "order of edges");
                    before = order[p];
                    assertTrue(drawn.add(before), "edge " + before + " twice");
                    int source = block.nodes().get(block.graph().csr().index()[p]);
                    int target = block.nodes().get(t);
                    assertEquals(order[p] < 20 ? 0 : order[p] - 19, target);
                    assertEquals(order[p] < 20 ? order[p] + 1 : (order[p] - 19) % 20 + 1, source);
                }
            }
        }
    }

    @Test
    void sample_dependsOnSeedAndNode_alone() {
        NeighbourSampler sampler = new NeighbourSampler(wheel(30), List.of(6));
        List<Block> alone = sampler.sample(List.of(0), 1);
        assertEquals(
                alone.getFirst().nodes(),
                sampler.sample(List.of(0), 1).getFirst().nodes());
        assertNotEquals(
                alone.getFirst().nodes(),
                sampler.sample(List.of(0), 2).getFirst().nodes());
        Block among = sampler.sample(List.of(9, 0), 1).getFirst();
        List<Integer> drawn = new ArrayList<>();
        for (int p = among.graph().csr().pointers()[1]; p < among.graph().csr().pointers()[2]; p++) {
            drawn.add(among.nodes().get(among.graph().csr().index()[p]));
        }
        assertEquals(alone.getFirst().nodes().subList(1, 7), drawn);
    }

    /** Every neighbour is drawn as often as any other: a count of heads of {@code 400 * 5 / 20} each. */
    @Test
    void draws_areUniform() {
        NeighbourSampler sampler = new NeighbourSampler(wheel(20), List.of(5));
        int[] counts = new int[21];
        int samples = 400;
        for (int seed = 0; seed < samples; seed++) {
            List<Integer> nodes = sampler.sample(List.of(0), seed).getFirst().nodes();
            nodes.subList(1, nodes.size()).forEach(n -> counts[n]++);
        }
        double expected = samples * 5 / 20.0;
        double fourErrors = 4 * Math.sqrt(samples * 0.25 * 0.75);
        for (int n = 1; n <= 20; n++) {
            assertTrue(
                    Math.abs(counts[n] - expected) <= fourErrors, "node " + n + " was drawn " + counts[n] + " times");
        }
    }

    @Test
    void whatDoesNotFit_isRefusedByName() {
        assertRefused(
                "graph: edge 1 has target 3, but N=3, expected 0 to N-1",
                () -> Graph.of(3, new int[] {0, 1}, new int[] {1, 3}));
        assertRefused("graph: edge 0 has source -1, but N=3, expected 0 to N-1", () -> Graph.of(3, new int[] {-1, 1}));
        assertRefused(
                "graph: edge 0 has 3 nodes, expected 2: its source and its target",
                () -> Graph.of(3, new int[] {0, 1, 2}));
        assertRefused(
                "graph: edges has shape [3, 2], expected [2,E]: the sources, then the targets",
                () -> Graph.of(3, IntTensor.zeros(3, 2)));
        assertRefused(
                "graph: 4 targets of 3 sources, expected 0 to 3", () -> Graph.bipartite(4, 3, IntTensor.zeros(2, 0)));
        Graph block = Graph.bipartite(1, 3, IntTensor.zeros(2, 1));
        assertEquals("Graph[1 targets, 3 sources, 1 edges]", block.toString());
        assertRefused(
                "symmetricWeights: the graph has 1 targets and 3 sources, expected one whose targets are all its nodes",
                block::symmetricWeights);
        assertRefused(
                "graphBatch: the graph has 1 targets and 3 sources, expected one whose targets are all its nodes",
                () -> GraphBatch.of(List.of(block)));
        assertRefused(
                "neighbourSampler: fanouts [2, -1], expected one of at least 0 for each layer",
                () -> new NeighbourSampler(SMALL, List.of(2, -1)));
        NeighbourSampler sampler = new NeighbourSampler(SMALL, List.of(2));
        assertRefused(
                "neighbourSampler: node 4 at 1, expected nodes of 0 to 3, each once",
                () -> sampler.sample(List.of(1, 4), 0));
        assertRefused(
                "neighbourSampler: node 1 at 2, expected nodes of 0 to 3, each once",
                () -> sampler.sample(List.of(1, 0, 1), 0));
    }

    private static void assertRefused(String message, Runnable call) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }
}
