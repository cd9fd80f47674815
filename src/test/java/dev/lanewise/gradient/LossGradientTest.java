package dev.lanewise.gradient;

import dev.lanewise.autograd.Var;
import dev.lanewise.loss.AbsoluteError;
import dev.lanewise.loss.BinaryCrossEntropy;
import dev.lanewise.loss.BinaryCrossEntropyWithLogits;
import dev.lanewise.loss.BinaryFocal;
import dev.lanewise.loss.Contrastive;
import dev.lanewise.loss.CosineEmbedding;
import dev.lanewise.loss.CrossEntropy;
import dev.lanewise.loss.Ctc;
import dev.lanewise.loss.Focal;
import dev.lanewise.loss.Gan;
import dev.lanewise.loss.GaussianKl;
import dev.lanewise.loss.Hinge;
import dev.lanewise.loss.HingeEmbedding;
import dev.lanewise.loss.Huber;
import dev.lanewise.loss.InfoNce;
import dev.lanewise.loss.KlDivergence;
import dev.lanewise.loss.MultiMargin;
import dev.lanewise.loss.NegativeLogLikelihood;
import dev.lanewise.loss.NegativeSampling;
import dev.lanewise.loss.Reduction;
import dev.lanewise.loss.SigmoidSquaredError;
import dev.lanewise.loss.SmoothL1;
import dev.lanewise.loss.SquaredError;
import dev.lanewise.loss.TripletMargin;
import dev.lanewise.op.reduce.LogSoftmax;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.util.function.BinaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The gradients of losses, with every reduction. */
class LossGradientTest {
    private static final int TRIES = 20;

    private static void pair(String name, BinaryOperator<Var> loss, Tensor x, Tensor target, long seed) {
        GradientCheck.of(name, v -> new Var[] {loss.apply(v[0], v[1])})
                .input("x", x)
                .input("target", target)
                .seed(seed)
                .check();
    }

    @Property(tries = TRIES)
    void lossesOfDifferences_matchDifferences(
            @ForAll Reduction reduction, @ForAll @IntRange(min = 1, max = 6) int d, @ForAll long seed) {
        LossInputs in = new LossInputs(seed);
        Tensor target = in.scaled(1f, Shape.of(3, d));
        Tensor x = in.apart(target);
        pair("squaredError", new SquaredError(reduction)::of, x, target, seed);
        pair("absoluteError", new AbsoluteError(reduction)::of, x, target, seed);
        pair("huber", new Huber(1f, reduction)::of, x, target, seed);
        pair("smoothL1", new SmoothL1(1f, reduction)::of, x, target, seed);
        pair("smoothL1 of beta 0", new SmoothL1(0f, reduction)::of, x, target, seed);
        pair("sigmoidSquaredError", new SigmoidSquaredError(reduction)::of, x, target, seed);
        pair("gaussianKl", new GaussianKl(reduction)::of, x, target, seed);
    }

    @Property(tries = TRIES)
    void lossesOfProbabilities_matchDifferences(
            @ForAll Reduction reduction, @ForAll @IntRange(min = 1, max = 6) int d, @ForAll long seed) {
        LossInputs in = new LossInputs(seed);
        Tensor target = in.probabilities(Shape.of(3, d));
        Tensor x = in.probabilities(Shape.of(3, d));
        Tensor weight = in.scaled(1f, Shape.of(d));
        Tensor positive = in.probabilities(Shape.of(3, 1));
        pair("binaryCrossEntropy", new BinaryCrossEntropy(reduction, weight)::of, x, target, seed);
        pair("with logits", new BinaryCrossEntropyWithLogits(reduction, null, null)::of, x, target, seed);
        pair("with weights", new BinaryCrossEntropyWithLogits(reduction, weight, positive)::of, x, target, seed);
        pair("binaryFocal", new BinaryFocal(0.25f, 2f, reduction)::of, x, target, seed);
        pair("klDivergence", new KlDivergence(reduction, false)::of, x, target, seed);
        pair("klDivergence of logarithms", new KlDivergence(reduction, true)::of, x, target, seed);
    }

    @Property(tries = TRIES)
    void lossesOfClasses_matchDifferences(
            @ForAll Reduction reduction,
            @ForAll @IntRange(min = 1, max = 4) int samples,
            @ForAll @IntRange(min = 2, max = 5) int count,
            @ForAll @IntRange(min = 1, max = 3) int inside,
            @ForAll boolean weighted,
            @ForAll long seed) {
        LossInputs in = new LossInputs(seed);
        Tensor weight = weighted ? in.probabilities(Shape.of(count)) : null;
        Tensor x = in.scaled(1f, Shape.of(samples, count, inside));
        IntTensor labels = in.labels(Shape.of(samples, inside), count);
        // One sample counts, so that the mean has a value.
        labels.array()[labels.offset()] = 0;
        CrossEntropy smoothed = new CrossEntropy(reduction, weight, 1, 0.2f);
        classes("crossEntropy", smoothed::of, x, labels, seed);
        classes("nll", new NegativeLogLikelihood(reduction, weight, 1)::of, x, labels, seed);
        classes("focal", new Focal(2f, reduction, weight, 1)::of, x, labels, seed);
        Tensor probabilities = in.probabilities(x.shape());
        pair("probabilities", smoothed::ofProbabilities, x, probabilities, seed);
        Tensor scores = in.spaced(0.5f, Shape.of(samples, count));
        IntTensor all = in.classes(Shape.of(samples), count);
        classes("multiMargin", new MultiMargin(1, 0.75f, weight, reduction)::of, scores, all, seed);
    }

    private static void classes(String name, BinaryOperator<Var> loss, Tensor x, IntTensor labels, long seed) {
        GradientCheck.of(name, v -> new Var[] {loss.apply(v[0], v[1])})
                .input("x", x)
                .input("labels", labels)
                .seed(seed)
                .check();
    }

    @Property(tries = TRIES)
    void lossesOfSigns_matchDifferences(
            @ForAll Reduction reduction, @ForAll @IntRange(min = 1, max = 6) int d, @ForAll long seed) {
        LossInputs in = new LossInputs(seed);
        Shape shape = Shape.of(2, d);
        Tensor x = in.apart(Tensor.zeros(shape));
        IntTensor signs = in.signs(shape);
        classes("hinge", new Hinge(1f, false, reduction)::of, x, signs, seed);
        classes("squared hinge", new Hinge(1f, true, reduction)::of, x, signs, seed);
        classes("hingeEmbedding", new HingeEmbedding(1f, reduction)::of, x, signs, seed);
    }

    @Property(tries = TRIES)
    void lossesOfEmbeddings_matchDifferences(
            @ForAll Reduction reduction, @ForAll @IntRange(min = 2, max = 6) int d, @ForAll long seed) {
        LossInputs in = new LossInputs(seed);
        Shape shape = Shape.of(3, d);
        IntTensor signs = in.signs(Shape.of(3));
        Tensor b = in.apart(Tensor.zeros(shape));
        Tensor a = in.apart(b);
        // Cosines are above -1.5 and distances below 100: on one side of the kink, whatever the sign.
        embeddings("cosineEmbedding", new CosineEmbedding(-1.5f, reduction), a, b, signs, seed);
        GradientCheck.of("contrastive", v -> new Var[] {new Contrastive(100f, reduction).of(v[0], v[1], v[2])})
                .input("a", a)
                .input("b", b)
                .input("signs", signs)
                .seed(seed)
                .check();
    }

    private static void embeddings(String name, CosineEmbedding loss, Tensor a, Tensor b, IntTensor signs, long seed) {
        GradientCheck.of(name, v -> new Var[] {loss.of(v[0], v[1], v[2])})
                .input("a", a)
                .input("b", b)
                .input("signs", signs)
                .seed(seed)
                .check();
    }

    @Property(tries = TRIES)
    void tripletMargin_matchesDifferences(
            @ForAll Reduction reduction,
            @ForAll boolean swap,
            @ForAll boolean nearPositive,
            @ForAll @IntRange(min = 1, max = 5) int d,
            @ForAll long seed) {
        LossInputs in = new LossInputs(seed);
        Tensor anchor = in.scaled(1f, Shape.of(3, d));
        Tensor positive = anchor.copy();
        for (int i = 0; i < positive.size(); i++) {
            positive.array()[i] += 7f;
        }
        // Which distance is smaller is clear, and the margin never reached.
        Tensor negative = in.apart(nearPositive ? positive : anchor);
        TripletMargin loss = new TripletMargin(100f, 2f, 1e-6f, swap, reduction);
        GradientCheck.of("tripletMargin", v -> new Var[] {loss.of(v[0], v[1], v[2])})
                .input("anchor", anchor)
                .input("positive", positive)
                .input("negative", negative)
                .seed(seed)
                .check();
    }

    @Property(tries = TRIES)
    void infoNce_matchesDifferences(
            @ForAll boolean normalize,
            @ForAll boolean symmetric,
            @ForAll @IntRange(min = 1, max = 4) int n,
            @ForAll @IntRange(min = 1, max = 5) int d,
            @ForAll long seed) {
        Inputs in = new Inputs(seed);
        InfoNce loss = new InfoNce(0.7f, normalize, symmetric, Reduction.SUM);
        pair("infoNce", loss::of, in.awayFromZero(Shape.of(n, d)), in.awayFromZero(Shape.of(n, d)), seed);
    }

    @Property(tries = TRIES)
    void ctcAfterLogSoftmax_matchesDifferences(@ForAll Reduction reduction, @ForAll long seed) {
        LossInputs in = new LossInputs(seed);
        Ctc loss = new Ctc(0, reduction, false);
        GradientCheck.of("ctc", v -> new Var[] {loss.of(new LogSoftmax().on(v[0]), v[1], v[2], v[3])})
                .input("logits", in.scaled(1f, Shape.of(6, 2, 4)))
                .input("targets", in.without(0, 4, Shape.of(2, 2)))
                .input("inputLengths", IntTensor.of(new int[] {6, 5}, 2))
                .input("targetLengths", IntTensor.of(new int[] {2, 1}, 2))
                .seed(seed)
                .check();
    }

    @Property(tries = TRIES)
    void negativeSampling_matchesDifferences(
            @ForAll Reduction reduction,
            @ForAll @IntRange(min = 1, max = 3) int n,
            @ForAll @IntRange(max = 4) int k,
            @ForAll @IntRange(min = 1, max = 4) int d,
            @ForAll long seed) {
        LossInputs in = new LossInputs(seed);
        NegativeSampling loss = new NegativeSampling(reduction);
        GradientCheck.of("negativeSampling", v -> new Var[] {loss.of(v[0], v[1], v[2])})
                .input("center", in.scaled(0.5f, Shape.of(n, d)))
                .input("context", in.scaled(0.5f, Shape.of(n, d)))
                .input("negatives", in.scaled(0.5f, Shape.of(n, k, d)))
                .seed(seed)
                .check();
    }

    @Property(tries = TRIES)
    void gan_matchesDifferences(@ForAll Gan.Kind kind, @ForAll Reduction reduction, @ForAll long seed) {
        LossInputs in = new LossInputs(seed);
        Gan loss = new Gan(kind, reduction);
        pair("discriminator", loss::discriminator, in.scaled(1f, Shape.of(3, 2)), in.scaled(1f, Shape.of(3, 2)), seed);
        GradientCheck.of("generator", v -> new Var[] {loss.generator(v[0])})
                .input("fake", in.scaled(1f, Shape.of(3, 2)))
                .seed(seed)
                .check();
    }

    @Property(tries = TRIES)
    void gaussianKlBetween_matchesDifferences(@ForAll Reduction reduction, @ForAll long seed) {
        LossInputs in = new LossInputs(seed);
        GaussianKl loss = new GaussianKl(reduction);
        GradientCheck.of("between", v -> new Var[] {loss.between(v[0], v[1], v[2], v[3])})
                .input("mean1", in.scaled(0.5f, Shape.of(2, 3)))
                .input("logVariance1", in.scaled(0.5f, Shape.of(2, 3)))
                .input("mean2", in.scaled(0.5f, Shape.of(2, 3)))
                .input("logVariance2", in.scaled(0.5f, Shape.of(2, 3)))
                .seed(seed)
                .check();
    }
}
