package dev.lanewise.gradient;

import dev.lanewise.autograd.Var;
import dev.lanewise.kernel.LossKernels.Classes;
import dev.lanewise.kernel.LossKernels.CtcOptions;
import dev.lanewise.kernel.LossKernels.Pair;
import dev.lanewise.kernel.LossKernels.Signed;
import dev.lanewise.op.loss.Ctc;
import dev.lanewise.op.loss.Distance;
import dev.lanewise.op.loss.FixedTargetLoss;
import dev.lanewise.op.loss.MultiMargin;
import dev.lanewise.op.loss.NegativeLogLikelihood;
import dev.lanewise.op.loss.PairLoss;
import dev.lanewise.op.loss.SampleCrossEntropy;
import dev.lanewise.op.loss.SignedLoss;
import dev.lanewise.op.loss.UnitRows;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The gradients of the operations that losses are made of. */
class LossOpGradientTest {
    private static final int TRIES = 40;

    @Property(tries = 4 * TRIES)
    @Checks(PairLoss.class)
    void pairLoss_matchesDifferences(
            @ForAll Pair loss,
            @ForAll @IntRange(max = 3) int rows,
            @ForAll @IntRange(min = 1, max = 9) int d,
            @ForAll long seed) {
        LossInputs in = new LossInputs(seed);
        Shape shape = Shape.of(rows, d);
        // A value in the place of both operands must be allowed for both: inside (0, 1) where one is a probability.
        Tensor target = in.probabilities(shape);
        Tensor x = in.probabilities(shape);
        switch (loss) {
            case SQUARED_ERROR, ABSOLUTE_ERROR, HUBER, SMOOTH_L1, TRIPLET_MARGIN -> x = in.apart(target);
            default -> {}
        }
        GradientCheck.of(new PairLoss(loss, 1f))
                .input("x", x)
                .input("target", target)
                .output(shape)
                .seed(seed)
                .check();
    }

    /** Logits far from 0, against targets that are data. */
    @Property(tries = TRIES)
    void logits_matchDifferences(
            @ForAll @IntRange(min = 1, max = 9) int d, @ForAll @IntRange(max = 3) int gamma, @ForAll long seed) {
        LossInputs in = new LossInputs(seed);
        Shape shape = Shape.of(2, d);
        Tensor target = in.probabilities(shape);
        for (PairLoss op : new PairLoss[] {
            new PairLoss(Pair.BINARY_CROSS_ENTROPY_WITH_LOGITS), new PairLoss(Pair.BINARY_FOCAL, gamma)
        }) {
            GradientCheck.of(op.toString(), v ->
                            new Var[] {op.on(v[0], v[0].tape().constant(target))})
                    .input("logits", in.scaled(4f, shape))
                    .output(shape)
                    .seed(seed)
                    .check();
        }
    }

    @Property(tries = TRIES)
    @Checks(FixedTargetLoss.class)
    void fixedTargetLoss_matchesDifferences(
            @ForAll @IntRange(max = 1) int target, @ForAll @IntRange(min = 1, max = 9) int d, @ForAll long seed) {
        LossInputs in = new LossInputs(seed);
        for (Pair loss : new Pair[] {Pair.BINARY_CROSS_ENTROPY_WITH_LOGITS, Pair.SQUARED_ERROR}) {
            GradientCheck.of(new FixedTargetLoss(loss, 0f, target))
                    .input("x", in.scaled(2f, Shape.of(d)))
                    .output(d)
                    .seed(seed)
                    .check();
        }
    }

    @Property(tries = 2 * TRIES)
    @Checks(SignedLoss.class)
    void signedLoss_matchesDifferences(
            @ForAll Signed loss, @ForAll @IntRange(min = 1, max = 9) int d, @ForAll long seed) {
        LossInputs in = new LossInputs(seed);
        Shape shape = Shape.of(2, d);
        GradientCheck.of(new SignedLoss(loss, 1f))
                .input("x", in.apart(Tensor.zeros(shape)))
                .input("signs", in.signs(shape))
                .output(shape)
                .seed(seed)
                .check();
    }

    @Property(tries = 2 * TRIES)
    @Checks(SampleCrossEntropy.class)
    void sampleCrossEntropy_matchesDifferences(
            @ForAll @IntRange(min = 1, max = 4) int samples,
            @ForAll @IntRange(min = 1, max = 6) int classes,
            @ForAll @IntRange(max = 3) int inside,
            @ForAll @IntRange(max = 2) int kind,
            @ForAll boolean weighted,
            @ForAll long seed) {
        LossInputs in = new LossInputs(seed);
        Classes options = new Classes(1, kind == 1 ? 0.1f : 0f, kind == 2 ? 1.5f : 0f);
        Tensor weight = weighted ? in.probabilities(Shape.of(classes)) : null;
        SampleCrossEntropy op = new SampleCrossEntropy(options);
        Shape labels = inside == 0 ? Shape.of(samples) : Shape.of(samples, inside);
        Shape scores = inside == 0 ? Shape.of(samples, classes) : Shape.of(samples, classes, inside);
        GradientCheck.of(op.toString(), v -> v[0].tape().record(op, v[0], v[1], LossInputs.on(v[0], weight)))
                .input("logits", in.scaled(1f, scores))
                .input("classes", in.labels(labels, classes))
                .output(labels)
                .output(labels)
                .seed(seed)
                .check();
    }

    @Property(tries = TRIES)
    @Checks(NegativeLogLikelihood.class)
    void negativeLogLikelihood_matchesDifferences(
            @ForAll @IntRange(min = 1, max = 4) int samples,
            @ForAll @IntRange(min = 1, max = 6) int classes,
            @ForAll @IntRange(max = 3) int inside,
            @ForAll boolean weighted,
            @ForAll long seed) {
        LossInputs in = new LossInputs(seed);
        Tensor weight = weighted ? in.probabilities(Shape.of(classes)) : null;
        NegativeLogLikelihood op = new NegativeLogLikelihood(1);
        Shape labels = inside == 0 ? Shape.of(samples) : Shape.of(samples, inside);
        Shape scores = inside == 0 ? Shape.of(samples, classes) : Shape.of(samples, classes, inside);
        GradientCheck.of(op.toString(), v -> v[0].tape().record(op, v[0], v[1], LossInputs.on(v[0], weight)))
                .input("x", in.scaled(1f, scores))
                .input("classes", in.labels(labels, classes))
                .output(labels)
                .output(labels)
                .seed(seed)
                .check();
    }

    @Property(tries = TRIES)
    @Checks(MultiMargin.class)
    void multiMargin_matchesDifferences(
            @ForAll @IntRange(min = 1, max = 4) int samples,
            @ForAll @IntRange(min = 1, max = 6) int classes,
            @ForAll @IntRange(min = 1, max = 2) int p,
            @ForAll boolean weighted,
            @ForAll long seed) {
        LossInputs in = new LossInputs(seed);
        Tensor weight = weighted ? in.probabilities(Shape.of(classes)) : null;
        // Scores are multiples of 0.5 apart: none is near the margin.
        MultiMargin op = new MultiMargin(p, 0.75f);
        GradientCheck.of(op.toString(), v -> new Var[] {op.on(v[0], v[1], LossInputs.on(v[0], weight))})
                .input("x", in.spaced(0.5f, Shape.of(samples, classes)))
                .input("classes", in.classes(Shape.of(samples), classes))
                .output(samples)
                .seed(seed)
                .check();
    }

    @Property(tries = 2 * TRIES)
    @Checks(Distance.class)
    void distance_matchesDifferences(
            @ForAll @IntRange(min = 1, max = 4) int rows,
            @ForAll @IntRange(min = 1, max = 6) int d,
            @ForAll @IntRange(max = 4) int norm,
            @ForAll long seed) {
        LossInputs in = new LossInputs(seed);
        float p = new float[] {1f, 2f, 3f, 1.5f, Float.POSITIVE_INFINITY}[norm];
        Tensor b = in.scaled(1f, Shape.of(rows, d));
        Tensor a = in.spaced(0.2f, Shape.of(rows, d));
        Random random = new Random(seed);
        for (int i = 0; i < a.size(); i++) {
            // No difference is near 0, and no two of a row are equally large.
            float difference = (a.array()[a.offset() + i] + 0.3f) * (random.nextBoolean() ? 1 : -1);
            a.array()[a.offset() + i] = b.array()[b.offset() + i] + difference;
        }
        GradientCheck.of(new Distance(p, 1e-3f))
                .input("a", a)
                .input("b", b)
                .output(rows)
                .seed(seed)
                .check();
    }

    @Property(tries = TRIES)
    @Checks(UnitRows.class)
    void unitRows_matchesDifferences(
            @ForAll @IntRange(max = 4) int rows, @ForAll @IntRange(min = 1, max = 7) int d, @ForAll long seed) {
        GradientCheck.of(new UnitRows(1e-3f))
                .input("x", new Inputs(seed).awayFromZero(Shape.of(rows, d)))
                .output(rows, d)
                .seed(seed)
                .check();
    }

    @Property(tries = 2 * TRIES)
    @Checks(Ctc.class)
    void ctc_matchesDifferences(
            @ForAll @IntRange(min = 1, max = 3) int samples,
            @ForAll @IntRange(min = 2, max = 5) int classes,
            @ForAll @IntRange(max = 3) int longest,
            @ForAll boolean padded,
            @ForAll long seed) {
        LossInputs in = new LossInputs(seed);
        Random random = new Random(seed);
        int times = 2 * longest + 2;
        int blank = random.nextInt(classes);
        int[] targetLengths = new int[samples];
        int[] inputLengths = new int[samples];
        int total = 0;
        for (int n = 0; n < samples; n++) {
            targetLengths[n] = random.nextInt(longest + 1);
            inputLengths[n] = 2 * targetLengths[n] + 1 + random.nextInt(times - 2 * targetLengths[n]);
            total += targetLengths[n];
        }
        IntTensor targets = padded
                ? in.without(blank, classes, Shape.of(samples, longest))
                : in.without(blank, classes, Shape.of(total));
        GradientCheck.of(new Ctc(new CtcOptions(blank, random.nextBoolean())))
                .input("x", in.scaled(1f, Shape.of(times, samples, classes)))
                .input("targets", targets)
                .input("inputLengths", IntTensor.of(inputLengths, samples))
                .input("targetLengths", IntTensor.of(targetLengths, samples))
                .output(samples)
                .seed(seed)
                .check();
    }
}
