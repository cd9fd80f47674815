package dev.lanewise.data.tabular;

import dev.lanewise.data.SplitMix64;

/**
 * A generated table: fruit of an orchard, graded. Three columns of categories, four of numbers, some of them missing; the
 * grade depends on them in ways that are not linear (how much rain is right depends on the soil, and age has an optimum),
 * and on chance. The same text on every machine.
 */
public final class Orchard {
    /** How many rows there are. */
    public static final int ROWS = 1500;

    private static final String[] VARIETIES = {"Aurora", "Boskoop", "Cox", "Dessert", "Elstar"};
    private static final double[] MERIT = {0.2, -0.5, 0.6, -0.1, 0.3};
    private static final String[] SOILS = {"clay", "loam", "sand"};
    private static final double[] RIGHT_RAIN = {480, 600, 720};
    private static final String[] IRRIGATION = {"rain", "drip", "flood"};
    private static final double[] WATER = {0, 80, 180};
    private static final long SEED = 20;
    private static final double POOR = -0.35;
    private static final double GOOD = 0.35;
    private static final double CHANCE = 0.2;

    private Orchard() {}

    /** The table: a line of names, then the rows. */
    public static String csv() {
        StringBuilder text =
                new StringBuilder("variety,soil,irrigation,age_years,rain_mm,sun_hours,altitude_m,grade\n");
        for (int row = 0; row < ROWS; row++) {
            append(text, SplitMix64.stream(SEED, row));
        }
        return text.toString();
    }

    private static void append(StringBuilder text, long stream) {
        int variety = SplitMix64.below(VARIETIES.length, SplitMix64.word(stream, 0));
        int soil = SplitMix64.below(SOILS.length, SplitMix64.word(stream, 1));
        int irrigation = SplitMix64.below(IRRIGATION.length, SplitMix64.word(stream, 2));
        int age = 1 + (int) (30 * unit(stream, 3));
        int rain = 350 + (int) (500 * unit(stream, 4));
        int sun = 1200 + (int) (900 * unit(stream, 5));
        int altitude = 20 + (int) (600 * unit(stream, 6));
        double water = (rain + WATER[irrigation] - RIGHT_RAIN[soil]) / 140;
        double years = (age - 12) / 7.0;
        double bell = unit(stream, 7) + unit(stream, 8) + unit(stream, 9) - 1.5;
        double merit = MERIT[variety]
                + 1.2 / (1 + water * water)
                + 0.9 / (1 + years * years)
                + (sun - 1650) / 700.0 * (variety % 2 == 0 ? 1 : -0.4)
                - altitude / 600.0
                - 0.55
                + CHANCE * bell;
        String grade = merit < POOR ? "poor" : merit > GOOD ? "good" : "fair";
        text.append(VARIETIES[variety]).append(',').append(SOILS[soil]).append(',');
        text.append(IRRIGATION[irrigation])
                .append(',')
                .append(age)
                .append(',')
                .append(rain)
                .append(',');
        text.append(sun).append(',');
        // Not every orchard was measured.
        text.append(unit(stream, 10) < 0.04f ? "" : Integer.toString(altitude));
        text.append(',').append(grade).append('\n');
    }

    private static float unit(long stream, int n) {
        return SplitMix64.unit(SplitMix64.word(stream, n));
    }
}
