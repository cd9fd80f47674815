package dev.lanewise.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RoundsTest {
    private static final double[] SPEEDUPS = {1.0, 1.8, 1.7, 1.9, 1.85, 1.95, 1.1};

    @Test
    void roundsWithoutTheirCores_areLeftOut() {
        double[] cores = {1.0, 1.91, 2.0, 1.96, 1.98, 2.09, 2.9};
        assertEquals(new Rounds.Scaling(1.85, 1.98), Rounds.scaling(SPEEDUPS, cores, 2));
    }

    @Test
    void tooFewWithTheirCores_areNotEnough() {
        double[] cores = {1.0, 1.9, 2.0, 1.96, 1.89, 2.11, 2.9};
        assertEquals(new Rounds.Scaling(1.8, 1.96), Rounds.scaling(SPEEDUPS, cores, 2));
        assertEquals(new Rounds.Scaling(1.8, 1.96), Rounds.scaling(SPEEDUPS, cores, 4));
    }

    @Test
    void median_ofAnEvenNumber_isTheMeanOfTheTwoInTheMiddle() {
        assertEquals(2.5, Rounds.median(new double[] {4, 1, 3, 2}));
        assertEquals(3, Rounds.median(new double[] {4, 1, 3}));
    }
}
