package dev.lanewise.nn.transformer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.autograd.Mode;
import dev.lanewise.autograd.Tape;
import dev.lanewise.init.Draws;
import dev.lanewise.nn.Activation;
import dev.lanewise.nn.Layer;
import dev.lanewise.nn.Linear;
import dev.lanewise.nn.attention.Mask;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names, dropout and messages of Transformer layers. */
class TransformerTest {
    private final Draws draws = new Draws(1);
    private final TransformerOptions options = TransformerOptions.of(8, 2, 12);

    private static List<String> names(Layer layer) {
        return new ArrayList<>(layer.parameters().keySet());
    }

    private static void assertRefused(String message, Runnable call) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }

    @Test
    void encoderLayer_hasTorchsNames() {
        assertEquals(
                List.of(
                        "self_attn.in_proj_weight",
                        "self_attn.in_proj_bias",
                        "self_attn.out_proj.weight",
                        "self_attn.out_proj.bias",
                        "linear1.weight",
                        "linear1.bias",
                        "linear2.weight",
                        "linear2.bias",
                        "norm1.weight",
                        "norm1.bias",
                        "norm2.weight",
                        "norm2.bias"),
                names(TransformerEncoderLayer.of(options, draws)));
    }

    @Test
    void stacks_haveTorchsNames_andANormIfTheirLayersBeginWithOne() {
        TransformerDecoder decoder = TransformerDecoder.of(options.withNormFirst(true), 2, draws);
        List<String> names = names(decoder);
        assertEquals(2 * 18 + 2, names.size());
        assertEquals("layers.0.self_attn.in_proj_weight", names.get(0));
        assertEquals("layers.1.multihead_attn.in_proj_weight", names.get(18 + 4));
        assertEquals("layers.1.norm3.bias", names.get(35));
        assertEquals("norm.bias", names.get(37));
        assertNotNull(decoder.norm());
        assertNull(TransformerEncoder.of(options, 2, draws).norm());
    }

    @Test
    void layers_ofAStack_haveValuesOfTheirOwn() {
        TransformerEncoder encoder = TransformerEncoder.of(options, 2, draws);
        assertFalse(Arrays.equals(
                encoder.parameters().get("layers.0.linear1.weight").value().toArray(),
                encoder.parameters().get("layers.1.linear1.weight").value().toArray()));
    }

    @Test
    void dropout_actsInTrainingOnly() {
        TransformerEncoder with = TransformerEncoder.of(options.withDropout(0.5f), 1, new Draws(3));
        TransformerEncoder without = TransformerEncoder.of(options, 1, new Draws(3));
        Tensor x = Tensor.zeros(1, 4, 8);
        for (int i = 0; i < x.size(); i++) {
            x.array()[i] = i % 5 - 2;
        }
        float[] expected = run(without, x, Mode.TRAIN);
        assertArrayEquals(expected, run(with, x, Mode.EVAL));
        assertFalse(Arrays.equals(expected, run(with, x, Mode.TRAIN)));
    }

    private static float[] run(TransformerEncoder encoder, Tensor x, Mode mode) {
        Tape tape = Tape.of(mode, false, 1);
        tape.begin(0);
        return encoder.forward(tape.constant(x)).tensor().toArray();
    }

    @Test
    void options_thatDoNotFit_areRefused() {
        assertRefused(
                "multiheadAttention: heads=3, embedding=8, expected a number of heads that divides the embedding",
                () -> TransformerEncoderLayer.of(TransformerOptions.of(8, 3, 12), draws));
        assertRefused(
                "multiheadAttention: dropout probability 1.5, expected 0 to 1",
                () -> TransformerDecoderLayer.of(options.withDropout(1.5f), draws));
        assertRefused(
                "feedForward: dropout probability -0.5, expected 0 to 1",
                () -> FeedForward.of(8, 12, Activation.RELU, -0.5f, draws));
        assertRefused(
                "feedForward: linear2.weight has shape [8, 11], linear1.weight has shape [12, 8], expected [O,F] and"
                        + " [F,I]",
                () -> new FeedForward(Linear.of(8, 12, draws), Linear.of(11, 8, draws), Activation.RELU, 0f));
        TransformerEncoder encoder = TransformerEncoder.of(options, 2, draws);
        Tape tape = Tape.inference();
        tape.begin(0);
        assertRefused(
                "transformerEncoder: a cache of 3 layers, expected 2",
                () -> encoder.decode(tape.constant(Tensor.zeros(1, 1, 8)), DecoderCache.of(3)));
        assertRefused(
                "multiheadAttention: query has shape [1, 0, 8]: T=0, expected at least 1, attention over an empty"
                        + " sequence has no value",
                () -> encoder.forward(tape.constant(Tensor.zeros(1, 0, 8)), Mask.CAUSAL));
    }
}
