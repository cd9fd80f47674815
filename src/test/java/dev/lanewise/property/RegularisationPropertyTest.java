package dev.lanewise.property;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.autograd.Gradients;
import dev.lanewise.autograd.Mode;
import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.gradient.Inputs;
import dev.lanewise.init.Draws;
import dev.lanewise.init.Normal;
import dev.lanewise.loss.L1Penalty;
import dev.lanewise.loss.L2Penalty;
import dev.lanewise.nn.AlphaDropout;
import dev.lanewise.nn.ChannelDropout;
import dev.lanewise.nn.DropPath;
import dev.lanewise.nn.Dropout;
import dev.lanewise.nn.Unary;
import dev.lanewise.nn.latent.Gaussian;
import dev.lanewise.optim.MaxNorm;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What dropouts, draws, penalties and the norm constraint keep. */
class RegularisationPropertyTest {
    private static final int TRIES = 30;

    private static final int DRAWS = 1 << 14;

    /** Named closeness of a mean of draws to its expectation, in standard deviations of that mean. */
    private static final double CLOSE_DEVIATIONS = 5;

    /** Named closeness of an estimated variance, as a fraction. */
    private static final double CLOSE_VARIANCE = 0.1;

    /** Named closeness of values of the order of 1 computed in two ways. */
    private static final double CLOSE = 2e-5;

    private static float[] run(Mode mode, Unary layer, Tensor x, long seed) {
        Tape tape = Tape.of(mode, false, seed);
        tape.begin(0);
        return layer.forward(tape.constant(x)).tensor().toArray();
    }

    private static Tensor ones(int... shape) {
        Tensor ones = Tensor.zeros(shape);
        ones.fill(1f);
        return ones;
    }

    private static List<Unary> dropouts(float p) {
        return List.of(new Dropout(p), new ChannelDropout(p), new DropPath(p), new AlphaDropout(p));
    }

    @Property(tries = TRIES)
    void dropout_keepsTheExpectation(@ForAll @FloatRange(max = 0.9f) float p, @ForAll long seed) {
        for (Unary layer : List.of(new Dropout(p), new ChannelDropout(p), new DropPath(p))) {
            Tensor x = layer instanceof DropPath ? ones(DRAWS, 1, 1) : ones(DRAWS / 2, 2, 1);
            double mean = 0;
            for (float v : run(Mode.TRAIN, layer, x, seed)) {
                mean += v / (double) x.size();
            }
            // Of one element: (1 - p) * (1 / (1 - p))^2 - 1.
            double deviation = Math.sqrt(p / (1 - p) / x.size());
            assertEquals(1, mean, CLOSE_DEVIATIONS * deviation + CLOSE, layer.toString());
        }
    }

    @Property(tries = TRIES)
    void dropouts_inEvaluationOrOfProbabilityZero_areTheIdentity(
            @ForAll @FloatRange(max = 1f) float p, @ForAll long seed) {
        Tensor x = new Inputs(seed).floats(Shape.of(3, 4, 5)).copy();
        for (Unary layer : dropouts(p)) {
            assertArrayEquals(x.toArray(), run(Mode.EVAL, layer, x, seed));
        }
        for (Unary layer : dropouts(0f)) {
            assertArrayEquals(x.toArray(), run(Mode.TRAIN, layer, x, seed));
        }
    }

    @Test
    void dropouts_ofProbabilityOne_leaveNothing() {
        Tensor x = new Inputs(1).floats(Shape.of(3, 4, 5)).copy();
        for (Unary layer : dropouts(1f)) {
            for (float v : run(Mode.TRAIN, layer, x, 1)) {
                assertEquals(0f, v + 0f, layer.toString());
            }
        }
    }

    @Property(tries = TRIES)
    void channelDropoutAndDropPath_takeAllOfABlockOrNothing(
            @ForAll @IntRange(min = 1, max = 5) int n,
            @ForAll @IntRange(min = 1, max = 5) int c,
            @ForAll @FloatRange(min = 0.1f, max = 0.9f) float p,
            @ForAll long seed) {
        Tensor x = ones(n, c, 3, 2);
        assertBlocks(run(Mode.TRAIN, new ChannelDropout(p), x, seed), 6, p);
        assertBlocks(run(Mode.TRAIN, new DropPath(p), x, seed), 6 * c, p);
    }

    private static void assertBlocks(float[] y, int size, float p) {
        for (int i = 0; i < y.length; i++) {
            assertEquals(y[i / size * size], y[i]);
            assertTrue(y[i] == 0f || y[i] == 1f / (1f - p), "neither dropped nor scaled: " + y[i]);
        }
    }

    /** What alpha dropout is for: standard normal in, mean 0 and variance 1 out. */
    @Property(tries = 10)
    void alphaDropout_keepsMeanAndVariance(@ForAll @FloatRange(max = 0.6f) float p, @ForAll long seed) {
        // By another seed: the first draws of one seed are the same words, and the mask would follow the values.
        Tensor x =
                new Draws(~seed).parameter(new Normal(0f, 1f), Shape.of(DRAWS)).value();
        float[] y = run(Mode.TRAIN, new AlphaDropout(p), x, seed);
        double mean = 0;
        double squares = 0;
        for (float v : y) {
            mean += v / (double) DRAWS;
            squares += (double) v * v / DRAWS;
        }
        assertEquals(0, mean, CLOSE_DEVIATIONS / Math.sqrt(DRAWS));
        assertEquals(1, squares - mean * mean, CLOSE_VARIANCE);
    }

    @Property(tries = 10)
    void gaussianSample_hasItsMomentsAndDependsOnSeedAndStepAlone(
            @ForAll @FloatRange(min = -2, max = 2) float mean,
            @ForAll @FloatRange(min = -2, max = 2) float logVariance,
            @ForAll long seed) {
        float[] z = sample(mean, logVariance, Mode.TRAIN, seed, 1);
        double average = 0;
        for (float v : z) {
            average += v / (double) DRAWS;
        }
        double variance = 0;
        for (float v : z) {
            variance += Math.pow(v - average, 2) / DRAWS;
        }
        double deviation = Math.exp(logVariance / 2);
        assertEquals(mean, average, CLOSE_DEVIATIONS * deviation / Math.sqrt(DRAWS));
        assertEquals(1, variance / (deviation * deviation), CLOSE_VARIANCE);
        assertArrayEquals(z, sample(mean, logVariance, Mode.EVAL, seed, 1));
        assertFalse(Arrays.equals(z, sample(mean, logVariance, Mode.TRAIN, seed, 2)), "another step, the same draws");
        assertFalse(
                Arrays.equals(z, sample(mean, logVariance, Mode.TRAIN, seed + 1, 1)), "another seed, the same draws");
    }

    private static float[] sample(float mean, float logVariance, Mode mode, long seed, long step) {
        Tape tape = Tape.of(mode, false, seed);
        tape.begin(step);
        Tensor means = Tensor.zeros(DRAWS);
        means.fill(mean);
        Tensor logs = Tensor.zeros(DRAWS);
        logs.fill(logVariance);
        Gaussian gaussian = new Gaussian(tape.constant(means), tape.constant(logs));
        Var z = gaussian.sample();
        assertEquals(mode == Mode.TRAIN, gaussian.sampleInTraining() != gaussian.mean());
        return z.tensor().toArray();
    }

    @Property(tries = TRIES)
    void maxNorm_shortensLongRows_keepsTheirDirection_andLeavesTheRest(
            @ForAll @IntRange(min = 1, max = 5) int rows,
            @ForAll @IntRange(min = 1, max = 5) int columns,
            @ForAll @FloatRange(min = 0.1f, max = 3) float limit,
            @ForAll long seed) {
        Parameter weight = new Parameter(
                new Inputs(seed).floats(Shape.of(rows, columns, 2)).copy());
        Tensor before = weight.value().copy();
        new MaxNorm(limit).apply(List.of(weight));
        for (int r = 0; r < rows; r++) {
            double norm = 0;
            for (float v : before.outer(r).toArray()) {
                norm += (double) v * v;
            }
            norm = Math.sqrt(norm);
            double factor = norm > limit ? limit / norm : 1;
            float[] was = before.outer(r).toArray();
            float[] is = weight.value().outer(r).toArray();
            for (int i = 0; i < was.length; i++) {
                assertEquals(was[i] * factor, is[i], CLOSE);
            }
        }
        float[] once = weight.value().toArray();
        new MaxNorm(1.001f * limit).apply(weight);
        assertArrayEquals(once, weight.value().toArray());
    }

    @Property(tries = TRIES)
    void penalties_areTheirFormula_andTheirGradients(@ForAll @FloatRange(max = 2) float strength, @ForAll long seed) {
        Inputs in = new Inputs(seed);
        Parameter a = new Parameter(in.floats(Shape.of(3, 2)).copy());
        Parameter b = new Parameter(in.floats(Shape.of(4)).copy());
        a.value().set(0f, 1, 1);
        Tape tape = Tape.training(0);
        tape.begin(0);
        double l1 = 0;
        double l2 = 0;
        for (Parameter p : List.of(a, b)) {
            for (float w : p.value().toArray()) {
                l1 += strength * (double) Math.abs(w);
                l2 += strength / 2.0 * w * w;
            }
        }
        Var one = new L1Penalty(strength).of(tape, List.of(a, b));
        assertEquals(l1, one.item(), CLOSE * 20);
        Gradients gradients = tape.backward(one);
        for (int i = 0; i < 6; i++) {
            assertEquals(
                    strength * Math.signum(a.value().toArray()[i]),
                    gradients.of(a).toArray()[i],
                    CLOSE);
        }
        tape.begin(1);
        Var two = new L2Penalty(strength).of(tape, List.of(a, b));
        assertEquals(l2, two.item(), CLOSE * 40);
        gradients = tape.backward(two);
        for (int i = 0; i < 4; i++) {
            assertEquals(strength * b.value().get(i), gradients.of(b).toArray()[i], CLOSE);
        }
    }
}
