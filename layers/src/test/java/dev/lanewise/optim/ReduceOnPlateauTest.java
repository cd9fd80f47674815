package dev.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.optim.ReduceOnPlateau.Mode;
import dev.lanewise.optim.ReduceOnPlateau.Options;
import dev.lanewise.optim.ReduceOnPlateau.State;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ReduceOnPlateauTest {
    private static ReduceOnPlateau plateau(Mode mode, int patience, double threshold, boolean relative, int cooldown) {
        return new ReduceOnPlateau(1, new Options(mode, 0.5, patience, threshold, relative, cooldown, 0.125, 1e-8));
    }

    private static void assertRates(ReduceOnPlateau plateau, double[] metrics, double... rates) {
        for (int i = 0; i < metrics.length; i++) {
            float before = plateau.rate();
            boolean reduced = plateau.observe(metrics[i]);
            assertEquals((float) rates[i], plateau.rate(), "observation " + i);
            assertEquals(before != plateau.rate(), reduced);
        }
    }

    @Test
    void patience_isHowManyMayBeNoBetter() {
        assertRates(
                plateau(Mode.MIN, 2, 0, true, 0),
                new double[] {9, 9, 9, 9, 9, 9, 9, 8, 8},
                1,
                1,
                1,
                0.5,
                0.5,
                0.5,
                0.25,
                0.25,
                0.25);
        assertRates(plateau(Mode.MIN, 0, 0, true, 0), new double[] {9, 8, 8, 8, 8, 8}, 1, 1, 0.5, 0.25, 0.125, 0.125);
    }

    @Test
    void threshold_isRelativeOrAbsolute_inBothModes() {
        double[] falling = {10, 9.5, 9, 8};
        assertRates(plateau(Mode.MIN, 0, 0.1, true, 0), falling, 1, 0.5, 0.25, 0.25);
        assertRates(plateau(Mode.MIN, 0, 1.5, false, 0), falling, 1, 0.5, 0.25, 0.25);
        double[] rising = {10, 10.5, 11, 12};
        assertRates(plateau(Mode.MAX, 0, 0.125, true, 0), rising, 1, 0.5, 0.25, 0.25);
        assertRates(plateau(Mode.MAX, 0, 1.5, false, 0), rising, 1, 0.5, 0.25, 0.25);
    }

    @Test
    void cooldown_isNotHeldAgainstTheRate() {
        assertRates(plateau(Mode.MIN, 0, 0, true, 2), new double[] {1, 1, 1, 1, 1, 1}, 1, 0.5, 0.5, 0.5, 0.25, 0.25);
    }

    @Test
    void nan_isNeverBetter() {
        assertRates(plateau(Mode.MIN, 0, 0, true, 0), new double[] {1, Double.NaN, 0.5}, 1, 0.5, 0.5);
        assertRates(plateau(Mode.MAX, 0, 0, true, 0), new double[] {1, Double.NaN, 2}, 1, 0.5, 0.5);
    }

    @Test
    void smallReductions_areLeftOut() {
        ReduceOnPlateau plateau = new ReduceOnPlateau(1e-8, new Options(Mode.MIN, 0.1, 0, 0, true, 0, 0, 1e-8));
        assertFalse(plateau.observe(1));
        assertFalse(plateau.observe(1));
        assertEquals(1e-8f, plateau.rate());
    }

    @Test
    void defaults_arePyTorchs() {
        assertEquals(new Options(Mode.MIN, 0.1, 10, 1e-4, true, 0, 0, 1e-8), Options.DEFAULT);
        ReduceOnPlateau plateau = new ReduceOnPlateau(1);
        for (int i = 0; i < 11; i++) {
            assertFalse(plateau.observe(1));
        }
        assertTrue(plateau.observe(1));
        assertEquals(0.1f, plateau.rate());
    }

    @Property(tries = 50)
    void resumed_goesOnAsIfNothingHadHappened(@ForAll @IntRange(max = 20) int before, @ForAll long seed) {
        Random random = new Random(seed);
        ReduceOnPlateau through = plateau(Mode.MIN, 1, 0.01, true, 1);
        for (int i = 0; i < before; i++) {
            through.observe(random.nextDouble());
        }
        State state = through.state();
        ReduceOnPlateau resumed = plateau(Mode.MIN, 1, 0.01, true, 1);
        resumed.resume(state);
        for (int i = 0; i < 10; i++) {
            double metric = random.nextDouble();
            assertEquals(through.observe(metric), resumed.observe(metric));
            assertEquals(through.state(), resumed.state());
        }
    }

    @Test
    void badOptions_areRefused() {
        assertEquals(
                "reduce on plateau: factor 1.0, patience 0, threshold 0.0, cooldown 0, floor 0.0, smallest 0.0, expected"
                        + " factor in [0, 1), the others at least 0",
                assertThrows(IllegalArgumentException.class, () -> new Options(Mode.MIN, 1, 0, 0, true, 0, 0, 0))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> new Options(Mode.MIN, 0.5, -1, 0, true, 0, 0, 0));
    }
}
