package dev.lanewise.property;

import static dev.lanewise.property.Attentions.BATCH;
import static dev.lanewise.property.Attentions.WIDTH;
import static dev.lanewise.property.Attentions.assertClose;
import static dev.lanewise.property.Attentions.assertConvex;
import static dev.lanewise.property.Attentions.assertSameBits;
import static dev.lanewise.property.Attentions.multihead;
import static dev.lanewise.property.Attentions.run;

import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.nn.Layer;
import dev.lanewise.nn.Unary;
import dev.lanewise.nn.attention.AdditiveAttention;
import dev.lanewise.nn.attention.Attention;
import dev.lanewise.nn.attention.AttentionPooling;
import dev.lanewise.nn.attention.AttentionSetPooling;
import dev.lanewise.nn.attention.DotAttention;
import dev.lanewise.nn.attention.GeneralAttention;
import dev.lanewise.nn.attention.InducedSetAttentionBlock;
import dev.lanewise.nn.attention.LatentCrossAttention;
import dev.lanewise.nn.attention.Mask;
import dev.lanewise.nn.attention.MultiheadAttention;
import dev.lanewise.nn.attention.MultiheadOptions;
import dev.lanewise.nn.attention.SetAttentionBlock;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.List;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What makes attention attention: order, padding, neighbours, causality, convex weights. */
class AttentionPropertyTest {
    /** Layers on sets, with the mask of elements that are not there. */
    private record SetLayer(String name, Layer layer, Function<Var, Var> plain, Function<IntTensor, Unary> masked) {}

    private static List<SetLayer> sets(long seed) {
        Draws draws = new Draws(seed);
        MultiheadOptions options = MultiheadOptions.of(WIDTH, 2);
        MultiheadAttention self = multihead(2, seed);
        SetAttentionBlock sab = SetAttentionBlock.of(options, draws);
        InducedSetAttentionBlock isab = InducedSetAttentionBlock.of(options, 3, draws);
        return List.of(
                new SetLayer("self-attention", self, self::forward, i -> x -> self.forward(x, Mask.ignoring(i))),
                new SetLayer("SAB", sab, sab::forward, i -> x -> sab.forward(x, i)),
                new SetLayer("ISAB", isab, isab::forward, i -> x -> isab.forward(x, i)));
    }

    private static List<SetLayer> pools(long seed) {
        Draws draws = new Draws(seed);
        AttentionSetPooling pma = AttentionSetPooling.of(MultiheadOptions.of(WIDTH, 2), 3, draws);
        AttentionPooling pooling = AttentionPooling.of(WIDTH, draws);
        LatentCrossAttention latents = LatentCrossAttention.of(3, 6, WIDTH, 2, draws);
        return List.of(
                new SetLayer("PMA", pma, pma::forward, i -> x -> pma.forward(x, i)),
                new SetLayer(
                        "pooling",
                        pooling,
                        pooling::forward,
                        i -> x -> pooling.forward(x, i).y()),
                new SetLayer("latents", latents, latents::forward, i -> x -> latents.forward(x, i)));
    }

    @Property(tries = 20)
    void permutedElements_givePermutedOutputs(@ForAll @IntRange(min = 1, max = 9) int length, @ForAll long seed) {
        Tensor x = Sequences.random(seed, BATCH, length, WIDTH);
        int[] order = Sequences.permutation(seed, length);
        for (SetLayer layer : sets(seed)) {
            Tensor y = run(x, layer.plain);
            assertClose(Sequences.permuted(y, order), run(Sequences.permuted(x, order), layer.plain), layer.name);
        }
    }

    @Property(tries = 20)
    void permutedElements_changeNoPool(@ForAll @IntRange(min = 1, max = 9) int length, @ForAll long seed) {
        Tensor x = Sequences.random(seed, BATCH, length, WIDTH);
        int[] order = Sequences.permutation(seed, length);
        for (SetLayer layer : pools(seed)) {
            assertClose(run(x, layer.plain), run(Sequences.permuted(x, order), layer.plain), layer.name);
        }
    }

    @Property(tries = 20)
    void padding_changesNothing(
            @ForAll @IntRange(min = 1, max = 6) int length,
            @ForAll @IntRange(min = 1, max = 5) int more,
            @ForAll long seed) {
        Tensor padded = Sequences.random(seed, BATCH, length + more, WIDTH);
        IntTensor ignored = Sequences.ignoredFrom(BATCH, length + more, length);
        Tensor x = Sequences.positions(padded, 0, length);
        for (SetLayer layer : sets(seed)) {
            Tensor y = run(padded, layer.masked.apply(ignored)::forward);
            assertSameBits(run(x, layer.plain), Sequences.positions(y, 0, length), layer.name);
        }
        for (SetLayer layer : pools(seed)) {
            assertSameBits(run(x, layer.plain), run(padded, layer.masked.apply(ignored)::forward), layer.name);
        }
    }

    @Property(tries = 20)
    void oneSample_doesNotDependOnItsNeighbours(@ForAll @IntRange(min = 1, max = 6) int length, @ForAll long seed) {
        Tensor x = Sequences.random(seed, 3, length, WIDTH);
        for (List<SetLayer> layers : List.of(sets(seed), pools(seed))) {
            for (SetLayer layer : layers) {
                Tensor all = run(x, layer.plain);
                for (int b = 0; b < 3; b++) {
                    assertSameBits(all.outer(b, b + 1), run(x.outer(b, b + 1), layer.plain), layer.name);
                }
            }
        }
    }

    @Property(tries = 20)
    void laterInputs_changeNoEarlierOutput(
            @ForAll @IntRange(min = 1, max = 9) int length, @ForAll boolean grouped, @ForAll long seed) {
        MultiheadAttention layer = multihead(grouped ? 2 : 4, seed);
        Tensor x = Sequences.random(seed, BATCH, length, WIDTH);
        Tensor y = run(x, v -> layer.forward(v, Mask.CAUSAL));
        for (int t = 1; t < length; t++) {
            Tensor changed = run(Sequences.changedFrom(x, t, seed + t), v -> layer.forward(v, Mask.CAUSAL));
            assertSameBits(Sequences.positions(y, 0, t), Sequences.positions(changed, 0, t), "before " + t);
        }
    }

    private static List<Attention> simple(long seed) {
        Draws draws = new Draws(seed);
        return List.of(
                new DotAttention(false),
                new DotAttention(true),
                GeneralAttention.of(WIDTH, WIDTH, draws),
                AdditiveAttention.of(WIDTH, WIDTH, 5, draws));
    }

    @Property(tries = 20)
    void weights_areConvex(
            @ForAll @IntRange(min = 1, max = 5) int queries,
            @ForAll @IntRange(min = 1, max = 9) int keys,
            @ForAll boolean causal,
            @ForAll boolean padded,
            @ForAll long seed) {
        Mask mask = (causal ? Mask.CAUSAL : Mask.NONE).withIgnored(padded ? Sequences.ragged(BATCH, keys) : null);
        Tensor q = Sequences.random(seed, BATCH, queries, WIDTH);
        Tensor k = Sequences.random(seed + 1, BATCH, keys, WIDTH);
        for (Attention layer : simple(seed)) {
            assertConvex(run(q, v -> {
                Var key = v.tape().constant(k);
                return layer.forward(v, key, key, mask).weights();
            }));
        }
        MultiheadAttention layer = multihead(2, seed);
        assertConvex(run(q, v -> {
            Var key = v.tape().constant(k);
            return layer.forward(v, key, key, mask, true).weights();
        }));
        assertConvex(run(q, v -> {
            Var key = v.tape().constant(k);
            return layer.forward(v, key, key, mask, true).meanWeights().reshape(BATCH, 1, queries, keys);
        }));
        assertConvex(run(
                k,
                v -> AttentionPooling.of(WIDTH, new Draws(seed))
                        .forward(v, mask.ignored())
                        .weights()));
    }
}
