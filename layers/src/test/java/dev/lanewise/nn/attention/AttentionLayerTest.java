package dev.lanewise.nn.attention;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.nn.Layer;
import dev.lanewise.op.attention.MaskedSoftmax;
import dev.lanewise.op.attention.ScaledDotProductAttention;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Names, initial values and messages of attention layers, and what they return. */
class AttentionLayerTest {
    private final Draws draws = new Draws(1);
    private final Tape tape = Tape.inference();

    @BeforeEach
    void begin() {
        tape.begin(0);
    }

    private Var zeros(int... extents) {
        return tape.constant(Tensor.zeros(extents));
    }

    private static List<String> names(Layer layer) {
        return new ArrayList<>(layer.parameters().keySet());
    }

    private static void assertRefused(String message, Runnable call) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }

    private static float largest(Parameter parameter) {
        float largest = 0f;
        for (float v : parameter.value().toArray()) {
            largest = Math.max(largest, Math.abs(v));
        }
        return largest;
    }

    @Test
    void multiheadAttention_hasTorchsNamesShapesAndInitialValues() {
        MultiheadAttention layer = MultiheadAttention.of(48, 4, draws);
        assertEquals(List.of("in_proj_weight", "in_proj_bias", "out_proj.weight", "out_proj.bias"), names(layer));
        assertEquals(Shape.of(144, 48), layer.in_proj_weight().shape());
        // Xavier: uniform in +-sqrt(6 / (fan in + fan out)) of the joined matrix.
        double bound = Math.sqrt(6.0 / (48 + 144));
        assertTrue(largest(layer.in_proj_weight()) <= bound && largest(layer.in_proj_weight()) > 0.95 * bound);
        double out = 1 / Math.sqrt(48);
        assertTrue(largest(layer.out_proj().weight()) <= out
                && largest(layer.out_proj().weight()) > 0.95 * out);
        assertEquals(0f, largest(layer.in_proj_bias()));
        assertEquals(0f, largest(layer.out_proj().bias()));
    }

    @Test
    void multiheadAttention_ofOtherWidths_hasTorchsNames() {
        MultiheadOptions options = MultiheadOptions.of(6, 2).withWidths(5, 4).withAppended(true, true);
        MultiheadAttention layer = MultiheadAttention.of(options, draws);
        assertEquals(
                List.of(
                        "q_proj_weight",
                        "k_proj_weight",
                        "v_proj_weight",
                        "in_proj_bias",
                        "bias_k",
                        "bias_v",
                        "out_proj.weight",
                        "out_proj.bias"),
                names(layer));
        assertEquals(Shape.of(6, 5), layer.k_proj_weight().shape());
        assertEquals(Shape.of(1, 1, 6), layer.bias_k().shape());
        assertTrue(largest(layer.bias_v()) > 0);
        MultiheadAttention plain = MultiheadAttention.of(options.withBias(false).withAppended(false, false), draws);
        assertEquals(List.of("q_proj_weight", "k_proj_weight", "v_proj_weight", "out_proj.weight"), names(plain));
    }

    @Test
    void multiheadAttention_withFewerKeyHeads_hasSmallerProjections() {
        MultiheadAttention layer =
                MultiheadAttention.of(MultiheadOptions.of(12, 6).withKeyValueHeads(2), draws);
        assertEquals(Shape.of(12 + 2 * 4, 12), layer.in_proj_weight().shape());
        assertEquals(Shape.of(2, 3, 12), layer.forward(zeros(2, 3, 12)).shape());
    }

    @Test
    void weights_areReturnedOnRequest() {
        MultiheadAttention layer = MultiheadAttention.of(8, 4, draws);
        Var x = zeros(2, 3, 8);
        assertNull(layer.forward(x, x, x, Mask.NONE, false).weights());
        assertThrows(
                IllegalStateException.class,
                () -> layer.forward(x, x, x, Mask.NONE, false).meanWeights());
        Attended attended = layer.forward(x, x, x, Mask.CAUSAL, true);
        assertEquals(Shape.of(2, 4, 3, 3), attended.weights().shape());
        assertEquals(Shape.of(2, 3, 3), attended.meanWeights().shape());
        assertArrayEquals(
                new float[] {0.5f, 0.5f, 0f},
                attended.meanWeights().tensor().outer(1).outer(1).toArray());
    }

    @Test
    void query_thatSeesNothing_getsZeroBeforeTheOuterProjection() {
        MultiheadAttention layer =
                MultiheadAttention.of(MultiheadOptions.of(4, 2).withBias(false), draws);
        Tensor ones = Tensor.zeros(1, 2, 4);
        ones.fill(1f);
        Mask mask = Mask.ignoring(IntTensor.of(new int[] {1, 1}, 1, 2));
        Var y = layer.forward(tape.constant(ones), mask);
        assertArrayEquals(new float[8], y.tensor().toArray());
    }

    @Test
    void dropout_ofWeights_isDrawnInTrainingOnly() {
        MultiheadAttention layer =
                MultiheadAttention.of(MultiheadOptions.of(4, 2).withDropout(0.5f), draws);
        Tape training = Tape.training(3);
        training.begin(0);
        Var x = training.constant(Tensor.zeros(2, 8, 4));
        int dropped = 0;
        for (float w :
                layer.forward(x, x, x, Mask.NONE, true).weights().tensor().toArray()) {
            assertTrue(w == 0f || w == 0.25f, "weight " + w);
            dropped += w == 0f ? 1 : 0;
        }
        assertTrue(dropped > 64 && dropped < 192, dropped + " of 256 weights were dropped");
        Var same = zeros(2, 8, 4);
        for (float w : layer.forward(same, same, same, Mask.NONE, true)
                .weights()
                .tensor()
                .toArray()) {
            assertEquals(0.125f, w);
        }
    }

    @Test
    void numberOfHeads_thatDoesNotDivide_isRefused() {
        assertRefused(
                "multiheadAttention: heads=3, embedding=8, expected a number of heads that divides the embedding",
                () -> MultiheadOptions.of(8, 3));
        assertRefused(
                "multiheadAttention: heads=0, embedding=8, expected a number of heads that divides the embedding",
                () -> MultiheadOptions.of(8, 0));
        assertRefused(
                "multiheadAttention: keyValueHeads=3, heads=4, expected a number of key and value heads that divides the"
                        + " heads",
                () -> MultiheadOptions.of(8, 4).withKeyValueHeads(3));
        assertRefused(
                "scaledDotProductAttention: q has shape [1, 3, 2, 2], k has shape [1, 2, 2, 2]: H=3, expected a multiple"
                        + " of Hk=2 (contract q:[B,H,Tq,D] k:[B,Hk,Tk,D] v:[B,Hk,Tk,Dv])",
                () -> new ScaledDotProductAttention().on(zeros(1, 3, 2, 2), zeros(1, 2, 2, 2), zeros(1, 2, 2, 2)));
    }

    @Test
    void dropoutOfOne_leavesNoWeight_andNoNaN() {
        Tape tape = Tape.training(1);
        tape.begin(0);
        Tensor ones = Tensor.zeros(1, 2, 3, 4);
        ones.fill(1f);
        Var x = tape.input(ones);
        Var y = new ScaledDotProductAttention(false, 0, 1f, 1f, false).on(x, x, x);
        assertArrayEquals(new float[24], y.tensor().toArray());
        assertArrayEquals(new float[24], tape.backward(y, ones).of(x).toArray());
    }

    @Test
    void noPointsSeedsOrLatents_areRefused() {
        MultiheadOptions options = MultiheadOptions.of(8, 2);
        Draws draws = new Draws(1);
        assertRefused(
                "inducedSetAttentionBlock: 0 points, expected at least 1",
                () -> InducedSetAttentionBlock.of(options, 0, draws));
        assertRefused(
                "attentionSetPooling: 0 outputs, expected at least 1", () -> AttentionSetPooling.of(options, 0, draws));
        assertRefused(
                "latentCrossAttention: 0 latents, expected at least 1",
                () -> LatentCrossAttention.of(0, 8, 4, 2, draws));
        assertRefused(
                "linformer: length=0, combinations=2, expected at least 1", () -> Linformer.of(options, 0, 2, draws));
    }

    @Test
    void dropoutProbability_outsideItsRange_isRefused() {
        for (float p : new float[] {-0.1f, 1.1f, Float.NaN}) {
            assertRefused(
                    "multiheadAttention: dropout probability " + p + ", expected 0 to 1",
                    () -> MultiheadOptions.of(8, 2).withDropout(p));
            assertRefused(
                    "scaledDotProductAttention: dropout probability " + p + ", expected 0 to 1",
                    () -> new ScaledDotProductAttention(false, 0, 1f, p, false));
        }
    }

    @Test
    void sequences_thatDoNotFit_areRefused() {
        MultiheadAttention layer = MultiheadAttention.of(8, 2, draws);
        assertRefused(
                "multiheadAttention: query has shape [2, 3, 7], expected [B,T,8]", () -> layer.forward(zeros(2, 3, 7)));
        assertRefused("multiheadAttention: query has shape [3, 8], expected [B,T,8]", () -> layer.forward(zeros(3, 8)));
        assertRefused(
                "multiheadAttention: query has shape [2, 0, 8]: T=0, expected at least 1, attention over an empty"
                        + " sequence has no value",
                () -> layer.forward(zeros(2, 0, 8)));
        assertRefused(
                "multiheadAttention: key has shape [3, 4, 8], query has shape [2, 3, 8]: expected the same batch"
                        + " (contract query:[B,Tq,Q] key:[B,Tk,K])",
                () -> layer.forward(zeros(2, 3, 8), zeros(3, 4, 8), zeros(3, 4, 8), Mask.NONE, false));
        assertRefused(
                "multiheadAttention: value has shape [2, 5, 8], key has shape [2, 4, 8]: expected a value to every key"
                        + " (contract key:[B,Tk,K] value:[B,Tk,V])",
                () -> layer.forward(zeros(2, 3, 8), zeros(2, 4, 8), zeros(2, 5, 8), Mask.NONE, false));
        assertRefused(
                "dotAttention: key has shape [2, 4, 5], expected [B,T,8]",
                () -> new DotAttention(true).forward(zeros(2, 3, 8), zeros(2, 4, 5), zeros(2, 4, 5)));
        assertRefused(
                "generalAttention: key has shape [2, 4, 5], expected [B,T,6]",
                () -> GeneralAttention.of(8, 6, draws).forward(zeros(2, 3, 8), zeros(2, 4, 5), zeros(2, 4, 5)));
        assertRefused(
                "additiveAttention: query has shape [2, 3, 8], expected [B,T,6]",
                () -> AdditiveAttention.of(6, 6, 4, draws).forward(zeros(2, 3, 8), zeros(2, 4, 6), zeros(2, 4, 5)));
        assertRefused(
                "scaledDotProductAttention: scores have shape [1, 1, 2, 0] (contract [B,H,Tq,Tk]): Tk=0, expected a key"
                        + " at least, attention over an empty sequence has no value",
                () -> new ScaledDotProductAttention().on(zeros(1, 1, 2, 3), zeros(1, 1, 0, 3), zeros(1, 1, 0, 3)));
    }

    @Test
    void masks_thatDoNotFit_areRefused() {
        MultiheadAttention layer = MultiheadAttention.of(8, 2, draws);
        Var x = zeros(2, 3, 8);
        assertRefused(
                "scaledDotProductAttention: mask has shape [2, 1, 3, 4], expected [B or 1,H or 1,Tq or 1,Tk or 1] of"
                        + " scores [2, 2, 3, 3]",
                () -> layer.forward(x, Mask.adding(zeros(2, 1, 3, 4))));
        assertRefused(
                "scaledDotProductAttention: ignored has shape [2, 4], expected [B,Tk] of scores [2, 2, 3, 3]",
                () -> layer.forward(x, Mask.ignoring(IntTensor.zeros(2, 4))));
        assertRefused(
                "maskedSoftmax: scores has shape [3, 3], expected [B,H,Tq,Tk]",
                () -> new MaskedSoftmax().on(zeros(3, 3)));
        assertRefused(
                "mask: offset 2, causal false, expected at least 0, and 0 unless causal",
                () -> new Mask(null, null, false, 2));
        assertRefused(
                "scaledDotProductAttention: offset -1, expected at least 0",
                () -> new ScaledDotProductAttention(true, -1, 1f, 0f, false)
                        .on(zeros(1, 1, 2, 3), zeros(1, 1, 2, 3), zeros(1, 1, 2, 3)));
    }

    @Test
    void parameters_thatDoNotFit_areRefused() {
        MultiheadAttention layer = MultiheadAttention.of(8, 2, draws);
        assertRefused(
                "multiheadAttention: in_proj_weight has shape [24, 8], expected [16, 8]",
                () -> new MultiheadAttention(
                        layer.in_proj_weight(),
                        null,
                        null,
                        null,
                        layer.in_proj_bias(),
                        null,
                        null,
                        layer.out_proj(),
                        layer.options().withKeyValueHeads(1)));
        assertRefused(
                "multiheadAttention: in_proj_bias is absent, expected [24]",
                () -> new MultiheadAttention(
                        layer.in_proj_weight(), null, null, null, null, null, null, layer.out_proj(), layer.options()));
    }

    @Test
    void cache_refusesWhatDoesNotContinueIt_andKeepsWhatItHas() {
        KeyValueCache cache = new KeyValueCache();
        cache.append(Tensor.zeros(2, 1, 3, 4), Tensor.zeros(2, 1, 3, 5));
        assertRefused(
                "keyValueCache: k has shape [1, 1, 1, 4], the cache holds positions of [2, 1, 16, 4], expected the same"
                        + " but for axis 2",
                () -> cache.append(Tensor.zeros(1, 1, 1, 4), Tensor.zeros(1, 1, 1, 5)));
        assertRefused(
                "keyValueCache: k has shape [2, 1, 1, 4], v has shape [2, 1, 2, 5], expected k:[B,Hk,n,D] v:[B,Hk,n,Dv]",
                () -> cache.append(Tensor.zeros(2, 1, 1, 4), Tensor.zeros(2, 1, 2, 5)));
        assertRefused("keyValueCache: truncate to 4, expected 0 to its position 3", () -> cache.truncate(4));
        assertEquals(3, cache.position());
        cache.append(Tensor.zeros(2, 1, 14, 4), Tensor.zeros(2, 1, 14, 5));
        assertEquals(17, cache.position());
        assertEquals(32, cache.capacity());
    }

    @Test
    void cache_onATapeThatRecords_isRefused() {
        MultiheadAttention layer = MultiheadAttention.of(8, 2, draws);
        Tape training = Tape.training(1);
        training.begin(0);
        Var x = training.constant(Tensor.zeros(1, 1, 8));
        KeyValueCache cache = new KeyValueCache();
        assertThrows(IllegalStateException.class, () -> layer.decode(x, cache, false));
        assertThrows(IllegalStateException.class, () -> layer.remember(x, x, cache));
        assertEquals(0, cache.position());
        assertThrows(IllegalStateException.class, () -> layer.recall(zeros(1, 1, 8), cache, Mask.NONE, false));
    }

    @Test
    void pooling_ofAnyAxis_dropsIt() {
        assertEquals(
                Shape.of(2, 4, 5),
                AttentionPooling.of(5, 1, draws).forward(zeros(2, 3, 4, 5)).shape());
        assertEquals(
                Shape.of(2, 3, 5),
                AttentionPooling.of(5, draws).forward(zeros(2, 3, 4, 5)).shape());
        assertRefused(
                "attentionPooling: x has shape [2, 3, 4], expected [*,T,*,5] with T at axis -2, not the innermost",
                () -> AttentionPooling.of(5, draws).forward(zeros(2, 3, 4)));
        assertRefused(
                "attentionPooling: x has shape [2, 3, 5], expected [*,T,*,5] with T at axis 2, not the innermost",
                () -> AttentionPooling.of(5, 2, draws).forward(zeros(2, 3, 5)));
        assertRefused(
                "attentionPooling: x has shape [2, 0, 5]: T=0 at axis -2, expected at least 1, a mean of nothing has no"
                        + " value",
                () -> AttentionPooling.of(5, draws).forward(zeros(2, 0, 5)));
    }

    @Test
    void linformer_refusesALongerSequence() {
        Linformer layer = Linformer.of(MultiheadOptions.of(4, 2), 6, 3, draws);
        assertEquals("key_projection", names(layer).get(4));
        assertEquals(Shape.of(1, 5, 4), layer.forward(zeros(1, 5, 4)).shape());
        assertRefused(
                "linformer: x has shape [1, 7, 4]: T=7, expected at most 6, the length of key_projection [3, 6]",
                () -> layer.forward(zeros(1, 7, 4)));
    }

    @Test
    void blockSparseAttention_refusesWhatHasNoBlocks() {
        BlockPattern pattern = new BlockPattern(1, 1, 1, 5);
        BlockSparseAttention layer = BlockSparseAttention.of(MultiheadOptions.of(4, 2), 3, pattern, draws);
        assertRefused(
                "blockSparseAttention: x has shape [1, 7, 4]: T=7, expected a multiple of block=3; pad and ignore the"
                        + " padding",
                () -> layer.forward(zeros(1, 7, 4)));
        assertRefused(
                "blockSparseAttention: ignored has shape [1, 3], x has shape [1, 6, 4], expected ignored:[B,T]"
                        + " x:[B,T,E]",
                () -> layer.forward(zeros(1, 6, 4), IntTensor.zeros(1, 3)));
        assertRefused(
                "blockSparseAttention: block=0, expected at least 1",
                () -> new BlockSparseAttention(layer.attention(), 0, pattern));
        assertRefused(
                "blockPattern: window=-1, global=0, random=0, expected at least 0",
                () -> new BlockPattern(-1, 0, 0, 1));
    }

    @Test
    void setLayers_nameTheirParts() {
        MultiheadOptions options = MultiheadOptions.of(4, 2);
        assertEquals(
                "mab.attention.in_proj_weight",
                names(SetAttentionBlock.of(options, draws)).get(0));
        assertEquals(
                "inducing",
                names(InducedSetAttentionBlock.of(options, 3, draws)).get(0));
        AttentionSetPooling pma = AttentionSetPooling.of(options, 3, draws);
        assertEquals("seeds", names(pma).get(0));
        assertEquals(Shape.of(2, 3, 4), pma.forward(zeros(2, 7, 4)).shape());
        LatentCrossAttention latents = LatentCrossAttention.of(3, 8, 5, 2, draws);
        assertEquals(Shape.of(2, 3, 8), latents.forward(zeros(2, 9, 5)).shape());
        assertRefused(
                "latentCrossAttention: x has shape [2, 9, 6], expected [B,T,5]", () -> latents.forward(zeros(2, 9, 6)));
    }
}
