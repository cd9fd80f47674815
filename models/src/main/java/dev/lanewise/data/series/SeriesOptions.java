package dev.lanewise.data.series;

import dev.lanewise.data.csv.CsvOptions;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a person says about a time series. A column is named by its name, or by its number: 1 is the first, -1 the last.
 *
 * @param csv delimiter and header
 * @param date the column of dates; if not given, one that looks like it
 * @param columns the columns that the model sees; all of numbers if none is named
 * @param targets the columns that are forecast; the last one of numbers if none is named
 * @param window the number of steps that the model sees, at least 1
 * @param horizon the number of steps that it forecasts, at least 1
 * @param stride how many steps after a training sample the next one begins; validation and test use it as well
 * @param validation the share of rows for validation, in [0, 1); 0 for none
 * @param test the share of rows for the test, the latest ones, in (0, 1)
 * @param period the length of a season in steps; 0 to find it by autocorrelation, 1 for none
 */
public record SeriesOptions(
        CsvOptions csv,
        Optional<String> date,
        List<String> columns,
        List<String> targets,
        int window,
        int horizon,
        int stride,
        double validation,
        double test,
        int period) {
    /** Checks the numbers. */
    public SeriesOptions {
        Objects.requireNonNull(csv, "csv");
        columns = List.copyOf(columns);
        targets = List.copyOf(targets);
        if (window < 1 || horizon < 1 || stride < 1 || period < 0) {
            throw new IllegalArgumentException("window " + window + ", horizon " + horizon + ", stride " + stride
                    + ", period " + period + ", expected at least 1, 1, 1, 0");
        }
        if (!(validation >= 0 && test > 0 && validation + test < 1)) {
            throw new IllegalArgumentException("shares of " + validation + " for validation and " + test
                    + " for the test, expected at least 0, above 0, and together below 1");
        }
    }

    /** All columns of numbers, the last one forecast; a tenth of the rows for validation, a fifth for the test. */
    public static SeriesOptions of(int window, int horizon) {
        return new SeriesOptions(
                CsvOptions.GUESS, Optional.empty(), List.of(), List.of(), window, horizon, 1, 0.1, 0.2, 0);
    }

    /** The same for a file of another form. */
    public SeriesOptions withCsv(CsvOptions given) {
        return new SeriesOptions(given, date, columns, targets, window, horizon, stride, validation, test, period);
    }

    /** The same with a column of dates. */
    public SeriesOptions withDate(String column) {
        return new SeriesOptions(
                csv, Optional.of(column), columns, targets, window, horizon, stride, validation, test, period);
    }

    /** The same with columns that the model sees. */
    public SeriesOptions withColumns(String... given) {
        return new SeriesOptions(csv, date, List.of(given), targets, window, horizon, stride, validation, test, period);
    }

    /** The same with columns that are forecast. */
    public SeriesOptions withTargets(String... given) {
        return new SeriesOptions(csv, date, columns, List.of(given), window, horizon, stride, validation, test, period);
    }

    /** The same with another stride. */
    public SeriesOptions withStride(int steps) {
        return new SeriesOptions(csv, date, columns, targets, window, horizon, steps, validation, test, period);
    }

    /** The same with other shares of rows. */
    public SeriesOptions withShares(double forValidation, double forTest) {
        return new SeriesOptions(csv, date, columns, targets, window, horizon, stride, forValidation, forTest, period);
    }

    /** The same with a season of known length. */
    public SeriesOptions withPeriod(int steps) {
        return new SeriesOptions(csv, date, columns, targets, window, horizon, stride, validation, test, steps);
    }
}
