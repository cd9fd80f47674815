package dev.lanewise.property;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.nn.attention.Mask;
import dev.lanewise.nn.transformer.DecoderCache;
import dev.lanewise.nn.transformer.TransformerDecoder;
import dev.lanewise.nn.transformer.TransformerEncoder;
import dev.lanewise.nn.transformer.TransformerOptions;
import dev.lanewise.tensor.Tensor;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Stacks of Transformer layers: causality, padding, batches, cached decoding. */
class TransformerPropertyTest {
    /** Of outputs of order 1 whose sums are taken in another order. */
    private static final float CLOSE = 5e-5f;

    private static final int WIDTH = 8;
    private static final int BATCH = 2;

    private static TransformerOptions options(boolean normFirst, boolean grouped) {
        return TransformerOptions.of(WIDTH, 4, 10)
                .withKeyValueHeads(grouped ? 2 : 4)
                .withDropout(0.1f)
                .withNormFirst(normFirst);
    }

    private static Tensor run(Tensor x, Function<Var, Var> layer) {
        Tape tape = Tape.inference();
        tape.begin(0);
        return layer.apply(tape.constant(x)).detach();
    }

    private static void assertSameBits(Tensor expected, Tensor found, String what) {
        assertEquals(expected.shape(), found.shape(), what);
        assertArrayEquals(expected.toArray(), found.toArray(), what);
    }

    @Property(tries = 10)
    void encoder_withoutPositions_isPermutationEquivariant(
            @ForAll @IntRange(min = 1, max = 7) int length, @ForAll boolean normFirst, @ForAll long seed) {
        TransformerEncoder encoder = TransformerEncoder.of(options(normFirst, false), 2, new Draws(seed));
        Tensor x = Sequences.random(seed, BATCH, length, WIDTH);
        int[] order = Sequences.permutation(seed, length);
        Tensor expected = Sequences.permuted(run(x, encoder::forward), order);
        assertArrayEquals(
                expected.toArray(),
                run(Sequences.permuted(x, order), encoder::forward).toArray(),
                CLOSE);
    }

    @Property(tries = 10)
    void encoder_padding_changesNothing(
            @ForAll @IntRange(min = 1, max = 5) int length, @ForAll boolean normFirst, @ForAll long seed) {
        TransformerEncoder encoder = TransformerEncoder.of(options(normFirst, false), 2, new Draws(seed));
        Tensor padded = Sequences.random(seed, BATCH, length + 3, WIDTH);
        Mask mask = Mask.ignoring(Sequences.ignoredFrom(BATCH, length + 3, length));
        Tensor y = run(padded, x -> encoder.forward(x, mask));
        Tensor alone = run(Sequences.positions(padded, 0, length), encoder::forward);
        assertSameBits(alone, Sequences.positions(y, 0, length), "padding");
    }

    @Property(tries = 10)
    void encoder_oneSample_doesNotDependOnItsNeighbours(@ForAll boolean normFirst, @ForAll long seed) {
        TransformerEncoder encoder = TransformerEncoder.of(options(normFirst, true), 2, new Draws(seed));
        Tensor x = Sequences.random(seed, 3, 4, WIDTH);
        Tensor all = run(x, encoder::forward);
        for (int b = 0; b < 3; b++) {
            assertSameBits(all.outer(b, b + 1), run(x.outer(b, b + 1), encoder::forward), "sample " + b);
        }
    }

    @Property(tries = 10)
    void causalStack_laterInputs_changeNoEarlierOutput(
            @ForAll @IntRange(min = 2, max = 7) int length, @ForAll boolean normFirst, @ForAll long seed) {
        TransformerDecoder decoder = TransformerDecoder.of(options(normFirst, false), 2, new Draws(seed));
        Tensor memory = Sequences.random(seed + 1, BATCH, 3, WIDTH);
        Tensor x = Sequences.random(seed, BATCH, length, WIDTH);
        Function<Var, Var> layer = v -> decoder.forward(v, v.tape().constant(memory), Mask.CAUSAL, Mask.NONE);
        Tensor y = run(x, layer);
        for (int t = 1; t < length; t++) {
            Tensor changed = run(Sequences.changedFrom(x, t, seed + t), layer);
            assertSameBits(Sequences.positions(y, 0, t), Sequences.positions(changed, 0, t), "before " + t);
        }
    }

    @Property(tries = 12)
    void encoder_cachedDecoding_equalsFullDecoding(
            @ForAll @IntRange(min = 1, max = 24) int length,
            @ForAll @IntRange(min = 1, max = 4) int step,
            @ForAll boolean normFirst,
            @ForAll boolean grouped,
            @ForAll long seed) {
        TransformerEncoder stack = TransformerEncoder.of(options(normFirst, grouped), 2, new Draws(seed));
        Tensor x = Sequences.random(seed, BATCH, length, WIDTH);
        Tensor full = run(x, v -> stack.forward(v, Mask.CAUSAL));
        DecoderCache cache = DecoderCache.of(2);
        for (int t = 0; t < length; t += step) {
            int next = Math.min(length, t + step);
            Tensor part = run(Sequences.positions(x, t, next), v -> stack.decode(v, cache));
            assertSameBits(Sequences.positions(full, t, next), part, "positions from " + t);
        }
        assertEquals(length, cache.position());
    }

    @Property(tries = 12)
    void decoder_cachedDecoding_equalsFullDecoding(
            @ForAll @IntRange(min = 1, max = 20) int length,
            @ForAll @IntRange(min = 1, max = 20) int memoryLength,
            @ForAll boolean normFirst,
            @ForAll boolean padded,
            @ForAll long seed) {
        TransformerDecoder stack = TransformerDecoder.of(options(normFirst, false), 2, new Draws(seed));
        Tensor memory = Sequences.random(seed + 1, BATCH, memoryLength, WIDTH);
        Mask mask = padded ? Mask.ignoring(Sequences.ragged(BATCH, memoryLength)) : Mask.NONE;
        Tensor x = Sequences.random(seed, BATCH, length, WIDTH);
        Tensor full = run(x, v -> stack.forward(v, v.tape().constant(memory), Mask.CAUSAL, mask));
        DecoderCache cache = DecoderCache.of(2);
        for (int t = 0; t < length; t++) {
            Tensor part = run(
                    Sequences.positions(x, t, t + 1),
                    v -> stack.decode(v, v.tape().constant(memory), cache, mask));
            assertSameBits(Sequences.positions(full, t, t + 1), part, "position " + t);
        }
        cache.truncate(0);
        Tensor again =
                run(Sequences.positions(x, 0, 1), v -> stack.decode(v, v.tape().constant(memory), cache, mask));
        assertSameBits(Sequences.positions(full, 0, 1), again, "another sequence for the same memory");
    }
}
