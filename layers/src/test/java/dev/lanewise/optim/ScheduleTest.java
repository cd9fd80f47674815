package dev.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final float PEAK = 0.1f;
    private static final float FLOOR = 0.001f;

    /** Named closeness: one unit in the last place of the peak. */
    private static final float CLOSE_ULP = Math.ulp(PEAK);

    @Test
    void constant_isTheSameAlways() {
        Schedule schedule = new Schedule.Constant(PEAK);
        for (long step : new long[] {0, 1, 1000, Long.MAX_VALUE}) {
            assertEquals(PEAK, schedule.rate(step));
        }
    }

    @Test
    void cosine_goesFromPeakOverTheMiddleToTheFloor_andStaysThere() {
        Schedule schedule = new Schedule.Cosine(PEAK, FLOOR, 200);
        assertEquals(PEAK, schedule.rate(0));
        assertEquals((PEAK + FLOOR) / 2, schedule.rate(100), CLOSE_ULP);
        assertEquals(FLOOR, schedule.rate(200), CLOSE_ULP);
        assertEquals(schedule.rate(200), schedule.rate(201));
        assertEquals(schedule.rate(200), schedule.rate(Long.MAX_VALUE));
        double third = FLOOR + (PEAK - (double) FLOOR) * (1 + Math.cos(Math.PI / 3)) / 2;
        assertEquals((float) third, new Schedule.Cosine(PEAK, FLOOR, 300).rate(100), CLOSE_ULP);
    }

    @Test
    void cosine_fallsAtEveryStep_andIsSymmetricAboutItsMiddle() {
        Schedule schedule = new Schedule.Cosine(PEAK, FLOOR, 50);
        for (int step = 0; step < 50; step++) {
            assertTrue(schedule.rate(step + 1) < schedule.rate(step), "step " + step);
            assertEquals(PEAK + FLOOR, schedule.rate(step) + schedule.rate(50 - step), 2 * CLOSE_ULP);
        }
    }

    @Test
    void cosine_overNoSteps_isRefused() {
        assertEquals(
                "cosine schedule over 0 steps, expected at least 1",
                assertThrows(IllegalArgumentException.class, () -> new Schedule.Cosine(PEAK, 0f, 0))
                        .getMessage());
    }

    @Test
    void cosineThatRises_goesUpAgainAfterTheEnd_andRepeats() {
        Schedule schedule = new Schedule.Cosine(PEAK, FLOOR, 40, true);
        Schedule flat = new Schedule.Cosine(PEAK, FLOOR, 40);
        for (int step = 0; step <= 40; step++) {
            assertEquals(flat.rate(step), schedule.rate(step));
            assertEquals(flat.rate(40 - step), schedule.rate(40 + step), CLOSE_ULP);
            assertEquals(schedule.rate(step), schedule.rate(80 + step));
        }
        assertEquals(flat.rate(40), flat.rate(60));
    }
}
