package dev.lanewise.data.source;

import dev.lanewise.data.DataException;
import dev.lanewise.data.csv.CsvOptions;
import dev.lanewise.data.tabular.TabularOptions;
import dev.lanewise.data.tabular.Task;
import dev.lanewise.setting.Meaning;
import java.util.List;
import java.util.Optional;

/**
 * How a table is read; each component says what it means.
 *
 * @param target see its meaning
 * @param task see its meaning
 * @param categorical see its meaning
 * @param ignored see its meaning
 * @param header see its meaning
 * @param delimiter see its meaning
 * @param heldOut see its meaning
 * @param validation see its meaning
 */
public record TableOptions(
        @Meaning("the column to predict, by name or number (1 the first, -1 the last); empty for the last")
        String target,

        @Meaning(
                value = "auto: classification if the target is text or has at most 20 distinct integers; or as said",
                names = {"auto", "classification", "regression"})
        String task,

        @Meaning("columns of numbers that are codes of categories, by name or number, with commas")
        List<String> categorical,

        @Meaning("columns to leave out, by name or number, with commas")
        List<String> ignored,

        @Meaning(
                value = "whether the first line holds the names of the columns: auto, yes or no",
                names = {"auto", "yes", "no", "true", "false"})
        String header,

        @Meaning("between cells: auto, comma, semicolon, tab, bar, space or the character")
        String delimiter,

        @Meaning("the share of rows kept for the test where no file says it, 0 to 1")
        double heldOut,

        @Meaning("the share of rows kept for validation where no file says it; 0 for none")
        double validation) {
    /** Everything is found out; a fifth of the rows for the test. */
    public static final TableOptions GUESS =
            new TableOptions("", "auto", List.of(), List.of(), "auto", "auto", 0.2, 0.1);

    /** Checks what can be checked without the file. */
    public TableOptions {
        categorical = List.copyOf(categorical);
        ignored = List.copyOf(ignored);
        checkText(delimiter, header);
        checkShares(heldOut, validation);
    }

    static void checkText(String delimiter, String header) {
        try {
            CsvOptions.of(delimiter, header);
        } catch (DataException e) {
            throw new IllegalArgumentException("delimiter=" + delimiter + ": " + e.getMessage(), e);
        }
    }

    static void checkShares(double heldOut, double validation) {
        if (!(heldOut > 0 && validation >= 0 && heldOut + validation < 1)) {
            throw new IllegalArgumentException("held_out=" + heldOut + ", validation=" + validation
                    + ", expected above 0, at least 0, and together below 1");
        }
    }

    TabularOptions of(long seed) {
        return new TabularOptions(
                CsvOptions.of(delimiter, header),
                Optional.of(target).filter(name -> !name.isBlank()),
                task.equals("auto") ? Optional.empty() : Optional.of(Task.of(task)),
                categorical,
                ignored,
                validation,
                heldOut,
                seed);
    }
}
