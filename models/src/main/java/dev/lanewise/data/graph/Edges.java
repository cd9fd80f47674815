package dev.lanewise.data.graph;

import dev.lanewise.tensor.IntTensor;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Edges as they are read, each kept once. */
final class Edges {
    private final boolean directed;
    private final Set<Long> seen = new HashSet<>();
    private int[] from = new int[16];
    private int[] to = new int[16];
    private int count;
    private int duplicates;

    Edges(boolean directed) {
        this.directed = directed;
    }

    void add(int source, int target) {
        int a = directed ? source : Math.min(source, target);
        int b = directed ? target : Math.max(source, target);
        if (!seen.add((long) a << 32 | b)) {
            duplicates++;
            return;
        }
        if (count == from.length) {
            from = Arrays.copyOf(from, 2 * count);
            to = Arrays.copyOf(to, 2 * count);
        }
        from[count] = source;
        to[count++] = target;
    }

    int duplicates() {
        return duplicates;
    }

    IntTensor tensor() {
        int[] both = Arrays.copyOf(from, 2 * count);
        System.arraycopy(to, 0, both, count, count);
        return IntTensor.of(both, 2, count);
    }
}
