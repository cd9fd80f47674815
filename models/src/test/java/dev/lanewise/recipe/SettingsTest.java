package dev.lanewise.recipe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.autograd.Tape;
import dev.lanewise.optim.Averaged;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.optim.Schedule;
import dev.lanewise.tensor.Tensor;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    private static final float[] START = {1f, -2f, 0.5f};
    private static final float[] SLOPE = {3f, -4f, 12f};

    private static Settings set(String... pairs) {
        Settings settings = Settings.DEFAULT;
        for (int i = 0; i < pairs.length; i += 2) {
            settings = settings.with(pairs[i], pairs[i + 1]);
        }
        return settings;
    }

    /** The weights after some steps down a slope that gets flatter: on an even one, Adam's moments cancel. */
    private static float[] after(Settings settings, int steps) {
        Parameter p = new Parameter(Tensor.of(START.clone(), 3));
        Optimizer optimizer = settings.optimizerFor(List.of(p));
        Tape tape = Tape.training(1);
        for (int i = 0; i < steps; i++) {
            tape.begin(i);
            float[] slope = SLOPE.clone();
            for (int j = 0; j < slope.length; j++) {
                slope[j] /= 1 + 3 * i;
            }
            optimizer.step(tape.backward(tape.parameter(p), Tensor.of(slope, 3)), 0.1f);
        }
        return p.value().toArray();
    }

    @Test
    void everyOptimizer_descends_andNoTwoAreTheSame() {
        Set<String> seen = new HashSet<>();
        for (String name : Optimizers.NAMES) {
            float[] w = after(set("optimizer", name, "weight_decay", "0.1", "beta2", "0.5"), 3);
            for (int i = 0; i < w.length; i++) {
                assertTrue((w[i] - START[i]) * SLOPE[i] < 0, name + " goes up: " + Arrays.toString(w));
            }
            assertTrue(seen.add(Arrays.toString(w)), name + " is another one");
        }
    }

    @Test
    void settingsOfTheOptimizer_reachIt() {
        for (String[] changed : new String[][] {
            {"sgd", "momentum", "0.5"},
            {"sgd", "nesterov", "true"},
            {"sgd", "weight_decay", "0.3"},
            {"rmsprop", "momentum", "0.5"},
            {"adam", "beta1", "0.5"},
            {"adam", "beta2", "0.5"},
            {"adam", "weight_decay", "0.3"},
            {"sgd", "clip_norm", "1"},
            {"sgd", "clip_value", "1"}
        }) {
            Settings before = set("optimizer", changed[0]);
            assertFalse(
                    Arrays.equals(after(before, 3), after(before.with(changed[1], changed[2]), 3)),
                    String.join(" ", changed) + " changes nothing");
        }
    }

    @Test
    void clippedGradients_haveTheirLimit() {
        Settings sgd = set("optimizer", "sgd", "momentum", "0");
        // The slope's norm is 13.
        float[] byNorm = after(sgd.with("clip_norm", "6.5"), 1);
        assertArrayEquals(new float[] {1 - 0.15f, -2 + 0.2f, 0.5f - 0.6f}, byNorm, 1e-5f);
        assertArrayEquals(
                new float[] {1 - 0.3f, -2 + 0.35f, 0.5f - 0.35f}, after(sgd.with("clip_value", "3.5"), 1), 1e-5f);
    }

    @Test
    void ema_isAnAverageBesideTheWeights() {
        Parameter p = new Parameter(Tensor.of(START.clone(), 3));
        assertInstanceOf(Averaged.class, set("ema", "0.99").optimizerFor(List.of(p)));
        assertArrayEquals(after(Settings.DEFAULT, 3), after(set("ema", "0.99"), 3));
    }

    @ParameterizedTest
    @CsvSource({
        "constant, 1, 1, 1",
        "cosine, 1, 0.5, 0",
        "linear, 1, 0.5, 0",
        "step, 1, 0.01, 0.0001",
        "exponential, 1, 0.316228, 0.1"
    })
    void schedule_beginsHalvesAndEnds(String name, double begin, double half, double end) {
        Schedule schedule =
                set("schedule", name, "lr", "0.5", "step_size", "25").scheduleOver(100);
        assertEquals(0.5 * begin, schedule.rate(0), 1e-6);
        assertEquals(0.5 * half, schedule.rate(50), 1e-6);
        assertEquals(0.5 * end, schedule.rate(100), 1e-6);
    }

    @Test
    void otherSchedules_areThere() {
        Schedule cycle = set("schedule", "one_cycle", "lr", "0.5").scheduleOver(100);
        assertTrue(cycle.rate(0) < cycle.rate(20) && cycle.rate(90) < cycle.rate(40), "one cycle");
        Schedule root =
                set("schedule", "inverse_sqrt", "lr", "0.5", "warmup", "4").scheduleOver(100);
        assertEquals(0f, root.rate(0));
        assertTrue(root.rate(2) < root.rate(4) && root.rate(80) < root.rate(8), "inverse square root");
    }

    @Test
    void warmup_risesToThePeak_andMinLrIsTheEnd() {
        Schedule schedule = set("warmup", "10", "lr", "0.5", "min_lr", "0.1").scheduleOver(110);
        assertEquals(0f, schedule.rate(0));
        assertEquals(0.25f, schedule.rate(5), 1e-6f);
        assertEquals(0.5f, schedule.rate(10), 1e-6f);
        assertEquals(0.1f, schedule.rate(110), 1e-6f);
    }

    @Test
    void map_givesTheSameSettingsBack_andOldOnesKeepTheDefaults() {
        Settings settings = set("lr", "0.25", "optimizer", "nadam", "keep", "5", "seed", "-3");
        assertEquals(settings, Settings.DEFAULT.with(settings.toMap()));
        assertEquals(Settings.DEFAULT, Settings.DEFAULT.with(Map.of("optimizer", "adam")));
        assertEquals("momentum=1.5, expected from 0 to less than 1", refused("momentum", "1.5"));
        assertEquals("accumulate=0, expected 1 to 2147483647", refused("accumulate", "0"));
        assertEquals("nesterov=yes, expected true or false", refused("nesterov", "yes"));
        assertTrue(refused("schedule", "cosin").contains("cosine"));
        assertTrue(refused("momentun", "0").contains("momentum"));
    }

    private static String refused(String key, String value) {
        return assertThrows(IllegalArgumentException.class, () -> set(key, value))
                .getMessage();
    }
}
