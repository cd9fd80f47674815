package dev.lanewise.property;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.autograd.Gradients;
import dev.lanewise.autograd.Mode;
import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.gradient.Inputs;
import dev.lanewise.init.Draws;
import dev.lanewise.nn.embed.Alibi;
import dev.lanewise.nn.embed.ClippedDistances;
import dev.lanewise.nn.embed.Embedding;
import dev.lanewise.nn.embed.LearnedPositions;
import dev.lanewise.nn.embed.RelativeBias;
import dev.lanewise.nn.embed.Rotary;
import dev.lanewise.nn.embed.SinusoidalPositions;
import dev.lanewise.op.Ops;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The invariances that define embeddings and positions. */
class EmbedPropertyTest {
    private static final int TRIES = 30;

    /** Named closeness of values of the order of 1 computed in two ways. */
    private static final double CLOSE = 2e-5;

    private static Tensor run(Tensor x, Function<Var, Var> layer) {
        Tape tape = Tape.inference();
        tape.begin(0);
        return layer.apply(tape.constant(x)).detach();
    }

    private static double dot(Tensor a, Tensor b) {
        double sum = 0;
        for (int i = 0; i < a.size(); i++) {
            sum += (double) a.toArray()[i] * b.toArray()[i];
        }
        return sum;
    }

    @Property(tries = TRIES)
    void rotary_preservesNorms_andDotProductsDependOnDistancesAlone(
            @ForAll @IntRange(min = 1, max = 4) int pairs,
            @ForAll @IntRange(max = 5) int i,
            @ForAll @IntRange(max = 5) int j,
            @ForAll @IntRange(max = 9) int shift,
            @ForAll boolean interleaved,
            @ForAll long seed) {
        int d = 2 * pairs;
        Rotary rotary = Rotary.of(16, d, interleaved);
        Inputs in = new Inputs(seed);
        Tensor q = in.floats(Shape.of(1, d)).copy();
        Tensor k = in.floats(Shape.of(1, d)).copy();
        Tensor turned = run(q, x -> rotary.forward(x, i));
        assertEquals(Math.sqrt(dot(q, q)), Math.sqrt(dot(turned, turned)), CLOSE);
        double here = dot(turned, run(k, x -> rotary.forward(x, j)));
        double there = dot(run(q, x -> rotary.forward(x, i + shift)), run(k, x -> rotary.forward(x, j + shift)));
        assertEquals(here, there, CLOSE * (1 + Math.sqrt(dot(q, q) * dot(k, k))));
    }

    /** Pair by pair with complex numbers, in double. */
    @Property(tries = TRIES)
    void rotary_isItsFormula(
            @ForAll @IntRange(min = 1, max = 4) int pairs,
            @ForAll @IntRange(max = 3) int rest,
            @ForAll @IntRange(max = 4) int offset,
            @ForAll boolean interleaved,
            @ForAll long seed) {
        int r = 2 * pairs;
        Tensor x = new Inputs(seed).floats(Shape.of(2, 3, r + rest)).copy();
        Rotary rotary = Rotary.of(8, r, 500, interleaved);
        Tensor y = run(x, v -> rotary.forward(v, offset));
        for (int n = 0; n < 2; n++) {
            for (int t = 0; t < 3; t++) {
                for (int p = 0; p < pairs; p++) {
                    int a = interleaved ? 2 * p : p;
                    int b = interleaved ? 2 * p + 1 : p + pairs;
                    double angle = (t + offset) / Math.pow(500, p / (double) pairs);
                    assertEquals(
                            x.get(n, t, a) * Math.cos(angle) - x.get(n, t, b) * Math.sin(angle), y.get(n, t, a), CLOSE);
                    assertEquals(
                            x.get(n, t, a) * Math.sin(angle) + x.get(n, t, b) * Math.cos(angle), y.get(n, t, b), CLOSE);
                }
                for (int e = r; e < r + rest; e++) {
                    assertEquals(x.get(n, t, e), y.get(n, t, e));
                }
            }
        }
    }

    /** A cached step at position t equals row t of the whole sequence. */
    @Property(tries = TRIES)
    void positions_ofASuffix_equalThoseOfTheWhole(
            @ForAll @IntRange(min = 1, max = 6) int length,
            @ForAll @IntRange(max = 5) int from,
            @ForAll boolean interleaved,
            @ForAll long seed) {
        int at = Math.min(from, length - 1);
        Tensor x = new Inputs(seed).floats(Shape.of(length, 4)).copy();
        Tensor suffix = x.outer(at, length).copy();
        Rotary rotary = Rotary.of(6, 4, interleaved);
        SinusoidalPositions sinusoids = SinusoidalPositions.of(6, 4);
        LearnedPositions learned = LearnedPositions.of(6, 4, 1f, new Draws(seed));
        assertSuffix(run(x, rotary::forward), run(suffix, v -> rotary.forward(v, at)), at);
        assertSuffix(run(x, sinusoids::forward), run(suffix, v -> sinusoids.forward(v, at)), at);
        assertSuffix(run(x, learned::forward), run(suffix, v -> learned.forward(v, at)), at);
    }

    private static void assertSuffix(Tensor whole, Tensor suffix, int from) {
        assertArrayEquals(whole.outer(from, whole.dim(0)).toArray(), suffix.toArray());
    }

    @Property(tries = TRIES)
    void sinusoids_areTheirFormula(@ForAll @IntRange(min = 1, max = 9) int dim, @ForAll @IntRange(max = 40) int t) {
        Tensor table = SinusoidalPositions.of(41, dim).table();
        for (int d = 0; d < dim; d++) {
            double angle = t / Math.pow(10_000, (d / 2) * 2 / (double) dim);
            assertEquals(d % 2 == 0 ? Math.sin(angle) : Math.cos(angle), table.get(t, d), CLOSE);
        }
    }

    @Property(tries = TRIES)
    void paddingToken_getsNoGradient_othersTheirCount(
            @ForAll @IntRange(min = 1, max = 5) int vocabulary,
            @ForAll @IntRange(max = 12) int tokens,
            @ForAll long seed) {
        int padding = (int) Math.floorMod(seed, (long) vocabulary);
        Embedding layer = Embedding.of(vocabulary, 3, padding, new Draws(seed));
        assertArrayEquals(new float[3], layer.weight().value().outer(padding).toArray());
        IntTensor ids = new Inputs(seed).classes(tokens, vocabulary);
        Tape tape = Tape.training(0);
        tape.begin(0);
        Gradients gradients = tape.backward(Ops.sum(layer.forward(tape.constant(ids))));
        int[] counts = new int[vocabulary];
        for (int id : ids.toArray()) {
            counts[id]++;
        }
        for (int v = 0; v < vocabulary; v++) {
            float expected = v == padding ? 0f : counts[v];
            for (float g : gradients.of(layer.weight()).outer(v).toArray()) {
                assertEquals(expected, g);
            }
        }
    }

    @Property(tries = TRIES)
    void largestNorm_isKeptByTheTokensLookedUp_inTrainingOnly(
            @ForAll @IntRange(min = 1, max = 6) int tokens, @ForAll boolean euclidean, @ForAll long seed) {
        double p = euclidean ? 2 : 1;
        Parameter weight = new Parameter(new Inputs(seed).floats(Shape.of(6, 3)).copy());
        Embedding layer = new Embedding(weight, null, 1f, p);
        Tensor before = weight.value().copy();
        IntTensor ids = new Inputs(seed).classes(tokens, 6);
        run(before, x -> layer.forward(x.tape().constant(ids)));
        assertArrayEquals(before.toArray(), weight.value().toArray());
        Tape tape = Tape.of(Mode.TRAIN, false, 0);
        tape.begin(0);
        layer.forward(tape.constant(ids));
        for (int v = 0; v < 6; v++) {
            int id = v;
            boolean seen = java.util.Arrays.stream(ids.toArray()).anyMatch(i -> i == id);
            double norm = norm(before.outer(v), p);
            double factor = seen && norm > 1 ? 1 / norm : 1;
            for (int d = 0; d < 3; d++) {
                assertEquals(before.get(v, d) * factor, weight.value().get(v, d), CLOSE);
            }
        }
    }

    private static double norm(Tensor row, double p) {
        double sum = 0;
        for (float v : row.toArray()) {
            sum += Math.pow(Math.abs(v), p);
        }
        return Math.pow(sum, 1 / p);
    }

    @Test
    void tiedProjection_sharesTheParameter() {
        Embedding layer = Embedding.of(5, 3, new Draws(1));
        assertSame(layer.weight(), layer.tied().weight());
    }

    /** The slopes that the paper gives for 8 heads, and those of its code for 12. */
    @Test
    void alibi_slopes_areThePapers() {
        float[] eight = {0.5f, 0.25f, 0.125f, 0.0625f, 0.03125f, 0.015625f, 0.0078125f, 0.00390625f};
        assertArrayEquals(eight, new Alibi(8).slopes().toArray());
        float[] twelve = new Alibi(12).slopes().toArray();
        for (int h = 0; h < 12; h++) {
            double expected = h < 8 ? eight[h] : Math.pow(2, -0.5 - (h - 8));
            assertEquals(expected, twelve[h], CLOSE);
        }
        assertArrayEquals(new float[] {0x1p-8f}, new Alibi(1).slopes().toArray());
    }

    @Property(tries = TRIES)
    void alibi_isMinusSlopeTimesDistance_alignedAtTheEnd(
            @ForAll @IntRange(min = 1, max = 9) int heads,
            @ForAll @IntRange(max = 4) int queries,
            @ForAll @IntRange(max = 4) int before) {
        Alibi alibi = new Alibi(heads);
        int keys = queries + before;
        Tensor bias = alibi.bias(queries, keys);
        Tensor whole = alibi.bias(keys, keys);
        for (int h = 0; h < heads; h++) {
            for (int i = 0; i < queries; i++) {
                for (int j = 0; j < keys; j++) {
                    assertEquals(-alibi.slopes().get(h) * Math.abs(i + before - j), bias.get(h, i, j));
                    assertEquals(whole.get(h, i + before, j), bias.get(h, i, j));
                }
            }
        }
    }

    /** Buckets of T5's own function, by its defaults of 32 buckets and a largest distance of 128. */
    @Test
    void relativeBias_buckets_areThoseOfT5() {
        RelativeBias both = RelativeBias.of(32, 1, true, 128, new Draws(1));
        RelativeBias causal = RelativeBias.of(32, 1, false, 128, new Draws(1));
        int[] distances = {-200, -128, -127, -64, -32, -16, -15, -9, -8, -7, -1, 0, 1, 7, 8, 9, 16, 32, 64, 127, 200};
        int[] expectedBoth = {15, 15, 15, 14, 12, 10, 9, 8, 8, 7, 1, 0, 17, 23, 24, 24, 26, 28, 30, 31, 31};
        int[] expectedCausal = {31, 31, 31, 26, 21, 16, 15, 9, 8, 7, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        for (int i = 0; i < distances.length; i++) {
            assertEquals(expectedBoth[i], both.bucket(distances[i]), "distance " + distances[i]);
            assertEquals(expectedCausal[i], causal.bucket(distances[i]), "distance " + distances[i]);
        }
    }

    @Property(tries = TRIES)
    void relativeBiases_dependOnTheDistanceAlone(
            @ForAll @IntRange(min = 1, max = 6) int length, @ForAll boolean bidirectional, @ForAll long seed) {
        Draws draws = new Draws(seed);
        RelativeBias buckets = RelativeBias.of(8, 2, bidirectional, 5, draws);
        ClippedDistances clipped = ClippedDistances.of(2, 2, draws);
        Tape tape = Tape.inference();
        tape.begin(0);
        for (Tensor bias : new Tensor[] {
            buckets.forward(tape, length, length).detach(),
            clipped.bias(tape, length, length).detach()
        }) {
            for (int h = 0; h < 2; h++) {
                for (int i = 1; i < length; i++) {
                    for (int j = 1; j < length; j++) {
                        assertEquals(bias.get(h, i - 1, j - 1), bias.get(h, i, j));
                    }
                }
            }
        }
        Tensor vectors = clipped.forward(tape, length, length).detach();
        for (int i = 0; i < length; i++) {
            for (int j = 0; j < length; j++) {
                int row = Math.clamp(j - i, -2, 2) + 2;
                assertArrayEquals(
                        clipped.weight().value().outer(row).toArray(),
                        vectors.outer(i).outer(j).toArray());
            }
        }
        assertTrue(length < 2 || clipped.weight().value().get(1, 0) == vectors.get(1, 0, 0));
    }
}
