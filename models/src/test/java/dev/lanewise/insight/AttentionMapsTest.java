package dev.lanewise.insight;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.autograd.Mode;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.nn.Linear;
import dev.lanewise.nn.Network;
import dev.lanewise.nn.attention.Mask;
import dev.lanewise.nn.attention.MultiheadAttention;
import dev.lanewise.nn.attention.MultiheadOptions;
import dev.lanewise.op.Ops;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AttentionMapsTest {
    /** Two layers of attention; the second sees no position after its own. */
    public record Two(MultiheadAttention first, MultiheadAttention second) implements Network {
        @Override
        public Var forward(Var... inputs) {
            Mask mask = Mask.ignoring(inputs[1].ints());
            return Ops.sum(second.forward(first.forward(inputs[0], mask), Mask.CAUSAL), 1);
        }
    }

    private static Tensor random(int... extents) {
        Tensor t = Tensor.zeros(extents);
        Random random = new Random(3);
        for (int i = 0; i < t.size(); i++) {
            t.array()[i] = (float) random.nextGaussian();
        }
        return t;
    }

    /** The second layer shares keys among heads, and drops weights in training: neither must show. */
    @Test
    void maps_areTheWeightsThatTheLayersReturn_bitForBit() {
        Two model = new Two(
                MultiheadAttention.of(8, 4, new Draws(1)),
                MultiheadAttention.of(
                        MultiheadOptions.of(8, 4).withKeyValueHeads(2).withDropout(0.5f), new Draws(2)));
        Tensor x = random(2, 5, 8);
        IntTensor ignored = IntTensor.of(new int[] {0, 0, 0, 1, 1, 0, 0, 0, 0, 1}, 2, 5);
        List<Tensor> maps = AttentionMaps.of(model, x, ignored);
        assertEquals(2, maps.size());

        Tape tape = Tape.of(Mode.EVAL, false, 0);
        tape.begin(0);
        Var in = tape.input(x);
        var first = model.first().forward(in, in, in, Mask.ignoring(ignored), true);
        assertArrayEquals(first.weights().tensor().toArray(), maps.get(0).toArray());
        var second = model.second().forward(first.y(), first.y(), first.y(), Mask.CAUSAL, true);
        assertArrayEquals(second.weights().tensor().toArray(), maps.get(1).toArray());
        assertEquals(0f, maps.get(0).get(0, 1, 2, 3), "a padded key");
        assertEquals(0f, maps.get(1).get(0, 1, 2, 3), "a later key");
    }

    @Test
    void modelWithoutAttention_hasNone() {
        assertEquals(List.of(), AttentionMaps.of(Network.of(Linear.of(3, 2, new Draws(1))), random(1, 3)));
    }
}
