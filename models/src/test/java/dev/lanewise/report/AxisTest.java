package dev.lanewise.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AxisTest {
    private static List<String> labels(Axis axis, boolean percent) {
        return axis.ticks().stream().map(t -> axis.label(t, percent)).toList();
    }

    @Test
    void linear_ticksAreOneTwoFive() {
        assertEquals(
                List.of("0", "0.2", "0.4", "0.6", "0.8", "1.0"),
                labels(Axis.of(Scale.LINEAR, 0.01, 0.93, 6, true), false));
        assertEquals(
                List.of("−1.0", "−0.5", "0", "0.5", "1.0"), labels(Axis.of(Scale.LINEAR, -0.9, 1, 5, true), false));
        assertEquals(
                List.of("90\u00a0%", "95\u00a0%", "100\u00a0%"),
                labels(Axis.of(Scale.LINEAR, 0.91, 0.99, 2, true), true));
    }

    @Test
    void linear_notRounded_keepsTheEndsAndCountsWholeEpochs() {
        Axis axis = Axis.of(Scale.LINEAR, 1, 4, 8, false);
        assertEquals(List.of("1", "2", "3", "4"), labels(axis, false));
        assertEquals(0, axis.position(1));
        assertEquals(1, axis.position(4));
    }

    @Test
    void log_ticksAreOneTwoFive_thenDecades() {
        assertEquals(
                List.of("0.02", "0.05", "0.1", "0.2", "0.5", "1", "2"),
                labels(Axis.of(Scale.LOG, 0.03, 1.9, 6, true), false));
        assertEquals(
                List.of("1e-5", "0.0001", "0.001", "0.01", "0.1", "1"),
                labels(Axis.of(Scale.LOG, 1e-5, 1, 6, true), false));
        assertEquals(List.of("1.99", "2.00", "2.01"), labels(Axis.of(Scale.LOG, 1.985, 2.012, 4, true), false));
    }

    @Test
    void logError_ticksAreNines_andOneStandsApart() {
        Axis axis = Axis.logError(0.5, 0.99, 6, true);
        assertEquals(
                List.of("50\u00a0%", "80\u00a0%", "90\u00a0%", "95\u00a0%", "98\u00a0%", "99\u00a0%", "100\u00a0%"),
                labels(axis, true));
        assertEquals(1, axis.position(1));
        assertTrue(axis.position(0.99) < 1, "99 % lies below 100 %");
        assertTrue(axis.position(0.9) - axis.position(0.8) > 0, "ascending");
    }

    @Test
    void of_equalOrExtremeValues_hasTicksInsideAndEndsThatDiffer() {
        double[][] ranges = {{0, 0}, {5, 5}, {-3, -3}, {1e-12, 1e-12}, {1e30, 1e30}, {0.7, 0.7000001}, {1e-9, 1e9}};
        for (Scale scale : Scale.values()) {
            for (double[] range : ranges) {
                boolean fits = scale == Scale.LINEAR || (range[0] > 0 && (scale == Scale.LOG || range[1] < 1));
                if (fits) {
                    Axis axis = Axis.of(scale, range[0], range[1], 6, true);
                    assertTrue(axis.high() > axis.low(), scale + " " + axis);
                    assertTrue(axis.ticks().size() >= 2 && axis.ticks().size() <= 24, scale + " " + axis);
                }
            }
        }
    }

    @Test
    void of_anyRange_holdsItsValuesAndAscendingTicks() {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            double low = Math.pow(10, 8 * random.nextDouble() - 6);
            double high = low * (1 + Math.pow(10, 6 * random.nextDouble() - 2));
            for (Scale scale : List.of(Scale.LINEAR, Scale.LOG)) {
                Axis axis = Axis.of(scale, low, high, 6, true);
                double bottom = axis.position(low);
                double top = axis.position(high);
                // Half a hundredth of a pixel on a plot of 250: less than the coordinates keep.
                assertTrue(
                        bottom > -2e-5 && top < 1 + 2e-5 && bottom < top, scale + " " + low + ".." + high + " " + axis);
                for (int k = 1; k < axis.ticks().size(); k++) {
                    assertTrue(axis.ticks().get(k) > axis.ticks().get(k - 1), axis.toString());
                }
            }
        }
    }
}
