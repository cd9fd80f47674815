package dev.lanewise.property;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.loss.BinaryCrossEntropy;
import dev.lanewise.loss.BinaryCrossEntropyWithLogits;
import dev.lanewise.loss.BinaryFocal;
import dev.lanewise.loss.CrossEntropy;
import dev.lanewise.loss.Focal;
import dev.lanewise.loss.Gan;
import dev.lanewise.loss.GaussianKl;
import dev.lanewise.loss.Huber;
import dev.lanewise.loss.KlDivergence;
import dev.lanewise.loss.NegativeLogLikelihood;
import dev.lanewise.loss.Reduction;
import dev.lanewise.loss.SmoothL1;
import dev.lanewise.op.Ops;
import dev.lanewise.op.math.Sigmoid;
import dev.lanewise.op.reduce.LogSoftmax;
import dev.lanewise.op.reduce.Softmax;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What defines the losses of classes and probabilities. */
class LossPropertyTest {
    /** Named closeness of a loss to the same by another way, as a fraction of 1 or the loss. */
    private static final double CLOSE = 1e-5;

    /** Named closeness to a numerical integral. */
    private static final double CLOSE_INTEGRAL = 1e-4;

    /** How far below 0 rounding can take a divergence. */
    private static final double ROUNDING = 1e-6;

    private static final float HUGE = 1e4f;

    private static final int TRIES = 50;

    static Tape tape() {
        Tape tape = Tape.training(0);
        tape.begin(0);
        return tape;
    }

    static Tensor uniform(Random random, float low, float high, int... shape) {
        Tensor x = Tensor.zeros(shape);
        for (int i = 0; i < x.size(); i++) {
            x.array()[i] = low + (high - low) * random.nextFloat();
        }
        return x;
    }

    static IntTensor classes(Random random, int count, int... shape) {
        IntTensor labels = IntTensor.zeros(shape);
        for (int i = 0; i < labels.size(); i++) {
            labels.array()[i] = random.nextInt(count);
        }
        return labels;
    }

    static void assertClose(Tensor expected, Tensor actual, String what) {
        assertEquals(expected.shape(), actual.shape(), what);
        for (int i = 0; i < expected.size(); i++) {
            float e = expected.toArray()[i];
            assertEquals(e, actual.toArray()[i], CLOSE * Math.max(1, Math.abs(e)), what + " at " + i);
        }
    }

    /** Zeros, of either sign. */
    static void assertZero(Tensor x) {
        for (float v : x.toArray()) {
            assertTrue(v == 0f, "found " + v + ", expected zeros");
        }
    }

    /** Loss and gradient of x. */
    record Outcome(Tensor loss, Tensor dx) {}

    /** Runs a loss of x, and of data that it puts on the tape itself. */
    static Outcome run(Tensor x, UnaryOperator<Var> loss) {
        Tape tape = tape();
        Var input = tape.input(x);
        Var y = loss.apply(input);
        Tensor dy = Tensor.zeros(y.shape());
        dy.fill(1f);
        return new Outcome(y.detach(), tape.backward(y, dy).of(input).copy());
    }

    static Outcome run(Tensor x, IntTensor data, BinaryOperator<Var> loss) {
        return run(x, v -> loss.apply(v, v.tape().constant(data)));
    }

    static Outcome run(Tensor x, Tensor data, BinaryOperator<Var> loss) {
        return run(x, v -> loss.apply(v, v.tape().constant(data)));
    }

    private static void assertSameOutcome(Outcome expected, Outcome actual, String what) {
        assertClose(expected.loss, actual.loss, what);
        assertClose(expected.dx, actual.dx, "gradient: " + what);
    }

    @Property(tries = TRIES)
    void crossEntropy_isNllOfLogSoftmax(
            @ForAll @IntRange(min = 1, max = 6) int n,
            @ForAll @IntRange(min = 1, max = 9) int c,
            @ForAll Reduction reduction,
            @ForAll boolean weighted,
            @ForAll long seed) {
        Random random = new Random(seed);
        Tensor x = uniform(random, -9, 9, n, c);
        IntTensor labels = classes(random, c, n);
        Tensor weight = weighted ? uniform(random, 0.2f, 2, c) : null;
        Outcome fused = run(x, labels, new CrossEntropy(reduction, weight, CrossEntropy.IGNORE_INDEX, 0f)::of);
        NegativeLogLikelihood nll = new NegativeLogLikelihood(reduction, weight, CrossEntropy.IGNORE_INDEX);
        assertSameOutcome(run(x, labels, (v, t) -> nll.of(new LogSoftmax().on(v), t)), fused, "two ways");
    }

    @Property(tries = TRIES)
    void crossEntropyInside_isThatOfPermutedRows(
            @ForAll @IntRange(min = 1, max = 3) int n,
            @ForAll @IntRange(min = 1, max = 4) int c,
            @ForAll @IntRange(min = 1, max = 4) int h,
            @ForAll @IntRange(min = 1, max = 3) int w,
            @ForAll long seed) {
        Random random = new Random(seed);
        Tensor x = uniform(random, -3, 3, n, c, h, w);
        IntTensor labels = classes(random, c, n, h, w);
        CrossEntropy loss = new CrossEntropy(Reduction.MEAN, null, CrossEntropy.IGNORE_INDEX, 0.1f);
        Outcome rows = run(x, labels, (v, t) -> {
            Var inside = Ops.permute(v, 0, 2, 3, 1).reshape(n * h * w, c);
            return loss.of(inside, t.reshape(n * h * w));
        });
        assertSameOutcome(rows, run(x, labels, loss::of), "axes inside");
    }

    @Property(tries = TRIES)
    void crossEntropy_ofShiftedLogits_isTheSame(
            @ForAll @IntRange(min = 1, max = 6) int n,
            @ForAll @IntRange(min = 1, max = 9) int c,
            @ForAll @IntRange(min = -100, max = 100) int shift,
            @ForAll boolean smoothed,
            @ForAll long seed) {
        Random random = new Random(seed);
        Tensor x = uniform(random, -4, 4, n, c);
        Tensor shifted = x.copy();
        for (int i = 0; i < x.size(); i++) {
            // Multiples of 2^-10, so that the shift is exact.
            x.array()[i] = Math.round(x.array()[i] * 1024) / 1024f;
            shifted.array()[i] = x.array()[i] + shift;
        }
        IntTensor labels = classes(random, c, n);
        CrossEntropy loss = new CrossEntropy(Reduction.NONE, null, -1, smoothed ? 0.2f : 0f);
        assertSameOutcome(run(x, labels, loss::of), run(shifted, labels, loss::of), "shifted");
    }

    @Property(tries = TRIES)
    void smoothingAndFocalFactorOfZero_areNone(
            @ForAll @IntRange(min = 1, max = 6) int n, @ForAll @IntRange(min = 1, max = 9) int c, @ForAll long seed) {
        Random random = new Random(seed);
        Tensor x = uniform(random, -9, 9, n, c);
        IntTensor labels = classes(random, c, n);
        Outcome plain = run(x, labels, new CrossEntropy()::of);
        Tensor ones = Tensor.zeros(c);
        ones.fill(1f);
        Outcome general = run(x, labels, new CrossEntropy(Reduction.MEAN, ones, -7, 0f)::of);
        assertSameOutcome(plain, general, "weights of 1");
        assertSameOutcome(plain, run(x, labels, new Focal(0f)::of), "gamma 0");
        Outcome tiny = run(x, labels, new CrossEntropy(Reduction.MEAN, null, -7, 1e-9f)::of);
        assertSameOutcome(plain, tiny, "smoothing that is next to nothing");
    }

    @Property(tries = TRIES)
    void crossEntropyOfOneHot_isThatOfClasses(
            @ForAll @IntRange(min = 1, max = 6) int n,
            @ForAll @IntRange(min = 1, max = 9) int c,
            @ForAll boolean smoothed,
            @ForAll Reduction reduction,
            @ForAll long seed) {
        Random random = new Random(seed);
        Tensor x = uniform(random, -5, 5, n, c);
        IntTensor labels = classes(random, c, n);
        Tensor oneHot = Tensor.zeros(n, c);
        for (int i = 0; i < n; i++) {
            oneHot.set(1f, i, labels.get(i));
        }
        CrossEntropy loss = new CrossEntropy(reduction, null, -1, smoothed ? 0.3f : 0f);
        assertSameOutcome(run(x, labels, loss::of), run(x, oneHot, loss::ofProbabilities), "one-hot");
    }

    @Property(tries = TRIES)
    void ignoredSamples_changeNothing(
            @ForAll @IntRange(min = 1, max = 5) int n,
            @ForAll @IntRange(min = 1, max = 6) int c,
            @ForAll @IntRange(min = 1, max = 3) int ignored,
            @ForAll boolean smoothed,
            @ForAll boolean sum,
            @ForAll long seed) {
        Random random = new Random(seed);
        Tensor x = uniform(random, -5, 5, n, c);
        IntTensor labels = classes(random, c, n);
        Tensor more = uniform(random, -5, 5, n + ignored, c);
        System.arraycopy(x.array(), 0, more.array(), 0, x.size());
        int[] moreLabels = Arrays.copyOf(labels.array(), n + ignored);
        Arrays.fill(moreLabels, n, n + ignored, -100);
        IntTensor all = IntTensor.of(moreLabels, n + ignored);
        Reduction reduction = sum ? Reduction.SUM : Reduction.MEAN;
        CrossEntropy loss = new CrossEntropy(reduction, null, -100, smoothed ? 0.1f : 0f);
        Outcome without = run(x, labels, loss::of);
        Outcome with = run(more, all, loss::of);
        assertClose(without.loss, with.loss, "loss");
        assertClose(without.dx, with.dx.outer(0, n), "gradient");
        assertZero(with.dx.outer(n, n + ignored));
        NegativeLogLikelihood nll = new NegativeLogLikelihood(reduction, null, -100);
        assertSameOutcome(
                run(x, labels, nll::of),
                new Outcome(
                        run(more, all, nll::of).loss, run(more, all, nll::of).dx.outer(0, n)),
                "nll");
    }

    @Property(tries = TRIES)
    void binaryCrossEntropyWithLogits_isThatOfSigmoids(
            @ForAll @IntRange(min = 1, max = 9) int d, @ForAll Reduction reduction, @ForAll long seed) {
        Random random = new Random(seed);
        Tensor x = uniform(random, -4, 4, d);
        Tensor target = uniform(random, 0, 1, d);
        BinaryCrossEntropy plain = new BinaryCrossEntropy(reduction, null);
        Outcome fused = run(x, target, new BinaryCrossEntropyWithLogits(reduction, null, null)::of);
        assertSameOutcome(run(x, target, (v, t) -> plain.of(new Sigmoid().on(v), t)), fused, "two ways");
        Tensor ones = Tensor.zeros(1);
        ones.fill(1f);
        Outcome weighted = run(x, target, new BinaryCrossEntropyWithLogits(reduction, ones, ones)::of);
        assertSameOutcome(fused, weighted, "weights of 1");
        Outcome focal = run(x, target, new BinaryFocal(BinaryFocal.UNWEIGHTED, 0f, reduction)::of);
        assertSameOutcome(fused, focal, "focal with gamma 0");
        BinaryFocal half = new BinaryFocal(0.5f, 0f, reduction);
        assertSameOutcome(fused, run(x, target, (v, t) -> Ops.scale(2f, half.of(v, t))), "alpha of one half");
    }

    @Property(tries = TRIES)
    void hugeLogits_doNotOverflow(@ForAll @IntRange(min = 2, max = 6) int c, @ForAll long seed) {
        Random random = new Random(seed);
        Tensor x = Tensor.zeros(3, c);
        Tensor targets = Tensor.zeros(3, c);
        for (int i = 0; i < x.size(); i++) {
            x.array()[i] = random.nextBoolean() ? HUGE : -HUGE;
            targets.array()[i] = random.nextInt(3) / 2f;
        }
        IntTensor labels = classes(random, c, 3);
        for (Reduction reduction : Reduction.values()) {
            assertFinite(run(x, labels, new CrossEntropy(reduction)::of), "crossEntropy");
            assertFinite(run(x, labels, new CrossEntropy(reduction, null, -1, 0.1f)::of), "smoothed");
            assertFinite(run(x, labels, new Focal(2f, reduction, null, -1)::of), "focal");
            assertFinite(run(x, labels, new Focal(0.5f, reduction, null, -1)::of), "focal with a root");
            assertFinite(run(x, targets, new BinaryCrossEntropyWithLogits(reduction, null, null)::of), "binary");
            Tensor two = Tensor.scalar(2f);
            assertFinite(run(x, targets, new BinaryCrossEntropyWithLogits(reduction, two, two)::of), "weighted");
            assertFinite(run(x, targets, new BinaryFocal(0.25f, 2f, reduction)::of), "binaryFocal");
            for (Gan.Kind kind : Gan.Kind.values()) {
                Gan gan = new Gan(kind, reduction);
                assertFinite(run(x, gan::generator), "generator " + kind);
                assertFinite(run(x, v -> gan.discriminator(v, v)), "discriminator " + kind);
            }
        }
        Outcome outcome = run(x, targets, new BinaryCrossEntropyWithLogits(Reduction.NONE, null, null)::of);
        for (int i = 0; i < x.size(); i++) {
            float missed = x.array()[i] > 0 ? 1 - targets.array()[i] : targets.array()[i];
            assertEquals(HUGE * missed, outcome.loss.array()[i]);
        }
    }

    static void assertFinite(Outcome outcome, String what) {
        for (float v : outcome.loss.toArray()) {
            assertTrue(Float.isFinite(v), what + ": loss " + v);
        }
        for (float v : outcome.dx.toArray()) {
            assertTrue(Float.isFinite(v), what + ": gradient " + v);
        }
    }

    @Property(tries = TRIES)
    void klDivergence_isPositive_andZeroForEqual(
            @ForAll @IntRange(min = 1, max = 4) int n, @ForAll @IntRange(min = 1, max = 9) int c, @ForAll long seed) {
        Random random = new Random(seed);
        Tensor x = uniform(random, -5, 5, n, c);
        Tape tape = tape();
        Tensor target =
                new Softmax().on(tape.constant(uniform(random, -5, 5, n, c))).detach();
        Tensor own = new Softmax().on(tape.constant(x)).detach();
        Tensor ownLog = new LogSoftmax().on(tape.constant(x)).detach();
        KlDivergence loss = new KlDivergence();
        float other = run(x, target, (v, t) -> loss.of(new LogSoftmax().on(v), t))
                .loss
                .get();
        assertTrue(other >= -ROUNDING, "divergence " + other);
        assertEquals(
                0,
                run(x, own, (v, t) -> loss.of(new LogSoftmax().on(v), t)).loss.get(),
                CLOSE);
        KlDivergence ofLog = new KlDivergence(Reduction.SUM, true);
        assertEquals(0, run(ownLog, ownLog, ofLog::of).loss.get(), 0);
    }

    @Property(tries = TRIES)
    void gaussianKl_isTheIntegral(@ForAll long seed) {
        Random random = new Random(seed);
        double m1 = 2 * random.nextDouble() - 1;
        double s1 = random.nextDouble() - 0.5;
        double m2 = 2 * random.nextDouble() - 1;
        double s2 = random.nextDouble() - 0.5;
        Tape tape = tape();
        Var between = new GaussianKl().between(scalar(tape, m1), scalar(tape, s1), scalar(tape, m2), scalar(tape, s2));
        assertEquals(integral(m1, s1, m2, s2), between.item(), CLOSE_INTEGRAL);
        Var standard = new GaussianKl().of(scalar(tape, m1), scalar(tape, s1));
        assertEquals(integral(m1, s1, 0, 0), standard.item(), CLOSE_INTEGRAL);
        Var same = new GaussianKl().between(scalar(tape, m1), scalar(tape, s1), scalar(tape, m1), scalar(tape, s1));
        assertEquals(0f, same.item());
    }

    private static Var scalar(Tape tape, double value) {
        return tape.input(Tensor.of(new float[] {(float) value}, 1, 1));
    }

    /** The integral of p log(p / q) by the trapezoidal rule, which is exponentially accurate here. */
    private static double integral(double m1, double s1, double m2, double s2) {
        double sum = 0;
        double step = 0.01;
        for (double x = -15; x < 15; x += step) {
            double p = logDensity(x, m1, s1);
            sum += step * Math.exp(p) * (p - logDensity(x, m2, s2));
        }
        return sum;
    }

    private static double logDensity(double x, double mean, double logVariance) {
        double d = x - mean;
        return -0.5 * (Math.log(2 * Math.PI) + logVariance + d * d / Math.exp(logVariance));
    }

    @Property(tries = TRIES)
    void huber_isSmoothL1TimesDelta(@ForAll @IntRange(min = 1, max = 4) int delta, @ForAll long seed) {
        Random random = new Random(seed);
        Tensor x = uniform(random, -4, 4, 9);
        Tensor target = uniform(random, -4, 4, 9);
        SmoothL1 smooth = new SmoothL1(delta, Reduction.SUM);
        Outcome scaled = run(x, target, (v, t) -> Ops.scale(delta, smooth.of(v, t)));
        assertSameOutcome(scaled, run(x, target, new Huber(delta, Reduction.SUM)::of), "huber");
    }
}
