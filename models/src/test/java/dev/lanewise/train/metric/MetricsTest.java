package dev.lanewise.train.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.setting.UnknownNameException;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Value;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MetricsTest {
    /** Relative: merging sums in another order. */
    private static final double ROUNDING = 1e-12;

    private static boolean isBinary(String name) {
        return List.of("precision", "recall", "f1", "auroc", "average_precision")
                .contains(name);
    }

    private static boolean isQuantity(MetricKind kind) {
        return List.of("r2", "mae", "mse", "rmse", "mape").contains(kind.name());
    }

    /** Predictions and targets [n] of the sort a metric takes. */
    private static Value[] batch(MetricKind kind, int n, Random random) {
        float[] t = new float[n];
        int[] y = new int[n];
        int c = kind.name().equals("loss") || isBinary(kind.name()) || isQuantity(kind) ? 1 : 5;
        float[] s = new float[n * c];
        for (int i = 0; i < n; i++) {
            t[i] = 1 + random.nextInt(40) / 8f;
            y[i] = random.nextInt(isBinary(kind.name()) ? 2 : 5);
        }
        for (int i = 0; i < s.length; i++) {
            s[i] = random.nextInt(40) / 8f - 2;
        }
        Value targets = isQuantity(kind) ? Tensor.of(t, n) : IntTensor.of(y, n);
        return new Value[] {c == 1 ? Tensor.of(s, n) : Tensor.of(s, n, c), targets};
    }

    @Property(tries = 20)
    void merge_isTheSameAsAdding(@ForAll @IntRange(min = 1, max = 60) int n, @ForAll long seed) {
        for (MetricKind kind : Metrics.all()) {
            Metric whole = kind.create();
            Metric left = kind.create();
            Metric right = kind.create();
            Random random = new Random(seed);
            for (int b = 0; b < 4; b++) {
                Value[] batch = batch(kind, n + b, random);
                whole.add(batch[0], batch[1]);
                (b < 3 ? left : right).add(batch[0], batch[1]);
            }
            left.merge(right);
            left.merge(kind.create());
            Metric fresh = kind.create();
            fresh.merge(left);
            assertEquals(whole.count(), left.count(), kind.name());
            assertEquals(whole.value(), left.value(), ROUNDING * Math.max(1, Math.abs(whole.value())), kind.name());
            assertEquals(left.value(), fresh.value(), ROUNDING * Math.max(1, Math.abs(whole.value())), kind.name());
            left.reset();
            assertTrue(Double.isNaN(left.value()), kind.name() + " of nothing is NaN");
            assertEquals(0, left.count());
            Value[] again = batch(kind, n, new Random(seed));
            Metric first = kind.create();
            first.add(again[0], again[1]);
            left.add(again[0], again[1]);
            assertEquals(first.value(), left.value(), kind.name() + " after reset is as new");
        }
    }

    @Test
    void value_isNaNOnceAPredictionIs() {
        for (MetricKind kind : Metrics.all()) {
            Metric metric = kind.create();
            Value[] batch = batch(kind, 30, new Random(3));
            metric.add(batch[0], batch[1]);
            assertTrue(Double.isFinite(metric.value()), kind.name());
            Tensor scores = (Tensor) batch[0];
            scores.array()[scores.size() / 2] = Float.NaN;
            metric.add(scores, batch[1]);
            assertTrue(Double.isNaN(metric.value()), kind.name() + " of NaN is NaN");
            metric.add(batch(kind, 30, new Random(3))[0], batch[1]);
            assertTrue(Double.isNaN(metric.value()), kind.name() + " stays NaN");
            Metric other = kind.create();
            other.merge(metric);
            assertTrue(Double.isNaN(other.value()), kind.name() + " merged is NaN");
        }
    }

    @Test
    void all_haveNamesGoalsAndUnits() {
        for (MetricKind kind : Metrics.all()) {
            assertEquals(kind.name(), kind.create().toString());
            assertEquals(kind.name(), Metrics.named(kind.name()).name());
            assertFalse(kind.about().isBlank());
        }
        assertEquals(Goal.MAX, Metrics.named("f1_macro").goal());
        assertEquals("share", Metrics.named("f1_macro").unit());
        assertEquals(Goal.MIN, Metrics.named("perplexity").goal());
        assertEquals("bits", Metrics.named("bits_per_char").unit());
        assertEquals("top7_accuracy", Metrics.named("top7_accuracy").create().toString());
        assertEquals("f1_class_12", Metrics.named("f1_class_12").create().toString());
    }

    @Test
    void named_suggestsTheNearest() {
        assertTrue(assertThrows(UnknownNameException.class, () -> Metrics.named("f1_makro"))
                .getMessage()
                .startsWith("unknown metric 'f1_makro': did you mean f1_macro"));
        assertThrows(UnknownNameException.class, () -> Metrics.named("top0_accuracy"));
    }

    @Test
    void merge_refusesAnotherMetric() {
        for (MetricKind kind : Metrics.all()) {
            for (MetricKind other : Metrics.all()) {
                if (kind != other) {
                    assertThrows(
                            IllegalArgumentException.class, () -> kind.create().merge(other.create()), kind.name());
                }
            }
        }
        assertEquals(
                "accuracy: cannot be merged with top3_accuracy",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Metrics.named("accuracy")
                                        .create()
                                        .merge(Metrics.named("top3_accuracy").create()))
                        .getMessage());
    }

    @Test
    void better_neverPrefersWhatIsNotFinite() {
        assertTrue(Goal.MIN.better(1, 2));
        assertFalse(Goal.MIN.better(2, 2));
        assertTrue(Goal.MAX.better(3, 2));
        assertFalse(Goal.MAX.better(3, 2, 1));
        assertTrue(Goal.MAX.better(-1, Double.NaN));
        assertFalse(Goal.MAX.better(Double.NaN, -1));
        assertFalse(Goal.MAX.better(Double.POSITIVE_INFINITY, -1));
        assertFalse(Goal.MIN.better(Double.NaN, Double.NaN));
    }
}
