package dev.lanewise.property;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.autograd.Var;
import dev.lanewise.loss.BinaryCrossEntropyWithLogits;
import dev.lanewise.loss.Contrastive;
import dev.lanewise.loss.CosineEmbedding;
import dev.lanewise.loss.Gan;
import dev.lanewise.loss.Hinge;
import dev.lanewise.loss.InfoNce;
import dev.lanewise.loss.NegativeSampling;
import dev.lanewise.loss.Reduction;
import dev.lanewise.loss.TripletMargin;
import dev.lanewise.op.Ops;
import dev.lanewise.property.LossPropertyTest.Outcome;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What defines the losses of embeddings, of margins and of games. */
class EmbeddingLossPropertyTest {
    /** Named closeness of a loss to its known value. */
    private static final double CLOSE = 1e-5;

    private static final int TRIES = 50;

    @Property(tries = TRIES)
    void tripletFarEnough_costsNothing(
            @ForAll @IntRange(min = 1, max = 5) int n,
            @ForAll @IntRange(min = 1, max = 6) int d,
            @ForAll boolean swap,
            @ForAll long seed) {
        Random random = new Random(seed);
        Tensor anchor = LossPropertyTest.uniform(random, -1, 1, n, d);
        Tensor positive = LossPropertyTest.uniform(random, -1, 1, n, d);
        Tensor negative = LossPropertyTest.uniform(random, 9, 11, n, d);
        TripletMargin loss = new TripletMargin(1f, 2f, 1e-6f, swap, Reduction.NONE);
        Outcome outcome = LossPropertyTest.run(
                anchor, v -> loss.of(v, v.tape().constant(positive), v.tape().constant(negative)));
        LossPropertyTest.assertZero(outcome.loss());
        LossPropertyTest.assertZero(outcome.dx());
        // Exchanged, every triplet is wrong by the difference of the distances and the margin.
        Outcome wrong = LossPropertyTest.run(
                anchor, v -> loss.of(v, v.tape().constant(negative), v.tape().constant(positive)));
        for (float v : wrong.loss().toArray()) {
            assertTrue(v > 1f, "loss " + v);
        }
    }

    @Property(tries = TRIES)
    void infoNceOfEqualRows_isTheLogarithmOfTheirNumber(
            @ForAll @IntRange(min = 1, max = 9) int n,
            @ForAll @IntRange(min = 1, max = 6) int d,
            @ForAll boolean symmetric,
            @ForAll long seed) {
        Tensor row = LossPropertyTest.uniform(new Random(seed), 0.5f, 1, d);
        Tensor rows = Tensor.zeros(n, d);
        for (int i = 0; i < n; i++) {
            rows.outer(i).copyFrom(row);
        }
        InfoNce loss = new InfoNce(0.3f, true, symmetric, Reduction.MEAN);
        assertEquals(
                Math.log(n), LossPropertyTest.run(rows, rows, loss::of).loss().get(), CLOSE);
    }

    @Property(tries = TRIES)
    void infoNceOfIdenticalOrthogonalPairs_isThatOfTheTemperature(
            @ForAll @IntRange(min = 1, max = 9) int n, @ForAll @IntRange(min = 1, max = 4) int warmth) {
        Tensor rows = Tensor.zeros(n, n);
        for (int i = 0; i < n; i++) {
            rows.set(3f, i, i);
        }
        double temperature = warmth / 4.0;
        double expected = Math.log(1 + (n - 1) * Math.exp(-1 / temperature));
        InfoNce loss = new InfoNce((float) temperature);
        assertEquals(expected, LossPropertyTest.run(rows, rows, loss::of).loss().get(), CLOSE);
    }

    @Property(tries = TRIES)
    void cosineEmbedding_doesNotDependOnLengths(
            @ForAll @IntRange(min = 1, max = 5) int n, @ForAll @IntRange(min = 1, max = 6) int d, @ForAll long seed) {
        Random random = new Random(seed);
        Tensor a = LossPropertyTest.uniform(random, 0.5f, 2, n, d);
        Tensor b = LossPropertyTest.uniform(random, -2, -0.5f, n, d);
        IntTensor signs = signs(random, n);
        CosineEmbedding loss = new CosineEmbedding(-1f, Reduction.NONE);
        Tensor once = LossPropertyTest.run(a, v -> loss.of(v, on(v, b), v.tape().constant(signs)))
                .loss();
        Tensor scaled = LossPropertyTest.run(
                        a, v -> loss.of(Ops.scale(7f, v), on(v, b), v.tape().constant(signs)))
                .loss();
        LossPropertyTest.assertClose(once, scaled, "seven times as long");
        IntTensor ones = IntTensor.zeros(n);
        Arrays.fill(ones.array(), 1);
        Tensor same = LossPropertyTest.run(a, v -> loss.of(v, on(v, a), v.tape().constant(ones)))
                .loss();
        LossPropertyTest.assertClose(Tensor.zeros(n), same, "with itself");
    }

    private static Var on(Var x, Tensor data) {
        return x.tape().constant(data);
    }

    private static IntTensor signs(Random random, int... shape) {
        IntTensor signs = IntTensor.zeros(shape);
        for (int i = 0; i < signs.size(); i++) {
            signs.array()[i] = random.nextBoolean() ? 1 : -1;
        }
        return signs;
    }

    @Property(tries = TRIES)
    void contrastive_pullsAndPushes(@ForAll @IntRange(min = 1, max = 6) int d, @ForAll long seed) {
        Random random = new Random(seed);
        Tensor a = LossPropertyTest.uniform(random, -1, 1, 1, d);
        Tensor b = LossPropertyTest.uniform(random, -1, 1, 1, d);
        double squared = 0;
        for (int i = 0; i < d; i++) {
            squared += Math.pow(a.array()[i] - b.array()[i], 2);
        }
        Contrastive loss = new Contrastive(1f, Reduction.SUM);
        IntTensor together = IntTensor.of(new int[] {1}, 1);
        IntTensor apart = IntTensor.of(new int[] {-1}, 1);
        float near = LossPropertyTest.run(a, v -> loss.of(v, on(v, b), v.tape().constant(together)))
                .loss()
                .get();
        assertEquals(squared / 2, near, CLOSE);
        float far = LossPropertyTest.run(a, v -> loss.of(v, on(v, b), v.tape().constant(apart)))
                .loss()
                .get();
        assertEquals(Math.pow(Math.max(0, 1 - Math.sqrt(squared)), 2) / 2, far, CLOSE);
        Outcome same =
                LossPropertyTest.run(a, v -> loss.of(v, on(v, a), v.tape().constant(together)));
        assertEquals(0f, same.loss().get());
        LossPropertyTest.assertZero(same.dx());
    }

    @Property(tries = TRIES)
    void hingeBeyondTheMargin_costsNothing(@ForAll @IntRange(min = 1, max = 9) int d, @ForAll long seed) {
        Random random = new Random(seed);
        IntTensor signs = signs(random, d);
        Tensor x = LossPropertyTest.uniform(random, 1.1f, 3, d);
        for (int i = 0; i < d; i++) {
            x.array()[i] *= signs.get(i);
        }
        for (boolean squared : new boolean[] {false, true}) {
            Outcome right = LossPropertyTest.run(x, signs, new Hinge(1f, squared, Reduction.SUM)::of);
            assertEquals(0f, right.loss().get());
            LossPropertyTest.assertZero(right.dx());
        }
    }

    @Property(tries = TRIES)
    void negativeSampling_isBinaryCrossEntropyOfTheScores(
            @ForAll @IntRange(min = 1, max = 4) int n,
            @ForAll @IntRange(max = 4) int k,
            @ForAll @IntRange(min = 1, max = 5) int d,
            @ForAll long seed) {
        Random random = new Random(seed);
        Tensor center = LossPropertyTest.uniform(random, -1, 1, n, d);
        Tensor context = LossPropertyTest.uniform(random, -1, 1, n, d);
        Tensor negatives = LossPropertyTest.uniform(random, -1, 1, n, k, d);
        Tensor loss = LossPropertyTest.run(
                        center, v -> new NegativeSampling(Reduction.SUM).of(v, on(v, context), on(v, negatives)))
                .loss();
        double expected = 0;
        for (int i = 0; i < n; i++) {
            expected += Math.log1p(Math.exp(-dot(center.outer(i), context.outer(i))));
            for (int j = 0; j < k; j++) {
                expected += Math.log1p(
                        Math.exp(dot(center.outer(i), negatives.outer(i).outer(j))));
            }
        }
        assertEquals(expected, loss.get(), CLOSE * Math.max(1, expected));
    }

    private static double dot(Tensor a, Tensor b) {
        double sum = 0;
        for (int i = 0; i < a.size(); i++) {
            sum += (double) a.toArray()[i] * b.toArray()[i];
        }
        return sum;
    }

    @Property(tries = TRIES)
    void ganLosses_areBinaryCrossEntropies(@ForAll @IntRange(min = 1, max = 9) int d, @ForAll long seed) {
        Random random = new Random(seed);
        Tensor real = LossPropertyTest.uniform(random, -5, 5, d);
        Tensor fake = LossPropertyTest.uniform(random, -5, 5, d);
        Tensor ones = Tensor.zeros(d);
        ones.fill(1f);
        Tensor zeros = Tensor.zeros(d);
        BinaryCrossEntropyWithLogits bce = new BinaryCrossEntropyWithLogits();
        double players = bce(bce, real, ones) + bce(bce, fake, zeros);
        for (Gan.Kind kind : new Gan.Kind[] {Gan.Kind.MINIMAX, Gan.Kind.NON_SATURATING}) {
            Gan gan = new Gan(kind);
            float discriminator =
                    LossPropertyTest.run(real, fake, gan::discriminator).loss().get();
            assertEquals(players, discriminator, CLOSE * Math.max(1, players));
        }
        float minimax = LossPropertyTest.run(fake, new Gan(Gan.Kind.MINIMAX)::generator)
                .loss()
                .get();
        assertEquals(-bce(bce, fake, zeros), minimax, CLOSE * 10);
        float saturating = LossPropertyTest.run(fake, new Gan(Gan.Kind.NON_SATURATING)::generator)
                .loss()
                .get();
        assertEquals(bce(bce, fake, ones), saturating, CLOSE * 10);
        // Where the discriminator is sure of everything, least squares has nothing to gain.
        Gan squares = new Gan(Gan.Kind.LEAST_SQUARES);
        assertEquals(
                0f,
                LossPropertyTest.run(ones, zeros, squares::discriminator).loss().get());
        assertEquals(0f, LossPropertyTest.run(ones, squares::generator).loss().get());
        assertEquals(
                0.5f, LossPropertyTest.run(zeros, squares::generator).loss().get());
    }

    private static float bce(BinaryCrossEntropyWithLogits loss, Tensor x, Tensor target) {
        return LossPropertyTest.run(x, target, loss::of).loss().get();
    }
}
