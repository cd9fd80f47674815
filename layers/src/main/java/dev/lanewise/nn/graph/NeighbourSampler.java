package dev.lanewise.nn.graph;

import dev.lanewise.kernel.Csr;
import dev.lanewise.math.Threefry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Draws, for some nodes of a large graph, the neighbours that a stack of layers computes them from (Hamilton, Ying and
 * Leskovec, 2017): for each layer, and each node that it computes, a number of the edges that end there, without
 * replacement; all of them where there are no more.
 *
 * <p>Which edges of a node are drawn depends on seed, layer and node alone, not on the other nodes of the batch. They keep
 * their order.
 *
 * @param graph where neighbours are drawn from
 * @param fanouts how many edges of a node at most, for each layer, that of the inputs first; at least 0
 */
public record NeighbourSampler(Graph graph, List<Integer> fanouts) {
    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if there is no layer, a fanout is negative or the graph is bipartite
     */
    public NeighbourSampler {
        fanouts = List.copyOf(fanouts);
        graph.requireSquare("neighbourSampler");
        if (fanouts.isEmpty() || fanouts.stream().anyMatch(f -> f < 0)) {
            throw new IllegalArgumentException(
                    "neighbourSampler: fanouts " + fanouts + ", expected one of at least 0 for each layer");
        }
    }

    /**
     * What one layer computes.
     *
     * @param graph from the nodes that are read to those that are computed, which are the first of them; the order of its
     *     edges names those of the list that the whole graph was made of
     * @param nodes the numbers, in the whole graph, of the nodes that are read
     */
    public record Block(Graph graph, List<Integer> nodes) {
        /** Numbers that do not change. */
        public Block {
            nodes = List.copyOf(nodes);
        }
    }

    /**
     * Draws the blocks of all layers, that of the inputs first: its {@code nodes} are those whose features are read, and
     * the nodes that the last block computes are those asked for.
     *
     * @param nodes the nodes asked for, each once
     * @param seed what the draws depend on
     * @throws IllegalArgumentException for a node that is out of range or there twice
     */
    public List<Block> sample(List<Integer> nodes, long seed) {
        List<Block> blocks = new ArrayList<>();
        List<Integer> wanted = nodes;
        for (int layer = fanouts.size() - 1; layer >= 0; layer--) {
            Block block = block(wanted, fanouts.get(layer), Threefry.key(seed, layer));
            blocks.addFirst(block);
            wanted = block.nodes();
        }
        return List.copyOf(blocks);
    }

    private Block block(List<Integer> targets, int fanout, long key) {
        Csr csr = graph.csr();
        int[] order = graph.edgeOrder().array();
        Map<Integer, Integer> local = new HashMap<>();
        int[] read = new int[targets.size()];
        int[] pointers = new int[targets.size() + 1];
        long most = 0;
        for (int t = 0; t < read.length; t++) {
            int node = targets.get(t);
            if (node < 0 || node >= graph.nodes() || local.put(node, t) != null) {
                throw new IllegalArgumentException("neighbourSampler: node " + node + " at " + t
                        + ", expected nodes of 0 to " + (graph.nodes() - 1) + ", each once");
            }
            read[t] = node;
            most += Math.min(fanout, graph.degree(node));
            pointers[t + 1] = Math.toIntExact(most);
        }
        int[] index = new int[(int) most];
        int[] edges = new int[(int) most];
        int count = read.length;
        for (int t = 0; t < targets.size(); t++) {
            int node = targets.get(t);
            int[] drawn = drawn(graph.degree(node), fanout, key, node);
            for (int i = 0; i < drawn.length; i++) {
                int position = csr.pointers()[node] + drawn[i];
                int source = csr.index()[position];
                Integer known = local.putIfAbsent(source, count);
                if (known == null) {
                    if (count == read.length) {
                        read = Arrays.copyOf(read, Math.max(16, 2 * count));
                    }
                    read[count] = source;
                    known = count++;
                }
                index[pointers[t] + i] = known;
                edges[pointers[t] + i] = order[position];
            }
        }
        List<Integer> sources = Arrays.stream(read, 0, count).boxed().toList();
        return new Block(new Graph(Csr.of(count, pointers, index), edges, graph.given()), sources);
    }

    /** Numbers below a degree without replacement, ascending: the beginning of a shuffle (Fisher and Yates). */
    private static int[] drawn(int degree, int fanout, long key, int node) {
        int[] all = new int[degree];
        Arrays.setAll(all, i -> i);
        if (fanout >= degree) {
            return all;
        }
        long own = Threefry.block(key, node);
        for (int i = 0; i < fanout; i++) {
            long word = Threefry.block(own, i) & 0xFFFFFFFFL;
            int other = i + (int) (word * (degree - i) >>> 32);
            int kept = all[i];
            all[i] = all[other];
            all[other] = kept;
        }
        int[] drawn = Arrays.copyOf(all, fanout);
        Arrays.sort(drawn);
        return drawn;
    }
}
