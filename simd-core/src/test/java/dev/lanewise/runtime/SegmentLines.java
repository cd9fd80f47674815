package dev.lanewise.runtime;

import static dev.lanewise.runtime.AllocationLine.ramp;

import dev.lanewise.kernel.Csr;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.List;

/** Messages along the edges of a graph. */
final class SegmentLines {
    private final Csr graph;
    private final Tensor nodes;
    private final Tensor nodesOut;
    private final Tensor edges;
    private final Tensor edgesOut;
    private final IntTensor winners;

    SegmentLines(boolean large) {
        int r = large ? 1500 : 7;
        graph = neighbours(r);
        nodes = ramp(r, 64);
        nodesOut = ramp(r, 64);
        edges = ramp(graph.entries(), 1);
        edgesOut = ramp(graph.entries(), 1);
        winners = IntTensor.zeros(r, 64);
    }

    List<AllocationLine> lines() {
        return List.of(
                new AllocationLine("segment.sum", k -> k.segment().sum(graph, nodes, null, nodesOut)),
                new AllocationLine("segment.sum weighted", k -> k.segment().sum(graph, nodes, edges, nodesOut)),
                new AllocationLine(
                        "segment.weightGradients", k -> k.segment().weightGradients(graph, nodes, nodesOut, edges)),
                new AllocationLine("segment.mean", k -> k.segment().mean(graph, nodes, nodesOut)),
                new AllocationLine("segment.meanBackward", k -> k.segment().meanBackward(graph, nodes, nodesOut)),
                new AllocationLine("segment.max", k -> k.segment().max(graph, nodes, nodesOut, winners)),
                new AllocationLine(
                        "segment.maxBackward", k -> k.segment().maxBackward(graph, nodes, winners, nodesOut)),
                new AllocationLine("segment.softmax", k -> k.segment().softmax(graph, edges, edgesOut)),
                new AllocationLine(
                        "segment.softmaxBackward", k -> k.segment().softmaxBackward(graph, edges, edges, edgesOut)));
    }

    /** Each of so many nodes hears the three after it, but for the first, which hears nobody. */
    private static Csr neighbours(int n) {
        int[] pointers = new int[n + 1];
        int[] index = new int[3 * (n - 1)];
        for (int r = 1; r < n; r++) {
            pointers[r + 1] = 3 * r;
            for (int j = 0; j < 3; j++) {
                index[3 * (r - 1) + j] = (r + j + 1) % n;
            }
        }
        return Csr.of(n, pointers, index);
    }
}
