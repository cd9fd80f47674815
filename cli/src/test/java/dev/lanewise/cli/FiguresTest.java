package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|0",
                "7|7",
                "999|999",
                "1000|1,000",
                "-1000|-1,000",
                "-999|-999",
                "61706|61,706",
                "1234567|1,234,567"
            })
    void count_groupsThousands(long value, String expected) {
        assertEquals(expected, Figures.count(value));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 4, 0.0000",
        "0.03125, 4, 0.0313",
        "2.30258, 4, 2.3026",
        "-0.5, 1, -0.5",
        "-0.00001, 4, 0.0000",
        "0.999999, 4, 1.0000",
        "12345.5, 0, 12346",
        "1e300, 2, 1.0E300",
        "NaN, 2, NaN",
        "Infinity, 2, Infinity"
    })
    void fixed_roundsToTheDecimals(double value, int decimals, String expected) {
        assertEquals(expected, Figures.fixed(value, decimals));
    }

    @Test
    void percent_isOfOne() {
        assertEquals("99.13 %", Figures.percent(0.9913, 2));
        assertEquals("100.0 %", Figures.percent(1, 1));
    }

    @ParameterizedTest
    @CsvSource({
        "0.04, 0.0 s",
        "35.21, 35.2 s",
        "59.94, 59.9 s",
        "59.96, 1 min 00 s",
        "245, 4 min 05 s",
        "3599.7, 1 h 00 min",
        "7800, 2 h 10 min"
    })
    void elapsed_keepsTwoUnits(double seconds, String expected) {
        assertEquals(expected, Figures.elapsed(seconds));
    }
}
