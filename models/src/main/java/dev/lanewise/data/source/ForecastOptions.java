package dev.lanewise.data.source;

import dev.lanewise.data.csv.CsvOptions;
import dev.lanewise.data.series.SeriesOptions;
import dev.lanewise.setting.Meaning;
import java.util.List;
import java.util.Optional;

/**
 * How a series is read and cut into samples; each component says what it means.
 *
 * @param window see its meaning
 * @param horizon see its meaning
 * @param targets see its meaning
 * @param columns see its meaning
 * @param date see its meaning
 * @param period see its meaning
 * @param stride see its meaning
 * @param header see its meaning
 * @param delimiter see its meaning
 * @param heldOut see its meaning
 * @param validation see its meaning
 */
public record ForecastOptions(
        @Meaning("steps that the model sees, at least 1") int window,

        @Meaning("steps that it forecasts, at least 1") int horizon,

        @Meaning("columns to forecast, by name or number, with commas; empty for the last one of numbers")
        List<String> targets,

        @Meaning("columns that the model sees, by name or number, with commas; empty for all of numbers")
        List<String> columns,

        @Meaning("the column of dates, by name or number; empty for one that looks like it")
        String date,

        @Meaning("steps of a season, for the naive forecast; 0 to find it, 1 for none")
        int period,

        @Meaning("steps from the beginning of a sample to that of the next, at least 1")
        int stride,

        @Meaning(
                value = "whether the first line holds the names of the columns: auto, yes or no",
                names = {"auto", "yes", "no", "true", "false"})
        String header,

        @Meaning("between cells: auto, comma, semicolon, tab, bar, space or the character")
        String delimiter,

        @Meaning("the share of rows kept for the test, the latest ones, 0 to 1")
        double heldOut,

        @Meaning("the share of rows before them kept for validation; 0 for none")
        double validation) {
    /** Twelve steps from thirty-six, the last column from all. */
    public static final ForecastOptions GUESS =
            new ForecastOptions(36, 12, List.of(), List.of(), "", 0, 1, "auto", "auto", 0.2, 0.1);

    /** Checks what can be checked without the file. */
    public ForecastOptions {
        targets = List.copyOf(targets);
        columns = List.copyOf(columns);
        atLeast("window", window, 1);
        atLeast("horizon", horizon, 1);
        atLeast("period", period, 0);
        atLeast("stride", stride, 1);
        TableOptions.checkText(delimiter, header);
        TableOptions.checkShares(heldOut, validation);
    }

    private static void atLeast(String key, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(key + "=" + value + ", expected at least " + least);
        }
    }

    SeriesOptions of() {
        return new SeriesOptions(
                CsvOptions.of(delimiter, header),
                Optional.of(date).filter(name -> !name.isBlank()),
                columns,
                targets,
                window,
                horizon,
                stride,
                validation,
                heldOut,
                period);
    }
}
