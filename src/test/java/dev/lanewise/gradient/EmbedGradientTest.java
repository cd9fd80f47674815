package dev.lanewise.gradient;

import dev.lanewise.autograd.Var;
import dev.lanewise.init.Draws;
import dev.lanewise.nn.Linear;
import dev.lanewise.nn.embed.ClippedDistances;
import dev.lanewise.nn.embed.LearnedPositions;
import dev.lanewise.nn.embed.RelativeBias;
import dev.lanewise.nn.embed.Rotary;
import dev.lanewise.nn.embed.SinusoidalPositions;
import dev.lanewise.op.Ops;
import dev.lanewise.op.shape.Embedding;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The gradients of embeddings and positions against central differences. */
class EmbedGradientTest {
    private static final int TRIES = 30;

    @Property(tries = TRIES)
    @Checks(Embedding.class)
    void embedding_matchesDifferences(
            @ForAll @IntRange(min = 2, max = 6) int vocabulary,
            @ForAll @IntRange(max = 4) int dim,
            @ForAll @IntRange(max = 3) int n,
            @ForAll @IntRange(max = 3) int t,
            @ForAll boolean padded,
            @ForAll long seed) {
        Inputs in = new Inputs(seed);
        // The padding token, here the last, has no gradient by definition, and a difference would find one.
        IntTensor ids = in.classes(n * t, padded ? vocabulary - 1 : vocabulary).reshape(Shape.of(n, t));
        GradientCheck.of(new Embedding(padded ? vocabulary - 1 : -1))
                .input("weight", in.floats(Shape.of(vocabulary, dim)))
                .input("ids", ids)
                .output(n, t, dim)
                .seed(seed)
                .check();
    }

    @Property(tries = 10)
    void tiedEmbedding_addsBothGradients(@ForAll @IntRange(min = 2, max = 6) int vocabulary, @ForAll long seed) {
        Inputs in = new Inputs(seed);
        dev.lanewise.nn.embed.Embedding embedding = dev.lanewise.nn.embed.Embedding.of(vocabulary, 3, new Draws(seed));
        Linear output = embedding.tied();
        GradientCheck.of("tied", v -> new Var[] {output.forward(embedding.forward(v[0]))})
                .input("ids", in.classes(4, vocabulary))
                .parameters(embedding.parameters())
                .output(4, vocabulary)
                .seed(seed)
                .check();
    }

    @Property(tries = 15)
    void positions_matchDifferences(
            @ForAll @IntRange(min = 1, max = 4) int t,
            @ForAll @IntRange(min = 1, max = 5) int dim,
            @ForAll @IntRange(max = 3) int offset,
            @ForAll long seed) {
        Inputs in = new Inputs(seed);
        SinusoidalPositions sinusoids = SinusoidalPositions.of(8, dim);
        LearnedPositions learned = LearnedPositions.of(8, dim, 1f, new Draws(seed));
        GradientCheck.of("positions", v -> new Var[] {sinusoids.forward(v[0], offset), learned.forward(v[0], offset)})
                .input("x", in.floats(Shape.of(2, t, dim)))
                .parameters(learned.parameters())
                .output(2, t, dim)
                .output(2, t, dim)
                .seed(seed)
                .check();
    }

    @Property(tries = 20)
    void rotary_matchesDifferences(
            @ForAll @IntRange(min = 1, max = 4) int t,
            @ForAll @IntRange(min = 1, max = 3) int pairs,
            @ForAll @IntRange(max = 2) int rest,
            @ForAll @IntRange(max = 3) int offset,
            @ForAll boolean interleaved,
            @ForAll long seed) {
        Rotary rotary = Rotary.of(7, 2 * pairs, interleaved);
        Tensor x = new Inputs(seed).floats(Shape.of(2, t, 2 * pairs + rest));
        GradientCheck.of("rotary", v -> new Var[] {rotary.forward(v[0], offset)})
                .input("x", x)
                .output(x.shape())
                .seed(seed)
                .check();
    }

    @Property(tries = 20)
    void relativeBiases_matchDifferences(
            @ForAll @IntRange(max = 4) int queries,
            @ForAll @IntRange(max = 4) int before,
            @ForAll boolean bidirectional,
            @ForAll long seed) {
        int keys = queries + before;
        Draws draws = new Draws(seed);
        RelativeBias buckets = RelativeBias.of(8, 2, bidirectional, 5, draws);
        ClippedDistances clipped = ClippedDistances.of(2, 2, draws);
        GradientCheck.of("relative", v -> new Var[] {
                    Ops.add(v[0], buckets.forward(v[0].tape(), queries, keys)),
                    Ops.add(v[0], clipped.bias(v[0].tape(), queries, keys)),
                    clipped.forward(v[0].tape(), queries, keys)
                })
                .input("scores", new Inputs(seed).floats(Shape.of(2, queries, keys)))
                .parameters(Map.of("buckets", buckets.weight(), "clipped", clipped.weight()))
                .output(2, queries, keys)
                .output(2, queries, keys)
                .output(queries, keys, 2)
                .seed(seed)
                .check();
    }
}
