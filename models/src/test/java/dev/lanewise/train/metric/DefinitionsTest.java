package dev.lanewise.train.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.train.metric.ClassScore.Average;
import dev.lanewise.train.metric.ClassScore.Measure;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Metrics against plain definitions, values worked out by hand, and bad input. */
class DefinitionsTest {
    private static final double ROUNDING = 1e-12;

    private static double of(String name, float[] predictions, int[] targets) {
        Metric metric = Metrics.named(name).create();
        metric.add(Tensor.of(predictions, predictions.length), IntTensor.of(targets, targets.length));
        return metric.value();
    }

    @Property(tries = 100)
    void auroc_isTheShareOfPairsInOrder(@ForAll @IntRange(min = 2, max = 40) int n, @ForAll long seed) {
        Random random = new Random(seed);
        float[] s = new float[n];
        int[] y = new int[n];
        for (int i = 0; i < n; i++) {
            // Both zeros are among the scores: they are equal.
            s[i] = (random.nextInt(7) - 3) * (random.nextBoolean() ? 0.5f : -0.5f);
            y[i] = i < 2 ? i : random.nextInt(2);
        }
        double right = 0;
        double pairs = 0;
        for (int a = 0; a < n; a++) {
            for (int b = 0; b < n; b++) {
                if (y[a] == 1 && y[b] == 0) {
                    pairs++;
                    right += s[a] > s[b] ? 1 : s[a] == s[b] ? 0.5 : 0;
                }
            }
        }
        assertEquals(right / pairs, of("auroc", s, y), ROUNDING);
    }

    @Property(tries = 100)
    void averagePrecision_isTheMeanPrecisionWhereAPositiveIsFound(
            @ForAll @IntRange(min = 1, max = 40) int n, @ForAll long seed) {
        Random random = new Random(seed);
        float[] s = new float[n];
        int[] y = new int[n];
        for (int i = 0; i < n; i++) {
            s[i] = random.nextInt(9) - 4;
            y[i] = i == 0 ? 1 : random.nextInt(2);
        }
        double sum = 0;
        double positives = 0;
        for (int a = 0; a < n; a++) {
            if (y[a] == 1) {
                double found = 0;
                double at = 0;
                for (int b = 0; b < n; b++) {
                    at += s[b] >= s[a] ? 1 : 0;
                    found += s[b] >= s[a] && y[b] == 1 ? 1 : 0;
                }
                sum += found / at;
                positives++;
            }
        }
        assertEquals(sum / positives, of("average_precision", s, y), ROUNDING);
    }

    @Test
    void ranking_byHand() {
        float[] s = {0.1f, 0.4f, 0.35f, 0.8f};
        int[] y = {0, 0, 1, 1};
        assertEquals(0.75, of("auroc", s, y));
        assertEquals(0.5 + 0.5 * 2 / 3, of("average_precision", s, y), ROUNDING);
        assertEquals(1, of("auroc", new float[] {-1, 2}, new int[] {0, 1}));
        assertEquals(0, of("auroc", new float[] {2, -1}, new int[] {0, 1}));
        assertEquals(0.5, of("auroc", new float[] {3, 3}, new int[] {0, 1}));
    }

    @Test
    void ranking_isUndefinedWithoutBothClasses() {
        assertTrue(Double.isNaN(of("auroc", new float[] {1, 2}, new int[] {1, 1})));
        assertTrue(Double.isNaN(of("auroc", new float[] {1, 2}, new int[] {0, 0})));
        assertTrue(Double.isNaN(of("average_precision", new float[] {1, 2}, new int[] {0, 0})));
        assertEquals(1, of("average_precision", new float[] {1, 2}, new int[] {1, 1}));
    }

    @Test
    void auroc_tellsLogitsApartWhoseProbabilitiesRoundToOne() {
        float[] two = {0, 60, 0, 61};
        RankingScore auroc = RankingScore.auroc(Scores.LOGITS);
        auroc.add(Tensor.of(two, 2, 2), IntTensor.of(new int[] {0, 1}, 2));
        assertEquals(1, auroc.value());
    }

    @Test
    void accuracy_breaksTiesTowardsTheFirstClass() {
        Tensor logits = Tensor.of(new float[] {1, 1, 0, 0, 1, 1}, 2, 3);
        Accuracy accuracy = new Accuracy(Scores.LOGITS);
        accuracy.add(logits, IntTensor.of(new int[] {0, 2}, 2));
        assertEquals(0.5, accuracy.value());
        Accuracy top2 = new Accuracy(2, Scores.LOGITS);
        top2.add(logits, IntTensor.of(new int[] {1, 0}, 2));
        assertEquals(0.5, top2.value());
    }

    @Test
    void scores_mayHaveAxesInside() {
        // [N,C,T] = [1,2,3]: class 1 wins at t = 0 and 2.
        Tensor logits = Tensor.of(new float[] {0, 5, 0, 1, 0, 1}, 1, 2, 3);
        Confusion confusion = new Confusion(2, Scores.LOGITS);
        confusion.add(logits, IntTensor.of(new int[] {1, 1, -100}, 1, 3));
        assertArrayEquals(new long[][] {{0, 0}, {1, 1}}, confusion.counts());
        assertEquals(2, confusion.count());
    }

    @Test
    void confusion_growsWithIntegerPredictions() {
        Confusion confusion = new Confusion(0, Scores.LOGITS);
        confusion.add(IntTensor.of(new int[] {0, 2}, 2), IntTensor.of(new int[] {1, 2}, 2));
        assertArrayEquals(new long[][] {{0, 0, 0}, {1, 0, 0}, {0, 0, 1}}, confusion.counts());
        confusion.counts()[0][0] = 9;
        assertEquals(0, confusion.counts()[0][0], "a copy");
    }

    @Test
    void classScore_countsZeroByZeroAsZeroAndLeavesOutAbsentClasses() {
        // Classes 0 and 2 of four: 0 is right once of twice, 2 is never predicted, 1 and 3 do not occur.
        IntTensor targets = IntTensor.of(new int[] {0, 2}, 2);
        Tensor logits = Tensor.of(new float[] {1, 0, 0, 0, 1, 0, 0, 0}, 2, 4);
        ClassScore precision = ClassScore.of(Measure.PRECISION, Average.MACRO, Scores.LOGITS);
        precision.add(logits, targets);
        assertEquals(0.25, precision.value());
        assertArrayEquals(new double[] {0.5, 0, 0, 0}, precision.perClass());
        ClassScore beyond = ClassScore.ofClass(Measure.RECALL, 9, Scores.LOGITS);
        beyond.add(logits, targets);
        assertEquals(0, beyond.value());
    }

    @Test
    void exactMatch_wantsEveryTokenButTheIgnored() {
        ExactMatch match = new ExactMatch(Scores.LOGITS);
        IntTensor targets = IntTensor.of(new int[] {1, 2, -100, 3, 3, 3, -100, -100, -100}, 3, 3);
        match.add(IntTensor.of(new int[] {1, 2, 9, 3, 3, 4, 0, 0, 0}, 3, 3), targets);
        assertEquals(0.5, match.value());
        assertEquals(2, match.count());
        // [M,C] for targets [N,T]
        Tensor logits = Tensor.of(new float[] {0, 1, 1, 0, 0, 1, 0, 1}, 4, 2);
        match.reset();
        match.add(logits, IntTensor.of(new int[] {1, 0, 1, 0}, 2, 2));
        assertEquals(0.5, match.value());
    }

    @Test
    void codeLength_byHand() {
        Tensor even = Tensor.zeros(5, 8);
        IntTensor targets = IntTensor.of(new int[] {0, 1, 2, 3, 7}, 5);
        for (String[] expected : new String[][] {{"perplexity", "8"}, {"bits_per_char", "3"}}) {
            Metric metric = Metrics.named(expected[0]).create();
            metric.add(even, targets);
            assertEquals(Double.parseDouble(expected[1]), metric.value(), ROUNDING);
        }
        CodeLength probabilities = CodeLength.perplexity(Scores.PROBABILITIES);
        probabilities.add(Tensor.of(new float[] {0.25f, 0.75f, 0.5f, 0.5f}, 2, 2), IntTensor.of(new int[] {0, 1}, 2));
        assertEquals(Math.sqrt(8), probabilities.value(), ROUNDING);
        CodeLength single = CodeLength.crossEntropy(Scores.LOGITS);
        single.add(Tensor.of(new float[] {0, 800, -800}, 3), Tensor.of(new float[] {1, 0, 0}, 3));
        assertEquals((Math.log(2) + 800) / 3, single.value(), ROUNDING * 800);
        CodeLength impossible = CodeLength.perplexity(Scores.LOGITS);
        impossible.add(Tensor.of(new float[] {0, Float.NEGATIVE_INFINITY}, 1, 2), IntTensor.of(new int[] {1}, 1));
        assertEquals(Double.POSITIVE_INFINITY, impossible.value());
    }

    @Test
    void regression_ofDegenerateTargets() {
        R2 r2 = new R2();
        r2.add(Tensor.of(new float[] {5}, 1), Tensor.of(new float[] {5}, 1));
        assertTrue(Double.isNaN(r2.value()), "of one sample");
        r2.add(Tensor.of(new float[] {5}, 1), Tensor.of(new float[] {5}, 1));
        assertEquals(1, r2.value());
        r2.add(Tensor.of(new float[] {6}, 1), Tensor.of(new float[] {5}, 1));
        assertEquals(0, r2.value());
        RegressionError mape = RegressionError.mape();
        mape.add(Tensor.of(new float[] {0, 3}, 2), Tensor.of(new float[] {0, 2}, 2));
        assertEquals(25, mape.value());
        mape.add(Tensor.of(new float[] {1}, 1), Tensor.of(new float[] {0}, 1));
        assertEquals(Double.POSITIVE_INFINITY, mape.value());
    }

    @Test
    void r2_keepsItsDigitsFarFromZero() {
        // Targets 2^23 + {0, 1}: their squares have no room for the difference of sums.
        R2 r2 = new R2();
        float base = 1 << 23;
        for (int i = 0; i < 1000; i++) {
            r2.add(Tensor.of(new float[] {base + 0.5f}, 1), Tensor.of(new float[] {base + i % 2}, 1));
        }
        // 2^23 + 0.5 rounds to 2^23: half of the targets are met, the others missed by 1.
        assertEquals(1 - 500 / 250.0, r2.value(), ROUNDING);
    }

    @Test
    void meanLoss_takesSamplesAndMeansOfBatches() {
        MeanLoss loss = new MeanLoss();
        loss.add(Tensor.of(new float[] {1, 2, 6}, 3), null);
        loss.add(7, 1);
        loss.add(Double.NaN, 0);
        assertEquals(4, loss.value());
        assertEquals(4, loss.count());
    }

    @Test
    void sum_losesNothing() {
        Sum sum = new Sum();
        for (double x : new double[] {1, 1e100, 1, -1e100}) {
            sum.add(x);
        }
        assertEquals(2, sum.value());
        sum.add(Double.POSITIVE_INFINITY);
        sum.add(1);
        assertEquals(Double.POSITIVE_INFINITY, sum.value());
    }

    private static String refusal(Metric metric, dev.lanewise.tensor.Value p, dev.lanewise.tensor.Value t) {
        String message = assertThrows(IllegalArgumentException.class, () -> metric.add(p, t))
                .getMessage();
        assertEquals(0, metric.count(), "nothing is added");
        return message;
    }

    @Test
    void add_refusesWhatDoesNotFit() {
        Accuracy accuracy = new Accuracy(Scores.LOGITS);
        assertEquals(
                "accuracy: predictions have shape [3, 4], targets have shape [2] (contract scores predictions:[N,C,*]"
                        + " targets:[N,*], or predictions:[M,C] for M targets; classes or single scores"
                        + " predictions:[*] targets:[*])",
                refusal(accuracy, Tensor.zeros(3, 4), IntTensor.zeros(2)));
        assertEquals(
                "accuracy: target 1 is 4, expected a class from 0 to 3 or -100",
                refusal(accuracy, Tensor.zeros(2, 4), IntTensor.of(new int[] {0, 4}, 2)));
        assertEquals(
                "accuracy: target 0 is 0.5, expected a class from 0 to 1 or -100",
                refusal(accuracy, Tensor.zeros(2), Tensor.of(new float[] {0.5f, 1}, 2)));
        assertEquals(
                "accuracy: prediction 1 is -3, expected a class from 0",
                refusal(accuracy, IntTensor.of(new int[] {0, -3}, 2), IntTensor.zeros(2)));
        assertEquals(
                "auroc: predictions are integers of shape [2], expected scores",
                refusal(RankingScore.auroc(Scores.LOGITS), IntTensor.zeros(2), IntTensor.zeros(2)));
        assertEquals(
                "auroc: is for 2 classes, the predictions have 3 (use auroc_macro)",
                refusal(RankingScore.auroc(Scores.LOGITS), Tensor.zeros(2, 3), IntTensor.zeros(2)));
        assertEquals(
                "f1: is for 2 classes, the predictions have 3 (use f1_macro)",
                refusal(ClassScore.binary(Measure.F1, Scores.LOGITS), Tensor.zeros(2, 3), IntTensor.zeros(2)));
        assertEquals(
                "mae: predictions have shape [2, 3], targets have shape [3, 2] (contract predictions:[*] targets:[*])",
                refusal(RegressionError.mae(), Tensor.zeros(2, 3), Tensor.zeros(3, 2)));
        assertEquals(
                "confusion: 5000 classes, expected at most 4096",
                refusal(new Confusion(2, Scores.LOGITS), IntTensor.of(new int[] {4999}, 1), IntTensor.zeros(1)));
        assertThrows(IllegalArgumentException.class, () -> new Accuracy(0, Scores.LOGITS));
    }
}
