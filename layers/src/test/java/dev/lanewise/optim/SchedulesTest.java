package dev.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.optim.Chain.Product;
import dev.lanewise.optim.Chain.Sequence;
import dev.lanewise.optim.Chain.WarmUp;
import dev.lanewise.optim.Cycle.Curve;
import dev.lanewise.optim.Cycle.OneCycle;
import dev.lanewise.optim.Cycle.WarmRestarts;
import dev.lanewise.optim.Decay.Exponential;
import dev.lanewise.optim.Decay.InverseSquareRoot;
import dev.lanewise.optim.Decay.Linear;
import dev.lanewise.optim.Decay.MultiStep;
import dev.lanewise.optim.Decay.Noam;
import dev.lanewise.optim.Decay.Polynomial;
import dev.lanewise.optim.Decay.Step;
import dev.lanewise.optim.Schedule.Constant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** {@link Decay}, {@link Cycle} and {@link Chain}; equality with PyTorch is the goldens' job. */
class SchedulesTest {
    /** Named closeness of rates up to 1: two ulps of 1. */
    private static final double CLOSE = 2.4e-7;

    private static void assertRates(Schedule schedule, double... rates) {
        for (int step = 0; step < rates.length; step++) {
            assertEquals(rates[step], schedule.rate(step), CLOSE, schedule + ", step " + step);
        }
    }

    @Test
    void decays_areTheirFormulas() {
        assertRates(new Step(1, 2, 0.5), 1, 1, 0.5, 0.5, 0.25, 0.25, 0.125);
        assertRates(new MultiStep(1, List.of(1L, 3L, 3L), 0.5), 1, 0.5, 0.5, 0.125, 0.125);
        assertRates(new MultiStep(1, List.of(), 0.5), 1, 1);
        assertRates(new Exponential(1, 0.5), 1, 0.5, 0.25, 0.125);
        assertRates(new Polynomial(1, 4, 2), 1, 0.5625, 0.25, 0.0625, 0, 0);
        assertRates(new Linear(0.8, 0.25, 1, 3), 0.2, 0.4, 0.6, 0.8, 0.8);
        assertRates(new Linear(1, 1, 0, 2), 1, 0.5, 0, 0);
        assertRates(new InverseSquareRoot(1, 4), 1, 1, 1, 1, 1, Math.sqrt(0.8));
        assertEquals(0.5, new InverseSquareRoot(1, 4).rate(16), CLOSE);
    }

    @Property(tries = 50)
    void noam_risesToItsPeakAndFallsWithTheRoot(
            @ForAll @IntRange(min = 1, max = 1024) int width,
            @ForAll @IntRange(min = 2, max = 4000) int warmup,
            @ForAll @IntRange(max = 10000) int step) {
        Schedule noam = new Noam(width, warmup, 2);
        double t = step + 1;
        double paper = 2 * Math.pow(width, -0.5) * Math.min(Math.pow(t, -0.5), t * Math.pow(warmup, -1.5));
        assertEquals(paper, noam.rate(step), CLOSE * paper);
        double peak = 2 / Math.sqrt((double) width * warmup);
        assertEquals(peak, noam.rate(warmup - 1), CLOSE * peak);
        assertTrue(noam.rate(step) <= noam.rate(warmup - 1));
    }

    @Test
    void warmRestarts_beginAgain_everyPeriodLonger() {
        Schedule schedule = new WarmRestarts(1, 0.5, 2, 3);
        Schedule half = new Schedule.Cosine(1, 0.5, 6);
        assertRates(schedule, 1, 0.75, 1, half.rate(1), half.rate(2), 0.75, half.rate(4), half.rate(5), 1);
        assertEquals(0.75, schedule.rate(8 + 9), CLOSE);
        assertEquals(1, schedule.rate(8 + 18), CLOSE);
        Schedule even = new WarmRestarts(1, 0, 4, 1);
        assertEquals(1f, even.rate(4_000_000_000L));
        assertEquals(0.5, even.rate(4_000_000_002L), CLOSE);
        // Neither stuck nor out of range at the end of time.
        assertTrue(schedule.rate(Long.MAX_VALUE) >= 0.5f);
    }

    @Property(tries = 100)
    void oneCycle_startsLow_reachesThePeak_endsLowest(
            @ForAll @IntRange(min = 10, max = 200) int steps,
            @ForAll @DoubleRange(min = 0.2, max = 0.45) double rising,
            @ForAll boolean threePhases,
            @ForAll Curve curve) {
        OneCycle cycle = new OneCycle(1, steps, rising, curve, threePhases, 10, 100);
        assertEquals(0.1, cycle.rate(0), CLOSE);
        assertEquals(0.001, cycle.rate(steps - 1), CLOSE);
        assertEquals(cycle.rate(steps - 1), cycle.rate(Long.MAX_VALUE));
        double top = rising * steps - 1;
        for (int step = 1; step < steps; step++) {
            float before = cycle.rate(step - 1);
            float now = cycle.rate(step);
            assertTrue(now <= 1 + CLOSE && now > 0);
            assertTrue(step <= top ? now > before : step - 1 < top || now < before, "step " + step);
        }
        if (threePhases && curve == Curve.LINEAR) {
            // As far after the peak as before it, the rate is the same.
            OneCycle whole = new OneCycle(1, 100, 0.21, curve, true, 10, 100);
            for (int k = 0; k <= 20; k++) {
                assertEquals(whole.rate(20 - k), whole.rate(20 + k), CLOSE);
            }
        }
    }

    @Test
    void oneCycle_defaultsArePyTorchs_andEdgesHold() {
        assertEquals(new OneCycle(1, 50, 0.3, Curve.COSINE, false, 25, 1e4), new OneCycle(1, 50));
        assertRates(new OneCycle(1, 1), 1 / 25e4, 1 / 25e4);
        // No rise: the peak would be one step before the first.
        OneCycle fall = new OneCycle(1, 4, 0, Curve.LINEAR, false, 1, 1e9);
        assertRates(fall, 0.75, 0.5, 0.25, 0, 0);
        // The peak at step 0.
        assertRates(new OneCycle(1, 4, 0.25, Curve.LINEAR, false, 25, 1e9), 1, 2 / 3.0, 1 / 3.0, 0);
        // Only a rise.
        assertRates(new OneCycle(1, 5, 1, Curve.LINEAR, false, 2, 10), 0.5, 0.625, 0.75, 0.875, 1);
    }

    @Test
    void sequence_startsEachPartAtItsMilestone() {
        Schedule schedule =
                new Sequence(List.of(new Constant(0.1), new Exponential(1, 0.5), new Constant(0.3)), List.of(2L, 5L));
        assertRates(schedule, 0.1, 0.1, 1, 0.5, 0.25, 0.3, 0.3);
    }

    @Test
    void product_multipliesAtTheSameStep() {
        Schedule schedule = new Product(List.of(new Exponential(1, 0.5), new Step(1, 2, 0.1)));
        assertRates(schedule, 1, 0.5, 0.025, 0.0125);
    }

    @Test
    void warmUp_leadsToTheBeginningOfWhatFollows() {
        assertRates(new WarmUp(4, 0, new Exponential(1, 0.5)), 0, 0.25, 0.5, 0.75, 1, 0.5, 0.25);
        assertRates(new WarmUp(2, 0.5, new Constant(0.4)), 0.2, 0.3, 0.4, 0.4);
    }

    @Test
    void badOptions_areRefused() {
        refused(
                "step schedule: every 0, gamma 0.5, expected every at least 1, gamma at least 0",
                () -> new Step(1, 0, 0.5));
        refused(
                "multi-step schedule: milestones [3, 2], gamma 0.5, expected milestones in ascending order, gamma at least"
                        + " 0",
                () -> new MultiStep(1, List.of(3L, 2L), 0.5));
        refused("exponential schedule: gamma NaN, expected at least 0", () -> new Exponential(1, Double.NaN));
        refused(
                "polynomial schedule: steps 0, power 1.0, expected steps at least 1, power at least 0",
                () -> new Polynomial(1, 0, 1));
        refused(
                "linear schedule: factors -1.0 to 1.0 over 5 steps, expected factors at least 0, steps at least 1",
                () -> new Linear(1, -1, 1, 5));
        refused("noam schedule: width 0, warmup 1, expected both at least 1", () -> new Noam(0, 1, 1));
        refused(
                "inverse square root schedule: flat for 0 steps, expected at least 1",
                () -> new InverseSquareRoot(1, 0));
        refused(
                "warm restarts: first period 0, growth 1, expected both at least 1",
                () -> new WarmRestarts(1, 0, 0, 1));
        refused(
                "one-cycle schedule: steps 10, rising 0.6, three phases true, division 25.0, final division 10.0, expected"
                        + " steps at least 1, rising in [0, 1] (three phases: [0, 0.5]), divisions above 0",
                () -> new OneCycle(1, 10, 0.6, Curve.COSINE, true, 25, 10));
        refused(
                "sequence of 2 schedules with milestones [], expected one milestone fewer than schedules, ascending from 1",
                () -> new Sequence(List.of(new Constant(1), new Constant(2)), List.of()));
        assertThrows(IllegalArgumentException.class, () -> new Sequence(List.of(), List.of()));
        refused("product of 0 schedules, expected at least 1", () -> new Product(List.of()));
        refused(
                "warm-up over 0 steps from 0.0, expected steps at least 1, from in [0, 1]",
                () -> new WarmUp(0, 0, new Constant(1)));
    }

    private static void refused(String message, Runnable call) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
    }
}
