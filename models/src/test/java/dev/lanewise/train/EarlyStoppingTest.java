package dev.lanewise.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.format.json.Json;
import dev.lanewise.train.metric.Goal;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EarlyStoppingTest {
    @Test
    void observe_stopsAfterPatienceEvaluationsWithoutImprovement() {
        EarlyStopping stopping = new EarlyStopping("loss", Goal.MIN, 2, 0);
        assertFalse(stopping.observe(1.0));
        assertFalse(stopping.observe(1.5));
        assertFalse(stopping.observe(0.9));
        assertFalse(stopping.observe(0.9), "equal is no improvement, but the first of two");
        assertTrue(stopping.observe(0.95));
        assertTrue(stopping.stop());
        assertEquals(0.9, stopping.best());
    }

    @Test
    void observe_wantsMoreThanTheMargin() {
        EarlyStopping stopping = new EarlyStopping("accuracy", Goal.MAX, 1, 0.25);
        assertFalse(stopping.observe(0.25));
        assertTrue(stopping.observe(0.5), "exactly the margin is too little");
        EarlyStopping creeping = new EarlyStopping("accuracy", Goal.MAX, 3, 0.25);
        creeping.observe(0.25);
        creeping.observe(0.5);
        assertFalse(creeping.observe(0.75), "measured from the best that counted");
        assertEquals(0, creeping.waited());
    }

    @Test
    void observe_countsWhatIsNotFiniteAsNoImprovement() {
        EarlyStopping stopping = new EarlyStopping("loss", Goal.MIN, 3, 0);
        assertFalse(stopping.observe(Double.NaN));
        assertFalse(stopping.observe(Double.NEGATIVE_INFINITY));
        assertFalse(stopping.observe(5));
        assertEquals(0, stopping.waited());
        assertFalse(stopping.observe(Double.NaN));
        assertEquals(1, stopping.waited());
    }

    @Test
    void restore_goesOnWhereTheStateWas() {
        EarlyStopping whole = new EarlyStopping("loss", Goal.MIN, 3, 0.01);
        double[] values = {Double.NaN, 3, 2, 2.5, 1.999, 2.1, 1};
        for (double value : values) {
            whole.observe(value);
        }
        for (int cut = 0; cut <= values.length; cut++) {
            EarlyStopping first = new EarlyStopping("loss", Goal.MIN, 3, 0.01);
            for (int i = 0; i < cut; i++) {
                first.observe(values[i]);
            }
            EarlyStopping second = new EarlyStopping("loss", Goal.MIN, 3, 0.01);
            second.restore(Json.parseObject(Json.write(first.state()), "state"));
            for (int i = cut; i < values.length; i++) {
                second.observe(values[i]);
            }
            assertEquals(whole.state(), second.state());
        }
    }

    @Test
    void restore_refusesTheStateOfAnotherMetric() {
        EarlyStopping stopping = new EarlyStopping("loss", Goal.MIN, 3, 0);
        assertEquals(
                "early stopping: the state is of metric accuracy, expected loss",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> stopping.restore(new EarlyStopping("accuracy", Goal.MAX, 3, 0).state()))
                        .getMessage());
        assertEquals(
                "early stopping: waited is -1, expected a whole number from 0",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> stopping.restore(Map.of("metric", "loss", "waited", -1)))
                        .getMessage());
    }

    @Test
    void constructor_refusesNoPatienceAndNegativeMargins() {
        assertEquals(
                "early stopping: patience is 0, expected at least 1",
                assertThrows(IllegalArgumentException.class, () -> new EarlyStopping("loss", Goal.MIN, 0, 0))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> new EarlyStopping("loss", Goal.MIN, 1, -1e-9));
        assertThrows(IllegalArgumentException.class, () -> new EarlyStopping("loss", Goal.MIN, 1, Double.NaN));
    }
}
