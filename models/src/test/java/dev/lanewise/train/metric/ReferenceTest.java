package dev.lanewise.train.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Value;
import dev.lanewise.train.metric.ClassScore.Measure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Figures that scikit-learn 1.9.1 gives for {@link Samples}; top-k by its definition in numpy, cross-entropy is its
 * log_loss, of which numpy makes perplexity and bits. */
class ReferenceTest {
    /** Relative: the sums differ in order and in how they round. */
    private static final double ROUNDING = 1e-12;

    private static void assertClose(double expected, double actual) {
        assertEquals(expected, actual, ROUNDING * Math.max(1, Math.abs(expected)));
    }

    private static double inBatches(Metric metric, Value predictions, Value targets, int size) {
        int n = targets.dim(0);
        for (int from = 0; from < n; from += size) {
            int to = Math.min(n, from + size);
            metric.add(part(predictions, from, to), part(targets, from, to));
        }
        return metric.value();
    }

    private static Value part(Value value, int from, int to) {
        return switch (value) {
            case Tensor t -> t.outer(from, to);
            case dev.lanewise.tensor.IntTensor t -> t.outer(from, to);
        };
    }

    @ParameterizedTest
    @CsvSource({
        "auroc, 0.5153452685421994",
        "average_precision, 0.4278810111974412",
        "precision, 0.4444444444444444",
        "recall, 0.47058823529411764",
        "f1, 0.45714285714285713",
    })
    void binary(String name, double expected) {
        MetricKind kind = Metrics.named(name);
        assertClose(expected, inBatches(kind.create(), Samples.binaryScores(), Samples.binaryTargets(), 40));
        assertClose(expected, inBatches(kind.create(), Samples.binaryScores(), Samples.binaryTargets(), 7));
        // The same decision as two logits, and as probabilities.
        float[] s = Samples.binaryScores().toArray();
        float[] two = new float[2 * s.length];
        float[] p = new float[s.length];
        for (int i = 0; i < s.length; i++) {
            two[2 * i] = 3f;
            two[2 * i + 1] = 3f + s[i];
            p[i] = (float) (1 / (1 + Math.exp(-s[i])));
        }
        assertClose(expected, inBatches(kind.create(), Tensor.of(two, s.length, 2), Samples.binaryTargets(), 9));
        assertClose(
                expected,
                inBatches(kind.create(Scores.PROBABILITIES), Tensor.of(p, s.length, 1), Samples.binaryTargets(), 9));
    }

    @ParameterizedTest
    @CsvSource({
        "accuracy, 0.3333333333333333",
        "top2_accuracy, 0.6166666666666667",
        "top3_accuracy, 0.7833333333333333",
        "top4_accuracy, 1",
        "precision_macro, 0.25707338638373123",
        "recall_macro, 0.2864583333333333",
        "f1_macro, 0.2652849107361213",
        "precision_micro, 0.3333333333333333",
        "recall_micro, 0.3333333333333333",
        "f1_micro, 0.3333333333333333",
        "precision_weighted, 0.29566755083996465",
        "recall_weighted, 0.3333333333333333",
        "f1_weighted, 0.3068476400097823",
        "precision_class_0, 0.3103448275862069",
        "recall_class_1, 0.3125",
        "f1_class_2, 0.3333333333333333",
        "f1_class_3, 0",
        "auroc_macro, 0.49824047480297484",
        "average_precision_macro, 0.307699808354079",
        "cross_entropy, 2.062476463908486",
        "perplexity, 7.865424150423758",
        "bits_per_char, 2.975524566430978",
    })
    void multiclass(String name, double expected) {
        MetricKind kind = Metrics.named(name);
        assertClose(expected, inBatches(kind.create(), Samples.logits(), Samples.classes(), 60));
        assertClose(expected, inBatches(kind.create(), Samples.logits(), Samples.classes(), 11));
    }

    @Test
    void perClass_areScikitLearns() {
        ClassScore f1 = ClassScore.of(Measure.F1, ClassScore.Average.MACRO, Scores.LOGITS);
        f1.add(Samples.logits(), Samples.classes());
        assertArrayEquals(
                new double[] {0.3829787234042553, 0.3448275862068966, 0.3333333333333333, 0}, f1.perClass(), ROUNDING);
    }

    @Test
    void confusion_isScikitLearns() {
        Confusion confusion = new Confusion(4, Scores.LOGITS);
        inBatches(confusion, Samples.logits(), Samples.classes(), 17);
        assertArrayEquals(new long[][] {{9, 3, 6, 0}, {7, 5, 4, 0}, {9, 3, 6, 0}, {4, 2, 2, 0}}, confusion.counts());
        assertClose(20 / 60.0, confusion.value());
    }

    @ParameterizedTest
    @CsvSource({
        "r2, 0.8796256285355122",
        "mae, 0.2833333333333333",
        "mse, 0.10729166666666666",
        "rmse, 0.32755406678389243",
        "mape, 0.028295544088606604",
    })
    void regression(String name, double expected) {
        MetricKind kind = Metrics.named(name);
        assertClose(expected, inBatches(kind.create(), Samples.predictedQuantities(), Samples.quantities(), 30));
        assertClose(expected, inBatches(kind.create(), Samples.predictedQuantities(), Samples.quantities(), 7));
    }
}
