package dev.lanewise.property;

import static dev.lanewise.property.Attentions.BATCH;
import static dev.lanewise.property.Attentions.CLOSE;
import static dev.lanewise.property.Attentions.WIDTH;
import static dev.lanewise.property.Attentions.assertClose;
import static dev.lanewise.property.Attentions.assertConvex;
import static dev.lanewise.property.Attentions.assertSameBits;
import static dev.lanewise.property.Attentions.identity;
import static dev.lanewise.property.Attentions.multihead;
import static dev.lanewise.property.Attentions.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.nn.attention.Attended;
import dev.lanewise.nn.attention.Attention;
import dev.lanewise.nn.attention.AttentionPooling;
import dev.lanewise.nn.attention.BlockPattern;
import dev.lanewise.nn.attention.BlockSparseAttention;
import dev.lanewise.nn.attention.DotAttention;
import dev.lanewise.nn.attention.GeneralAttention;
import dev.lanewise.nn.attention.KeyValueCache;
import dev.lanewise.nn.attention.Linformer;
import dev.lanewise.nn.attention.Mask;
import dev.lanewise.nn.attention.MultiheadAttention;
import dev.lanewise.nn.attention.MultiheadOptions;
import dev.lanewise.op.Ops;
import dev.lanewise.op.attention.MaskedSoftmax;
import dev.lanewise.op.attention.ScaledDotProductAttention;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Forms of attention that are equal: cached and full, fused and plain, sparse and masked, special cases. */
class AttentionEqualityTest {
    /** In steps of several positions, and past the first growth of the cache. */
    @Property(tries = 20)
    void cachedDecoding_equalsFullDecoding(
            @ForAll @IntRange(min = 1, max = 40) int length,
            @ForAll @IntRange(min = 1, max = 5) int step,
            @ForAll boolean grouped,
            @ForAll long seed) {
        MultiheadAttention layer = multihead(grouped ? 1 : 4, seed);
        Tensor x = Sequences.random(seed, BATCH, length, WIDTH);
        Tape tape = Tape.inference();
        tape.begin(0);
        Var all = tape.constant(x);
        Attended full = layer.forward(all, all, all, Mask.CAUSAL, true);
        Tensor y = full.y().detach();
        Tensor weights = full.weights().detach();
        KeyValueCache cache = new KeyValueCache();
        for (int t = 0; t < length; ) {
            int next = Math.min(length, t + step);
            tape.begin(next);
            Attended part = layer.decode(tape.constant(Sequences.positions(x, t, next)), cache, true);
            assertEquals(next, cache.position());
            assertSameBits(Sequences.positions(y, t, next), part.y().detach(), "positions from " + t);
            Tensor found = part.weights().tensor();
            assertEquals(Shape.of(BATCH, 4, next - t, next), found.shape());
            assertEquals(weights.get(1, 3, next - 1, next - 1), found.get(1, 3, next - t - 1, next - 1));
            t = next;
        }
    }

    @Property(tries = 15)
    void cachedMemory_equalsTheMemory(
            @ForAll @IntRange(min = 1, max = 20) int length, @ForAll boolean padded, @ForAll long seed) {
        MultiheadAttention layer = multihead(2, seed);
        Tensor memory = Sequences.random(seed, BATCH, length, WIDTH);
        Tensor query = Sequences.random(seed + 1, BATCH, 3, WIDTH);
        Mask mask = padded ? Mask.ignoring(Sequences.ragged(BATCH, length)) : Mask.NONE;
        KeyValueCache cache = new KeyValueCache();
        Tensor recalled = run(query, q -> {
            Var m = q.tape().constant(memory);
            layer.remember(m, m, cache);
            return layer.recall(q, cache, mask, false).y();
        });
        Tensor direct = run(query, q -> {
            Var m = q.tape().constant(memory);
            return layer.forward(q, m, m, mask, false).y();
        });
        assertSameBits(direct, recalled, "memory");
    }

    @Property(tries = 15)
    void truncatedCache_decodesAnotherContinuation(@ForAll @IntRange(min = 2, max = 20) int length, @ForAll long seed) {
        MultiheadAttention layer = multihead(4, seed);
        Tensor one = Sequences.random(seed, BATCH, length, WIDTH);
        int kept = length / 2;
        Tensor other = Sequences.changedFrom(one, kept, seed + 1);
        KeyValueCache cache = new KeyValueCache();
        run(one, x -> layer.decode(x, cache, false).y());
        cache.truncate(kept);
        Tensor rest = run(
                Sequences.positions(other, kept, length),
                x -> layer.decode(x, cache, false).y());
        Tensor full = run(other, x -> layer.forward(x, Mask.CAUSAL));
        assertSameBits(Sequences.positions(full, kept, length), rest, "after " + kept);
    }

    /** Luong's general score with the identity is the dot product. */
    @Property(tries = 10)
    void generalAttention_identity_isDotAttention(@ForAll @IntRange(min = 1, max = 6) int keys, @ForAll long seed) {
        Tensor k = Sequences.random(seed, BATCH, keys, WIDTH);
        Tensor q = Sequences.random(seed + 1, BATCH, 3, WIDTH);
        GeneralAttention general = new GeneralAttention(identity(WIDTH));
        Tensor expected = run(q, v -> attend(new DotAttention(false), v, k));
        assertSameBits(expected, run(q, v -> attend(general, v, k)), "identity");
    }

    private static Var attend(Attention layer, Var q, Tensor k) {
        Var key = q.tape().constant(k);
        return layer.forward(q, key, key).y();
    }

    /** Appended positions are seen by every query, and take their share from the others in proportion. */
    @Property(tries = 20)
    void appendedPositions_takeTheirShareOfTheWeights(
            @ForAll @IntRange(min = 1, max = 5) int length,
            @ForAll boolean learned,
            @ForAll boolean causal,
            @ForAll boolean padded,
            @ForAll long seed) {
        MultiheadAttention plain = multihead(4, seed);
        MultiheadOptions options = plain.options().withAppended(learned, true);
        Parameter key = learned ? new Parameter(Sequences.random(seed, 1, 1, WIDTH)) : null;
        Parameter value = learned ? new Parameter(Sequences.random(seed + 1, 1, 1, WIDTH)) : null;
        MultiheadAttention longer = new MultiheadAttention(
                plain.in_proj_weight(), null, null, null, plain.in_proj_bias(), key, value, plain.out_proj(), options);
        Mask mask = (causal ? Mask.CAUSAL : Mask.NONE).withIgnored(padded ? Sequences.ragged(BATCH, length) : null);
        Tensor x = Sequences.random(seed + 2, BATCH, length, WIDTH);
        float[] before =
                run(x, v -> plain.forward(v, v, v, mask, true).weights()).toArray();
        Tensor after = run(x, v -> longer.forward(v, v, v, mask, true).weights());
        int more = learned ? 2 : 1;
        assertEquals(Shape.of(BATCH, 4, length, length + more), after.shape());
        assertConvex(after);
        float[] w = after.toArray();
        for (int r = 0; r < BATCH * 4 * length; r++) {
            float share = 0;
            for (int i = 0; i < more; i++) {
                float one = w[r * (length + more) + length + i];
                assertTrue(one > 0, "an appended position is not seen");
                share += one;
            }
            for (int k = 0; k < length; k++) {
                assertEquals(before[r * length + k] * (1 - share), w[r * (length + more) + k], CLOSE);
            }
        }
    }

    /** Shared heads are the same as heads with equal weights. */
    @Property(tries = 15)
    void groupedQueries_equalOrdinaryAttentionWithRepeatedHeads(
            @ForAll @IntRange(min = 1, max = 6) int length, @ForAll boolean one, @ForAll long seed) {
        int keyHeads = one ? 1 : 2;
        int depth = WIDTH / 4;
        MultiheadAttention grouped = multihead(keyHeads, seed);
        MultiheadAttention ordinary = multihead(4, seed);
        for (int row = 0; row < 3 * WIDTH; row++) {
            int part = Math.max(0, row / WIDTH);
            int head = row % WIDTH / depth;
            int inPart = part == 0 ? row : head * keyHeads / 4 * depth + row % depth;
            int from = part == 0 ? row : WIDTH + (part - 1) * keyHeads * depth + inPart;
            ordinary.in_proj_weight()
                    .value()
                    .outer(row)
                    .copyFrom(grouped.in_proj_weight().value().outer(from));
            ordinary.in_proj_bias().value().set(grouped.in_proj_bias().value().get(from), row);
        }
        ordinary.out_proj()
                .weight()
                .value()
                .copyFrom(grouped.out_proj().weight().value());
        Tensor x = Sequences.random(seed, BATCH, length, WIDTH);
        assertSameBits(run(x, ordinary::forward), run(x, grouped::forward), "key heads " + keyHeads);
    }

    /** Self-attention by one product of all three projections equals three products. */
    @Property(tries = 10)
    void selfAttention_equalsAttentionToACopy(@ForAll @IntRange(min = 1, max = 6) int length, @ForAll long seed) {
        MultiheadAttention layer = multihead(2, seed);
        Tensor x = Sequences.random(seed, BATCH, length, WIDTH);
        Tensor apart = run(x, v -> {
            Var copy = v.tape().constant(x);
            return layer.forward(v, copy, copy, Mask.NONE, false).y();
        });
        assertSameBits(run(x, layer::forward), apart, "self");
    }

    @Property(tries = 25)
    void fusedAttention_equalsItsPlainDefinition(
            @ForAll @IntRange(min = 1, max = 7) int queries,
            @ForAll @IntRange(min = 1, max = 7) int keys,
            @ForAll boolean causal,
            @ForAll boolean padded,
            @ForAll boolean masked,
            @ForAll long seed) {
        Tape tape = Tape.inference();
        tape.begin(0);
        Var q = tape.constant(Sequences.random(seed, BATCH, 3, queries, 5));
        Var k = tape.constant(Sequences.random(seed + 1, BATCH, 3, keys, 5));
        Var v = tape.constant(Sequences.random(seed + 2, BATCH, 3, keys, 4));
        Var mask = masked ? tape.constant(Sequences.random(seed + 3, 1, 3, queries, keys)) : null;
        Var ignored = padded ? tape.constant(Sequences.ragged(BATCH, keys)) : null;
        Var[] fused = tape.record(new ScaledDotProductAttention(causal, 0, 0.25f, 0f, true), q, k, v, mask, ignored);
        Var scores = Ops.scale(0.25f, Ops.matmulNT(q, k));
        Var weights = tape.record(new MaskedSoftmax(causal, 0), scores, mask, ignored)[0];
        assertClose(weights.tensor(), fused[1].tensor(), "weights");
        assertClose(Ops.matmul(weights, v).tensor(), fused[0].tensor(), "values");
    }

    @Property(tries = 20)
    void blockSparseAttention_ofAllBlocks_equalsFullAttention(
            @ForAll @IntRange(min = 1, max = 3) int block,
            @ForAll @IntRange(min = 1, max = 5) int blocks,
            @ForAll @IntRange(max = 2) int how,
            @ForAll boolean padded,
            @ForAll long seed) {
        BlockPattern all = switch (how) {
            case 0 -> new BlockPattern(blocks, 0, 0, seed);
            case 1 -> new BlockPattern(0, blocks, 0, seed);
            default -> new BlockPattern(0, 1, blocks, seed);
        };
        MultiheadAttention attention = multihead(4, seed);
        BlockSparseAttention sparse = new BlockSparseAttention(attention, block, all);
        int length = block * blocks;
        IntTensor ignored = padded ? Sequences.ragged(BATCH, length) : null;
        Tensor x = Sequences.random(seed, BATCH, length, WIDTH);
        Tensor full = run(x, v -> attention.forward(v, Mask.ignoring(ignored)));
        assertClose(full, run(x, v -> sparse.forward(v, ignored)), "all blocks");
    }

    /** The same as full attention under a mask that is written down from the pattern's own words. */
    @Property(tries = 20)
    void blockSparseAttention_equalsMaskedAttention(
            @ForAll @IntRange(min = 1, max = 3) int block,
            @ForAll @IntRange(min = 1, max = 7) int blocks,
            @ForAll @IntRange(max = 2) int window,
            @ForAll @IntRange(max = 2) int global,
            @ForAll long seed) {
        MultiheadAttention attention = multihead(4, seed);
        BlockSparseAttention sparse =
                new BlockSparseAttention(attention, block, new BlockPattern(window, global, 0, seed));
        int length = block * blocks;
        Tensor mask = Tensor.zeros(1, 1, length, length);
        for (int q = 0; q < length; q++) {
            for (int k = 0; k < length; k++) {
                boolean near = Math.abs(q / block - k / block) <= window;
                boolean seen = near || q / block < global || k / block < global;
                mask.set(seen ? 0f : Float.NEGATIVE_INFINITY, 0, 0, q, k);
            }
        }
        Tensor x = Sequences.random(seed, BATCH, length, WIDTH);
        Tensor expected = run(x, v -> attention.forward(v, Mask.adding(v.tape().constant(mask))));
        assertClose(expected, run(x, sparse::forward), "window " + window + ", global " + global);
    }

    /** Which inputs an output depends on: as many blocks as the pattern says, the same ones for the same seed. */
    @Property(tries = 10)
    void blockSparseAttention_drawsRandomBlocksByItsSeed(@ForAll @IntRange(max = 3) int drawn, @ForAll long seed) {
        int blocks = 8;
        MultiheadAttention attention = multihead(4, seed);
        BlockSparseAttention sparse = new BlockSparseAttention(attention, 1, new BlockPattern(0, 1, drawn, seed));
        BlockSparseAttention again = new BlockSparseAttention(attention, 1, new BlockPattern(0, 1, drawn, seed));
        Tensor x = Sequences.random(seed, 1, blocks, WIDTH);
        Tensor y = run(x, sparse::forward);
        assertSameBits(y, run(x, again::forward), "same seed");
        int[] seen = new int[blocks];
        for (int k = 0; k < blocks; k++) {
            Tensor changed = x.copy();
            changed.outer(0).outer(k).copyFrom(Sequences.random(seed + k + 1, WIDTH));
            Tensor z = run(changed, sparse::forward);
            for (int q = 1; q < blocks; q++) {
                boolean same = Arrays.equals(
                        y.outer(0).outer(q).toArray(), z.outer(0).outer(q).toArray());
                seen[q] += same ? 0 : 1;
            }
        }
        for (int q = 1; q < blocks; q++) {
            assertEquals(2 + drawn, seen[q], "blocks that block " + q + " sees");
        }
    }

    @Property(tries = 15)
    void linformer_identityProjection_equalsFullAttention(
            @ForAll @IntRange(min = 1, max = 8) int length, @ForAll boolean grouped, @ForAll long seed) {
        MultiheadAttention attention = multihead(grouped ? 2 : 4, seed);
        Linformer linformer = new Linformer(attention, identity(length), identity(length));
        Tensor x = Sequences.random(seed, BATCH, length, WIDTH);
        assertClose(run(x, attention::forward), run(x, linformer::forward), "identity");
    }

    /** Scores of 0 weigh all elements alike: pooling is then their mean. */
    @Property(tries = 10)
    void attentionPooling_withoutScore_isTheMean(@ForAll @IntRange(min = 1, max = 9) int length, @ForAll long seed) {
        AttentionPooling pooling = new AttentionPooling(new Parameter(Tensor.zeros(1, WIDTH)), 1);
        Tensor x = Sequences.random(seed, BATCH, length, WIDTH);
        assertClose(run(x, v -> Ops.mean(v, 1)), run(x, pooling::forward), "mean");
    }
}
