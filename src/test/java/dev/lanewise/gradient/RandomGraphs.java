package dev.lanewise.gradient;

import dev.lanewise.nn.graph.Graph;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Random;

/** Graphs and features for tests. */
public final class RandomGraphs {
    private RandomGraphs() {}

    /** Directed edges between random nodes, none twice, perhaps from a node to itself; some nodes may have none. */
    public static Graph directed(int nodes, int edges, long seed) {
        return Graph.of(nodes, edges(nodes, edges, seed)).deduplicated();
    }

    /** A list of edges, [2,E]. */
    public static IntTensor edges(int nodes, int edges, long seed) {
        return IntTensor.of(new Random(seed).ints(2L * edges, 0, nodes).toArray(), 2, edges);
    }

    /** Standard normal features. */
    public static Tensor features(long seed, int... shape) {
        Random random = new Random(seed ^ 0x5DEECE66DL);
        Tensor x = Tensor.zeros(Shape.of(shape));
        for (int i = 0; i < x.size(); i++) {
            x.array()[i] = (float) random.nextGaussian();
        }
        return x;
    }
}
