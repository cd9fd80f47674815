package dev.lanewise.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.autograd.Tape;
import dev.lanewise.autograd.Var;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Defaults, reductions and messages of losses. */
class LossTest {
    private final Tape tape = Tape.training(1);

    @BeforeEach
    void begin() {
        tape.begin(0);
    }

    private Var floats(float[] values, int... shape) {
        return tape.input(Tensor.of(values, shape));
    }

    private Var zeros(int... shape) {
        return tape.input(Tensor.zeros(shape));
    }

    private Var ints(int[] values, int... shape) {
        return tape.constant(IntTensor.of(values, shape));
    }

    private static void assertRefused(String message, Runnable call) {
        Throwable thrown = assertThrows(RuntimeException.class, call::run);
        assertTrue(
                thrown instanceof IllegalArgumentException || thrown instanceof IndexOutOfBoundsException,
                thrown.toString());
        assertEquals(message, thrown.getMessage());
    }

    @Test
    void reductions_areOfTheSameLosses() {
        Var x = floats(new float[] {1f, 2f, 3f, 4f, 0f, 0f}, 2, 3);
        Var target = zeros(2, 3);
        assertEquals(
                Shape.of(2, 3), new SquaredError(Reduction.NONE).of(x, target).shape());
        assertEquals(30f, new SquaredError(Reduction.SUM).of(x, target).item());
        assertEquals(5f, new SquaredError(Reduction.MEAN).of(x, target).item());
        assertEquals(15f, new SquaredError(Reduction.BATCH_MEAN).of(x, target).item());
    }

    @Test
    void crossEntropyWhereAllIsIgnored_hasNoMean() {
        Var logits = zeros(2, 3);
        Var classes = ints(new int[] {-100, -100}, 2);
        Var loss = new CrossEntropy().of(logits, classes);
        assertTrue(Float.isNaN(loss.item()));
        assertEquals(0f, new CrossEntropy(Reduction.SUM).of(logits, classes).item());
    }

    @Test
    void oneSample_needsNoBatch() {
        Var logits = zeros(4);
        Var target = tape.constant(IntTensor.of(new int[] {2}));
        assertEquals(
                Shape.of(), new CrossEntropy(Reduction.NONE).of(logits, target).shape());
        assertEquals((float) Math.log(4), new CrossEntropy().of(logits, target).item());
        Var sequence = zeros(3, 2);
        Var one = tape.constant(IntTensor.of(new int[] {1}));
        Var three = tape.constant(IntTensor.of(new int[] {3}));
        Ctc ctc = new Ctc(0, Reduction.NONE, false);
        assertEquals(
                Shape.of(), ctc.of(sequence, ints(new int[] {1}, 1), three, one).shape());
        // Six alignments of one label in three steps, of probability 1 each by these "log-probabilities".
        assertEquals(
                (float) -Math.log(6),
                ctc.of(sequence, ints(new int[] {1}, 1), three, one).item());
    }

    @Test
    void label_outOfRange_isNamedWithItsSample() {
        Var logits = zeros(2, 3);
        Var classes = ints(new int[] {0, 3}, 2);
        assertRefused("crossEntropy: label 3 of row 1, expected 0 to 2", () -> new CrossEntropy().of(logits, classes));
        assertRefused(
                "crossEntropy: label 3 of sample 1, expected 0 to 2, or -100 to ignore it",
                () -> new CrossEntropy(Reduction.SUM).of(logits, classes));
        assertRefused(
                "nll: label 3 of sample 1, expected 0 to 2, or -100 to ignore it",
                () -> new NegativeLogLikelihood().of(logits, classes));
        assertRefused("multiMargin: label 3 of sample 1, expected 0 to 2", () -> new MultiMargin().of(logits, classes));
    }

    @Test
    void emptyBatch_hasNoMean() {
        Var x = zeros(0, 3);
        assertRefused(
                "squaredError: losses of shape [0, 3], an empty batch, which has no mean",
                () -> new SquaredError().of(x, zeros(0, 3)));
        assertRefused(
                "crossEntropy: logits has shape [0, 3], no samples",
                () -> new CrossEntropy().of(x, ints(new int[0], 0)));
        assertRefused(
                "negativeLogLikelihood: losses of shape [0], an empty batch, which has no mean",
                () -> new NegativeLogLikelihood().of(x, ints(new int[0], 0)));
        assertEquals(0f, new SquaredError(Reduction.SUM).of(x, zeros(0, 3)).item());
    }

    @Test
    void probability_outsideItsRange_isNamed() {
        Var half = floats(new float[] {0.5f, 0.5f}, 2);
        Var beyond = floats(new float[] {0f, 1.5f}, 2);
        String wrong = " of shape [2] has 1.5 at flat index 1, expected a probability in [0, 1]";
        assertRefused("binaryCrossEntropy: target" + wrong, () -> new BinaryCrossEntropy().of(half, beyond));
        assertRefused("binaryCrossEntropy: x" + wrong, () -> new BinaryCrossEntropy().of(beyond, half));
        assertRefused("binaryFocal: target" + wrong, () -> new BinaryFocal().of(half, beyond));
        assertRefused(
                "binaryCrossEntropyWithLogits: target" + wrong,
                () -> new BinaryCrossEntropyWithLogits().of(half, beyond));
        Tensor two = Tensor.scalar(2f);
        assertRefused(
                "binaryCrossEntropyWithLogits: target" + wrong,
                () -> new BinaryCrossEntropyWithLogits(Reduction.MEAN, null, two).of(half, beyond));
    }

    @Test
    void shapes_thatDoNotFit_areNamed() {
        assertRefused(
                "huber: target has shape [2, 4]: *=[2, 4], but x has *=[2, 3] (contract x:[*] target:[*])",
                () -> new Huber().of(zeros(2, 3), zeros(2, 4)));
        assertRefused(
                "binaryCrossEntropy: weight has shape [2, 2, 3], which does not broadcast to the shape [2, 3] of x",
                () -> new BinaryCrossEntropy(Reduction.SUM, Tensor.zeros(2, 2, 3)).of(zeros(2, 3), zeros(2, 3)));
        assertRefused(
                "infoNce: keys has shape [3, 3], but queries has shape [2, 3] (contract queries:[N,D] keys:[N,D])",
                () -> new InfoNce(1f).of(zeros(2, 3), zeros(3, 3)));
        assertRefused(
                "negativeSampling: center has shape [2, 3], context has shape [2, 3], negatives has shape [2, 3]"
                        + " (contract center:[N,D] context:[N,D] negatives:[N,K,D])",
                () -> new NegativeSampling().of(zeros(2, 3), zeros(2, 3), zeros(2, 3)));
        assertRefused(
                "cosineEmbedding: b has shape [2, 4], but a has shape [2, 3] (contract a:[*,D] b:[*,D] signs:[*])",
                () -> new CosineEmbedding().of(zeros(2, 3), zeros(2, 4), ints(new int[] {1, 1}, 2)));
        assertRefused(
                "crossEntropy: probabilities has shape [2, 4], but logits has shape [2, 3]"
                        + " (contract logits:[N,C,*] probabilities:[N,C,*])",
                () -> new CrossEntropy().ofProbabilities(zeros(2, 3), zeros(2, 4)));
        assertRefused(
                "crossEntropy: classes holds floats, expected ints",
                () -> new CrossEntropy().of(zeros(2, 3), zeros(2)));
        assertRefused(
                "tripletMargin: anchor has shape [2, 3], positive has shape [2, 3], negative has shape [2, 4]"
                        + " (contract anchor:[*,D] positive:[*,D] negative:[*,D])",
                () -> new TripletMargin().of(zeros(2, 3), zeros(2, 3), zeros(2, 4)));
        assertRefused(
                "gaussianKl: logVariance has shape [2, 4], but mean has shape [2, 3] (contract mean:[*] logVariance:[*])",
                () -> new GaussianKl().of(zeros(2, 3), zeros(2, 4)));
        assertRefused("hinge: signs holds floats, expected ints", () -> new Hinge().of(zeros(2), zeros(2)));
    }

    @Test
    void options_outOfRange_areRefused() {
        assertRefused("huber: delta 0.0, expected greater than 0", () -> new Huber(0f, Reduction.MEAN));
        assertRefused("smoothL1: beta -1.0, expected at least 0", () -> new SmoothL1(-1f, Reduction.MEAN));
        assertRefused(
                "crossEntropy: smoothing 1.5, expected 0 to 1",
                () -> new CrossEntropy(Reduction.MEAN, null, -100, 1.5f));
        assertRefused("focal: gamma -1.0, expected at least 0", () -> new Focal(-1f));
        assertRefused(
                "binaryFocal: alpha 2.0, expected 0 to 1, or -1 for none",
                () -> new BinaryFocal(2f, 2f, Reduction.MEAN));
        assertRefused("infoNce: temperature 0.0, expected greater than 0", () -> new InfoNce(0f));
        assertRefused(
                "multiMargin: p=3, expected 1 or 2",
                () -> new MultiMargin(3, 1f, null, Reduction.MEAN).of(zeros(1, 2), ints(new int[] {0}, 1)));
        assertRefused(
                "distance: p=0.0, expected greater than 0",
                () -> new TripletMargin(1f, 0f, 0f, false, Reduction.MEAN).of(zeros(1, 2), zeros(1, 2), zeros(1, 2)));
    }

    @Test
    void weights_areNoParameters() {
        Tensor weight = Tensor.of(new float[] {1f, 2f, 3f}, 3);
        Var loss = new CrossEntropy(Reduction.MEAN, weight, -100, 0f).of(zeros(2, 3), ints(new int[] {1, 2}, 2));
        assertEquals((float) Math.log(3), loss.item());
        assertTrue(loss.wantsGradient());
    }
}
