package dev.lanewise.property;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Sequences [B,T,E] for the properties of attention: random ones, and what is done to them. */
final class Sequences {
    private Sequences() {}

    static Tensor random(long seed, int... extents) {
        Random random = new Random(seed);
        Tensor t = Tensor.zeros(extents);
        for (int i = 0; i < t.size(); i++) {
            t.array()[i] = 4 * random.nextFloat() - 2;
        }
        return t;
    }

    static int[] permutation(long seed, int size) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            order.add(i);
        }
        Collections.shuffle(order, new Random(seed));
        return order.stream().mapToInt(i -> i).toArray();
    }

    /** Position t of the result is position {@code order[t]} of x. */
    static Tensor permuted(Tensor x, int[] order) {
        Tensor y = Tensor.zeros(x.shape());
        for (int b = 0; b < x.dim(0); b++) {
            for (int t = 0; t < order.length; t++) {
                y.outer(b).outer(t).copyFrom(x.outer(b).outer(order[t]));
            }
        }
        return y;
    }

    /** The positions {@code [from, to)} of every sample. */
    static Tensor positions(Tensor x, int from, int to) {
        Tensor y = Tensor.zeros(x.dim(0), to - from, x.dim(2));
        for (int b = 0; b < x.dim(0); b++) {
            y.outer(b).copyFrom(x.outer(b).outer(from, to));
        }
        return y;
    }

    /** The same with other numbers from a position on. */
    static Tensor changedFrom(Tensor x, int from, long seed) {
        Tensor y = x.copy();
        Tensor other = random(seed, x.shape().toArray());
        for (int b = 0; b < x.dim(0); b++) {
            for (int t = from; t < x.dim(1); t++) {
                y.outer(b).outer(t).copyFrom(other.outer(b).outer(t));
            }
        }
        return y;
    }

    /** [B,T], 1 from a position on. */
    static IntTensor ignoredFrom(int batch, int length, int from) {
        int[] ignored = new int[batch * length];
        for (int i = 0; i < ignored.length; i++) {
            ignored[i] = i % length >= from ? 1 : 0;
        }
        return IntTensor.of(ignored, batch, length);
    }

    /** [B,T], 1 for the last quarter of the first sample, the last half of the next, and so on; never for all. */
    static IntTensor ragged(int batch, int length) {
        int[] ignored = new int[batch * length];
        for (int i = 0; i < ignored.length; i++) {
            int hidden = Math.min(length - 1, (i / length + 1) * length / 4);
            ignored[i] = i % length >= length - hidden ? 1 : 0;
        }
        return IntTensor.of(ignored, batch, length);
    }
}
