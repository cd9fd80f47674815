package dev.lanewise.property;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.nn.attention.MultiheadAttention;
import dev.lanewise.nn.attention.MultiheadOptions;
import dev.lanewise.tensor.Tensor;
import java.util.function.Function;

/** Layers of attention for properties, and what they are compared with. */
final class Attentions {
    /** Of outputs of order 1 whose sums are taken in another order. */
    static final float CLOSE = 2e-5f;

    static final int WIDTH = 8;
    static final int BATCH = 2;

    private Attentions() {}

    static Tensor run(Tensor x, Function<Var, Var> layer) {
        Tape tape = Tape.inference();
        tape.begin(0);
        return layer.apply(tape.constant(x)).detach();
    }

    static void assertClose(Tensor expected, Tensor found, String what) {
        assertEquals(expected.shape(), found.shape(), what);
        assertArrayEquals(expected.toArray(), found.toArray(), CLOSE, what);
    }

    static void assertSameBits(Tensor expected, Tensor found, String what) {
        assertEquals(expected.shape(), found.shape(), what);
        assertArrayEquals(expected.toArray(), found.toArray(), what);
    }

    static MultiheadAttention multihead(int keyValueHeads, long seed) {
        MultiheadOptions options = MultiheadOptions.of(WIDTH, 4).withKeyValueHeads(keyValueHeads);
        MultiheadAttention layer = MultiheadAttention.of(options, new Draws(seed));
        Tensor bias = layer.in_proj_bias().value();
        bias.copyFrom(Sequences.random(seed + 1, bias.shape().toArray()));
        return layer;
    }

    static void assertConvex(Tensor weights) {
        int keys = weights.dim(3);
        float[] w = weights.toArray();
        for (int r = 0; r < w.length / keys; r++) {
            double sum = 0;
            for (int k = 0; k < keys; k++) {
                assertTrue(w[r * keys + k] >= 0, "a weight of " + w[r * keys + k]);
                sum += w[r * keys + k];
            }
            assertEquals(1, sum, CLOSE);
        }
    }

    static Parameter identity(int size) {
        Tensor one = Tensor.zeros(size, size);
        for (int i = 0; i < size; i++) {
            one.set(1f, i, i);
        }
        return new Parameter(one);
    }
}
