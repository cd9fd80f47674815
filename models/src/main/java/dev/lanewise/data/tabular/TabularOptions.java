package dev.lanewise.data.tabular;

import dev.lanewise.data.csv.CsvOptions;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a person says about a table; what is left out is found out. A column is named by its name, or by its number: 1 is
 * the first, -1 the last.
 *
 * @param csv delimiter and header
 * @param target the column that is predicted; the last if not given
 * @param task classification or regression; if not given, classification when the target is text or has at most 20
 *     distinct integers
 * @param categorical columns of numbers that are codes of categories, or of text whose every value counts
 * @param ignored columns that are left out
 * @param validation the share of rows for validation, in [0, 1); 0 for none. Not used where files say it.
 * @param test the share of rows for the test, in (0, 1). Not used where files say it.
 * @param seed what the split depends on, besides the rows
 */
public record TabularOptions(
        CsvOptions csv,
        Optional<String> target,
        Optional<Task> task,
        List<String> categorical,
        List<String> ignored,
        double validation,
        double test,
        long seed) {
    /** Everything is found out; a tenth of the rows for validation, a fifth for the test, seed 1. */
    public static final TabularOptions GUESS =
            new TabularOptions(CsvOptions.GUESS, Optional.empty(), Optional.empty(), List.of(), List.of(), 0.1, 0.2, 1);

    /** Checks the shares. */
    public TabularOptions {
        Objects.requireNonNull(csv, "csv");
        categorical = List.copyOf(categorical);
        ignored = List.copyOf(ignored);
        if (!(validation >= 0 && test > 0 && validation + test < 1)) {
            throw new IllegalArgumentException("shares of " + validation + " for validation and " + test
                    + " for the test, expected at least 0, above 0, and together below 1");
        }
    }

    /** The same for a file of another form. */
    public TabularOptions withCsv(CsvOptions given) {
        return new TabularOptions(given, target, task, categorical, ignored, validation, test, seed);
    }

    /** The same with a target. */
    public TabularOptions withTarget(String nameOrNumber) {
        return new TabularOptions(csv, Optional.of(nameOrNumber), task, categorical, ignored, validation, test, seed);
    }

    /** The same with a task. */
    public TabularOptions withTask(Task given) {
        return new TabularOptions(csv, target, Optional.of(given), categorical, ignored, validation, test, seed);
    }

    /** The same with columns whose values are categories. */
    public TabularOptions withCategorical(String... columns) {
        return new TabularOptions(csv, target, task, List.of(columns), ignored, validation, test, seed);
    }

    /** The same with columns left out. */
    public TabularOptions withIgnored(String... columns) {
        return new TabularOptions(csv, target, task, categorical, List.of(columns), validation, test, seed);
    }

    /** The same with other shares of rows. */
    public TabularOptions withShares(double forValidation, double forTest) {
        return new TabularOptions(csv, target, task, categorical, ignored, forValidation, forTest, seed);
    }

    /** The same with another seed. */
    public TabularOptions withSeed(long given) {
        return new TabularOptions(csv, target, task, categorical, ignored, validation, test, given);
    }
}
