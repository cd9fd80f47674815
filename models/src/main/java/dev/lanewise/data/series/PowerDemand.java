package dev.lanewise.data.series;

import dev.lanewise.data.SplitMix64;
import java.time.LocalDateTime;

/**
 * A generated series: the power that a town takes, hour by hour, and the temperature that it depends on. Day and week
 * have their course, the weather comes and goes, and there is chance. The same text on every machine.
 */
public final class PowerDemand {
    /** How many hours there are. */
    public static final int ROWS = 2400;

    private static final LocalDateTime BEGIN = LocalDateTime.of(2024, 1, 1, 0, 0);
    private static final long SEED = 21;
    // What stays of the weather, and of chance, from hour to hour.
    private static final double WEATHER = 0.98;
    private static final double CHANCE = 0.7;

    private PowerDemand() {}

    /** The table: a line of names, then the rows. */
    public static String csv() {
        StringBuilder text = new StringBuilder("date,temperature_c,power_mw\n");
        double weather = 0;
        double chance = 0;
        for (int hour = 0; hour < ROWS; hour++) {
            weather = WEATHER * weather + 1.2 * bell(2L * hour);
            chance = CHANCE * chance + 1.6 * bell(2L * hour + 1);
            double day = 2 * Math.PI * hour / 24;
            double temperature = 9 - 5 * StrictMath.cos(day - 0.8) + weather;
            double power = 52
                    - 9 * StrictMath.cos(day - 0.5)
                    - 5 * StrictMath.cos(2 * day - 0.9)
                    - (hour / 24 % 7 > 4 ? 7 : 0)
                    + 0.9 * Math.abs(temperature - 14)
                    + chance;
            text.append(BEGIN.plusHours(hour).toString().replace('T', ' '))
                    .append(':')
                    .append("00,");
            decimal(text, temperature).append(',');
            decimal(text, power).append('\n');
        }
        return text.toString();
    }

    /** With one decimal. */
    private static StringBuilder decimal(StringBuilder text, double value) {
        long tenths = Math.round(Math.abs(value) * 10);
        return text.append(value < 0 && tenths > 0 ? "-" : "")
                .append(tenths / 10)
                .append('.')
                .append(tenths % 10);
    }

    /** A draw with a mean of 0 and a deviation of 1/2. */
    private static double bell(long n) {
        long stream = SplitMix64.stream(SEED, n);
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            sum += SplitMix64.unit(SplitMix64.word(stream, i));
        }
        return sum - 1.5;
    }
}
