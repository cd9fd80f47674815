package dev.lanewise.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.format.json.Json;
import dev.lanewise.train.metric.Goal;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BestKeeperTest {
    @Test
    void observe_keepsTheEarlierOfEquals() {
        BestKeeper best = new BestKeeper("accuracy", Goal.MAX);
        assertTrue(best.observe(10, 0.5));
        assertFalse(best.observe(20, 0.5));
        assertEquals(10, best.step());
        assertTrue(best.observe(30, 0.75));
        assertFalse(best.observe(40, 0.625));
        assertEquals(30, best.step());
        assertEquals(0.75, best.value());
    }

    @Test
    void observe_neverTakesWhatIsNotFinite() {
        BestKeeper best = new BestKeeper("loss", Goal.MIN);
        assertFalse(best.observe(1, Double.NaN));
        assertFalse(best.observe(2, Double.NEGATIVE_INFINITY));
        assertEquals(-1, best.step());
        assertTrue(Double.isNaN(best.value()));
        assertTrue(best.observe(3, 100));
        assertFalse(best.observe(4, Double.NaN));
        assertTrue(best.observe(5, -100));
        assertEquals(5, best.step());
    }

    @Test
    void restore_goesOnWhereTheStateWas() {
        for (double before : new double[] {Double.NaN, 0.1}) {
            BestKeeper first = new BestKeeper("loss", Goal.MIN);
            first.observe(7, before);
            BestKeeper second = new BestKeeper("loss", Goal.MIN);
            second.observe(1, -5);
            second.restore(Json.parseObject(Json.write(first.state()), "state"));
            assertEquals(first.state(), second.state());
            assertFalse(second.observe(8, Double.isNaN(before) ? before : 0.1));
        }
    }

    @Test
    void restore_refusesADamagedState() {
        BestKeeper best = new BestKeeper("loss", Goal.MIN);
        assertEquals(
                "best: value is much, expected a number",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> best.restore(Map.of("metric", "loss", "step", 1, "value", "much")))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> best.restore(Map.of("metric", "loss", "value", 1.5)));
    }
}
