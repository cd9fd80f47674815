package dev.lanewise.gradient;

import dev.lanewise.autograd.Mode;
import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.nn.Activation;
import dev.lanewise.nn.Linear;
import dev.lanewise.nn.attention.AdditiveAttention;
import dev.lanewise.nn.attention.Attended;
import dev.lanewise.nn.attention.Attention;
import dev.lanewise.nn.attention.AttentionPooling;
import dev.lanewise.nn.attention.AttentionSetPooling;
import dev.lanewise.nn.attention.BlockPattern;
import dev.lanewise.nn.attention.BlockSparseAttention;
import dev.lanewise.nn.attention.DotAttention;
import dev.lanewise.nn.attention.GeneralAttention;
import dev.lanewise.nn.attention.InducedSetAttentionBlock;
import dev.lanewise.nn.attention.LatentCrossAttention;
import dev.lanewise.nn.attention.Linformer;
import dev.lanewise.nn.attention.Mask;
import dev.lanewise.nn.attention.MultiheadAttention;
import dev.lanewise.nn.attention.MultiheadAttentionBlock;
import dev.lanewise.nn.attention.MultiheadOptions;
import dev.lanewise.nn.attention.SetAttentionBlock;
import dev.lanewise.op.Ops;
import dev.lanewise.op.attention.MaskedSoftmax;
import dev.lanewise.op.attention.ScaledDotProductAttention;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The gradients of attention: operations and layers, over random shapes and options. */
class AttentionGradientTest {
    /** About a third of the keys is padding; the first never is. */
    private static IntTensor padding(Random random, int batch, int keys) {
        int[] ignored = new int[batch * keys];
        for (int i = 0; i < ignored.length; i++) {
            ignored[i] = i % keys > 0 && random.nextInt(3) == 0 ? 1 : 0;
        }
        return IntTensor.of(ignored, batch, keys);
    }

    private static int oneOr(Random random, int extent) {
        return random.nextBoolean() ? 1 : extent;
    }

    private static Tensor mask(Random random, Inputs in, int b, int h, int q, int k) {
        return in.floats(Shape.of(oneOr(random, b), oneOr(random, h), oneOr(random, q), oneOr(random, k)));
    }

    @Property(tries = 40)
    @Checks(MaskedSoftmax.class)
    void maskedSoftmax_matchesDifferences(
            @ForAll @IntRange(min = 1, max = 3) int batch,
            @ForAll @IntRange(min = 1, max = 3) int heads,
            @ForAll @IntRange(min = 1, max = 5) int queries,
            @ForAll @IntRange(min = 1, max = 6) int keys,
            @ForAll boolean masked,
            @ForAll boolean padded,
            @ForAll boolean causal,
            @ForAll long seed) {
        Random random = new Random(seed);
        Inputs in = new Inputs(seed);
        GradientCheck check = GradientCheck.of(new MaskedSoftmax(causal, random.nextInt(3)))
                .input("scores", in.floats(Shape.of(batch, heads, queries, keys)))
                .input("mask", masked ? mask(random, in, batch, heads, queries, keys) : null);
        if (padded) {
            check.input("ignored", padding(random, batch, keys));
        }
        check.output(batch, heads, queries, keys).seed(seed).check();
    }

    @Property(tries = 60)
    @Checks(ScaledDotProductAttention.class)
    void scaledDotProductAttention_matchesDifferences(
            @ForAll @IntRange(min = 1, max = 2) int batch,
            @ForAll @IntRange(min = 1, max = 2) int keyHeads,
            @ForAll @IntRange(min = 1, max = 3) int group,
            @ForAll @IntRange(min = 1, max = 5) int queries,
            @ForAll @IntRange(min = 1, max = 6) int keys,
            @ForAll boolean masked,
            @ForAll boolean padded,
            @ForAll boolean causal,
            @ForAll boolean weights,
            @ForAll boolean drops,
            @ForAll long seed) {
        Random random = new Random(seed);
        Inputs in = new Inputs(seed);
        int heads = keyHeads * group;
        int depth = 1 + random.nextInt(4);
        int width = 1 + random.nextInt(4);
        float scale = random.nextBoolean() ? ScaledDotProductAttention.BY_DEPTH : 0.3f;
        Tensor q = in.floats(Shape.of(batch, heads, queries, depth));
        Tensor k = in.floats(Shape.of(batch, keyHeads, keys, depth));
        Tensor v = in.floats(Shape.of(batch, keyHeads, keys, width));
        Tensor mask = masked ? mask(random, in, batch, heads, queries, keys) : null;
        float dropout = drops && distinct(q, k, v, mask) ? 0.4f : 0f;
        ScaledDotProductAttention op =
                new ScaledDotProductAttention(causal, causal ? random.nextInt(3) : 0, scale, dropout, weights);
        GradientCheck check = GradientCheck.of(op).input("q", q).input("k", k).input("v", v);
        if (masked || padded) {
            check.input("mask", mask);
        }
        if (padded) {
            check.input("ignored", padding(random, batch, keys));
        }
        check.output(batch, heads, queries, width);
        if (weights) {
            check.output(batch, heads, queries, keys);
        }
        check.mode(random.nextInt(4) == 0 ? Mode.EVAL : Mode.TRAIN).seed(seed).check();
    }

    /** Both outputs; the weights as a value of its own, since y may be computed from them. */
    private static Var[] pair(Attended attended) {
        return new Var[] {attended.y(), Ops.scale(1f, attended.weights())};
    }

    /** The same value as two operands makes for another draw of dropout: no two operands may have the same shape. */
    private static boolean distinct(Tensor... operands) {
        Set<Shape> shapes = new HashSet<>();
        return Arrays.stream(operands).allMatch(t -> t == null || shapes.add(t.shape()));
    }

    @Property(tries = 30)
    void simpleScores_matchDifferences(
            @ForAll @IntRange(min = 1, max = 3) int batch,
            @ForAll @IntRange(min = 1, max = 4) int queries,
            @ForAll @IntRange(min = 1, max = 5) int keys,
            @ForAll @IntRange(max = 3) int which,
            @ForAll boolean padded,
            @ForAll boolean causal,
            @ForAll long seed) {
        Random random = new Random(seed);
        Inputs in = new Inputs(seed);
        Draws draws = new Draws(seed);
        int width = 1 + random.nextInt(4);
        int keyWidth = which < 2 ? width : 1 + random.nextInt(4);
        Attention layer = switch (which) {
            case 0 -> new DotAttention(false);
            case 1 -> new DotAttention(true);
            case 2 -> GeneralAttention.of(width, keyWidth, draws);
            default -> AdditiveAttention.of(width, keyWidth, 3, draws);
        };
        Mask rules = causal ? Mask.causal(random.nextInt(2)) : Mask.NONE;
        Mask mask = rules.withIgnored(padded ? padding(random, batch, keys) : null);
        GradientCheck.of(layer.toString(), v -> pair(layer.forward(v[0], v[1], v[2], mask)))
                .input("query", in.floats(Shape.of(batch, queries, width)))
                .input("key", in.floats(Shape.of(batch, keys, keyWidth)))
                .input("value", in.floats(Shape.of(batch, keys, 2)))
                .parameters(layer.parameters())
                .output(batch, queries, 2)
                .output(batch, 1, queries, keys)
                .seed(seed)
                .check();
    }

    @Property(tries = 20)
    void attentionPooling_matchesDifferences(
            @ForAll @IntRange(max = 2) int axis,
            @ForAll @IntRange(min = 1, max = 5) int length,
            @ForAll boolean padded,
            @ForAll long seed) {
        int[] extents = {2, 3, 2, 4};
        extents[axis] = length;
        Shape shape = Shape.of(extents);
        AttentionPooling layer = AttentionPooling.of(4, random(seed).nextBoolean() ? axis : axis - 4, new Draws(seed));
        IntTensor ignored = padded ? padding(random(seed), shape.size() / 4 / length, length) : null;
        GradientCheck.of(layer.toString(), v -> pair(layer.forward(v[0], ignored)))
                .input("x", new Inputs(seed).floats(shape))
                .parameters(layer.parameters())
                .seed(seed)
                .check();
    }

    private static Random random(long seed) {
        return new Random(seed);
    }

    private static MultiheadOptions options(Random random, int keyHeads, int group) {
        int heads = keyHeads * group;
        MultiheadOptions of = MultiheadOptions.of(heads * (1 + random.nextInt(2)), heads)
                .withKeyValueHeads(keyHeads)
                .withBias(random.nextBoolean())
                .withAppended(random.nextInt(4) == 0, random.nextInt(4) == 0)
                .withDropout(random.nextInt(4) == 0 ? 0.3f : 0f);
        return random.nextBoolean() ? of : of.withWidths(1 + random.nextInt(4), 1 + random.nextInt(4));
    }

    @Property(tries = 40)
    void multiheadAttention_matchesDifferences(
            @ForAll @IntRange(min = 1, max = 2) int keyHeads,
            @ForAll @IntRange(min = 1, max = 2) int group,
            @ForAll @IntRange(min = 1, max = 3) int queries,
            @ForAll @IntRange(min = 1, max = 4) int keys,
            @ForAll boolean causal,
            @ForAll boolean padded,
            @ForAll boolean weights,
            @ForAll long seed) {
        Random random = new Random(seed);
        Inputs in = new Inputs(seed);
        MultiheadOptions drawn = options(random, keyHeads, group);
        Tensor query = in.floats(Shape.of(2, queries, drawn.embedding()));
        Tensor key = in.floats(Shape.of(2, keys, drawn.keyWidth()));
        Tensor value = in.floats(Shape.of(2, keys, drawn.valueWidth()));
        MultiheadOptions options = distinct(query, key, value) ? drawn : drawn.withDropout(0f);
        MultiheadAttention layer = MultiheadAttention.of(options, new Draws(seed));
        Mask rules = causal ? Mask.CAUSAL : Mask.NONE;
        Mask mask = rules.withIgnored(padded ? padding(random, 2, keys) : null);
        GradientCheck.of(layer.options() + " " + mask, v -> {
                    Attended y = layer.forward(v[0], v[1], v[2], mask.withAdded(v[3]), weights);
                    return weights ? pair(y) : new Var[] {y.y()};
                })
                .input("query", query)
                .input("key", key)
                .input("value", value)
                .input("mask", mask(random, in, 2, options.heads(), queries, keys))
                .parameters(layer.parameters())
                .output(2, queries, options.embedding())
                .seed(seed)
                .check();
    }

    @Property(tries = 20)
    void selfAttention_matchesDifferences(
            @ForAll @IntRange(min = 1, max = 2) int keyHeads,
            @ForAll @IntRange(min = 1, max = 2) int group,
            @ForAll @IntRange(min = 1, max = 4) int length,
            @ForAll boolean causal,
            @ForAll long seed) {
        MultiheadOptions options =
                MultiheadOptions.of(2 * keyHeads * group, keyHeads * group).withKeyValueHeads(keyHeads);
        MultiheadAttention layer = MultiheadAttention.of(options, new Draws(seed));
        GradientCheck.of("self-attention", v -> new Var[] {layer.forward(v[0], causal ? Mask.CAUSAL : Mask.NONE)})
                .input("x", new Inputs(seed).floats(Shape.of(2, length, options.embedding())))
                .parameters(layer.parameters())
                .seed(seed)
                .check();
    }

    @Property(tries = 20)
    void linformer_matchesDifferences(
            @ForAll @IntRange(min = 1, max = 5) int length,
            @ForAll @IntRange(min = 1, max = 3) int combinations,
            @ForAll boolean shared,
            @ForAll long seed) {
        Linformer apart = Linformer.of(MultiheadOptions.of(4, 2), 5, combinations, new Draws(seed));
        Parameter e = apart.key_projection();
        Linformer layer = shared ? new Linformer(apart.attention(), e, e) : apart;
        GradientCheck.of("linformer", v -> pair(layer.forward(v[0], true)))
                .input("x", new Inputs(seed).floats(Shape.of(2, length, 4)))
                .parameters(layer.parameters())
                .output(2, length, 4)
                .output(2, 2, length, combinations)
                .seed(seed)
                .check();
    }

    @Property(tries = 20)
    void blockSparseAttention_matchesDifferences(
            @ForAll @IntRange(min = 1, max = 2) int block,
            @ForAll @IntRange(min = 1, max = 4) int blocks,
            @ForAll @IntRange(max = 1) int window,
            @ForAll @IntRange(max = 2) int global,
            @ForAll @IntRange(max = 2) int drawn,
            @ForAll boolean padded,
            @ForAll long seed) {
        BlockPattern pattern = new BlockPattern(window, global, drawn, seed);
        BlockSparseAttention layer =
                BlockSparseAttention.of(MultiheadOptions.of(4, 2), block, pattern, new Draws(seed));
        int length = block * blocks;
        IntTensor ignored = padded ? padding(random(seed), 2, length) : null;
        GradientCheck.of(layer.pattern() + " " + block, v -> new Var[] {layer.forward(v[0], ignored)})
                .input("x", new Inputs(seed).floats(Shape.of(2, length, 4)))
                .parameters(layer.parameters())
                .output(2, length, 4)
                .seed(seed)
                .check();
    }

    private static MultiheadAttentionBlock block(Draws draws) {
        return MultiheadAttentionBlock.of(MultiheadOptions.of(4, 2), Activation.GELU, draws);
    }

    @Property(tries = 15)
    void setBlocks_matchDifferences(
            @ForAll @IntRange(min = 1, max = 4) int elements,
            @ForAll @IntRange(min = 1, max = 3) int points,
            @ForAll boolean padded,
            @ForAll long seed) {
        Draws draws = new Draws(seed);
        Parameter vectors = new Parameter(
                new Inputs(seed + 1).floats(Shape.of(1, points, 4)).copy());
        SetAttentionBlock sab = new SetAttentionBlock(block(draws));
        InducedSetAttentionBlock isab = new InducedSetAttentionBlock(vectors, block(draws), block(draws));
        AttentionSetPooling pma = new AttentionSetPooling(vectors, Linear.of(4, 4, draws), block(draws));
        IntTensor ignored = padded ? padding(random(seed), 2, elements) : null;
        Tensor x = new Inputs(seed).floats(Shape.of(2, elements, 4));
        GradientCheck.of("SAB", v -> new Var[] {sab.forward(v[0], ignored)})
                .input("x", x)
                .parameters(sab.parameters())
                .output(2, elements, 4)
                .seed(seed)
                .check();
        GradientCheck.of("ISAB", v -> new Var[] {isab.forward(v[0], ignored)})
                .input("x", x)
                .parameters(isab.parameters())
                .output(2, elements, 4)
                .seed(seed)
                .check();
        GradientCheck.of("PMA", v -> new Var[] {pma.forward(v[0], ignored)})
                .input("x", x)
                .parameters(pma.parameters())
                .output(2, points, 4)
                .seed(seed)
                .check();
    }

    @Property(tries = 15)
    void latentCrossAttention_matchesDifferences(
            @ForAll @IntRange(min = 1, max = 4) int elements,
            @ForAll @IntRange(min = 4, max = 6) int inputs,
            @ForAll boolean padded,
            @ForAll long seed) {
        LatentCrossAttention layer = LatentCrossAttention.of(3, 4, inputs, 2, new Draws(seed));
        // As small as they begin, a norm would magnify what a difference adds to them.
        Inputs in = new Inputs(seed);
        layer.latents().value().copyFrom(in.floats(Shape.of(1, 3, 4)));
        IntTensor ignored = padded ? padding(random(seed), 2, elements) : null;
        GradientCheck.of("latents", v -> new Var[] {layer.forward(v[0], ignored)})
                .input("x", in.floats(Shape.of(2, elements, inputs)))
                .parameters(layer.parameters())
                .output(2, 3, 4)
                .seed(seed)
                .check();
    }
}
