package dev.lanewise.data.tabular;

import dev.lanewise.data.DataException;
import dev.lanewise.data.csv.Cells;
import dev.lanewise.data.csv.CsvTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which columns of a table are what: no values are kept.
 *
 * @param table the table it was found in
 * @param target the position of the target
 * @param task what is learnt
 * @param numeric positions of columns of numbers
 * @param categorical positions of columns of categories
 * @param unclean those numeric columns that hold a few cells of other text, taken as missing
 * @param notes what was found, for people
 */
record Schema(
        CsvTable table,
        int target,
        Task task,
        List<Integer> numeric,
        List<Integer> categorical,
        Set<Integer> unclean,
        List<String> notes) {
    private static final int CLASSES = 20;
    private static final double MOST = 0.9;
    // Different values are counted so far and no further: a large column of measurements has millions.
    private static final int COUNTED = 50_000;
    // As scikit-learn, pandas and R name them.
    private static final Set<String> ROW_NAMES =
            Set.of("id", "index", "row", "rownames", "nr", "no", "no.", "#", "unnamed: 0", "column 1");

    private enum Kind {
        NUMERIC,
        UNCLEAN,
        CATEGORICAL,
        LEFT_OUT
    }

    static Schema of(CsvTable table, TabularOptions options) {
        List<String> notes = new ArrayList<>(table.notes());
        int target = options.target().map(table::column).orElse(table.columns() - 1);
        Task task = task(table, target, options.task());
        notes.add("target " + table.names().get(target) + (options.target().isPresent() ? "" : ", the last column")
                + ": " + task + (options.task().isPresent() ? ", as said" : ""));
        Set<Integer> asCategories = positions(table, options.categorical());
        Set<Integer> ignored = positions(table, options.ignored());
        List<Integer> numeric = new ArrayList<>();
        List<Integer> categorical = new ArrayList<>();
        Set<Integer> unclean = new HashSet<>();
        for (int c = 0; c < table.columns(); c++) {
            if (c == target || ignored.contains(c)) {
                continue;
            }
            switch (kind(table, c, asCategories.contains(c), notes)) {
                case NUMERIC -> numeric.add(c);
                case UNCLEAN -> {
                    numeric.add(c);
                    unclean.add(c);
                }
                case CATEGORICAL -> categorical.add(c);
                case LEFT_OUT -> {}
            }
        }
        if (numeric.isEmpty() && categorical.isEmpty()) {
            throw new DataException(table.path() + ": has no column to learn from besides the target "
                    + table.names().get(target));
        }
        if (!categorical.isEmpty()) {
            notes.add(numeric.size() + " numeric columns, " + categorical.size() + " of categories: "
                    + String.join(
                            ", ", categorical.stream().map(table.names()::get).toList()));
        }
        return new Schema(table, target, task, numeric, categorical, unclean, notes);
    }

    private static Set<Integer> positions(CsvTable table, List<String> columns) {
        Set<Integer> positions = new HashSet<>();
        columns.forEach(column -> positions.add(table.column(column)));
        return positions;
    }

    private static Kind kind(CsvTable table, int column, boolean category, List<String> notes) {
        String name = table.names().get(column);
        Map<String, Integer> missing = new TreeMap<>();
        Set<String> values = new HashSet<>();
        Set<String> words = new LinkedHashSet<>();
        int present = 0;
        int numbers = 0;
        int firstWord = -1;
        boolean counts = true;
        double last = Double.NaN;
        for (int row = 0; row < table.rows(); row++) {
            String cell = table.cell(row, column);
            if (Cells.missing(cell)) {
                missing.merge(cell.isEmpty() ? "empty" : cell, 1, Integer::sum);
                counts = false;
                continue;
            }
            present++;
            if (values.size() < COUNTED) {
                values.add(cell);
            }
            double number = table.format().number(cell);
            if (Double.isNaN(number)) {
                if (words.size() < COUNTED) {
                    words.add(cell);
                }
                firstWord = firstWord < 0 ? row : firstWord;
            } else {
                numbers++;
            }
            counts &= row == 0 ? number == 0 || number == 1 : number == last + 1;
            last = number;
        }
        if (present == 0) {
            throw new DataException(table.path() + ": column " + name + " has no value in any of the " + table.rows()
                    + " rows, expected some; it can be left out by name");
        }
        if (!missing.isEmpty()) {
            List<String> tokens = missing.keySet().stream().limit(4).toList();
            notes.add("column " + name + ": " + (table.rows() - present) + " of " + table.rows()
                    + " values are missing (" + String.join(", ", tokens) + ")");
        }
        if (category) {
            return Kind.CATEGORICAL;
        }
        if (counts && table.header() && table.rows() > 1 && ROW_NAMES.contains(name.toLowerCase(Locale.ROOT))) {
            notes.add("column " + name + " numbers the rows: left out");
            return Kind.LEFT_OUT;
        }
        if (numbers == present) {
            return Kind.NUMERIC;
        }
        if (numbers >= MOST * present && values.size() - words.size() > CLASSES) {
            notes.add("column " + name + ": " + (present - numbers) + " of " + present
                    + " values are no numbers, taken as missing: " + quoted(words) + ", first in line "
                    + table.line(firstWord));
            return Kind.UNCLEAN;
        }
        if (values.size() > Math.max(CLASSES, Math.min(present / 2, COUNTED - 1))) {
            notes.add("column " + name + " holds " + values.size() + " different texts in " + present
                    + " rows: left out; it is kept if named as categorical");
            return Kind.LEFT_OUT;
        }
        return Kind.CATEGORICAL;
    }

    private static String quoted(Set<String> words) {
        return String.join(
                ", ", words.stream().limit(3).map(word -> '"' + word + '"').toList());
    }

    /** Checks every row's target on the way. */
    private static Task task(CsvTable table, int target, Optional<Task> given) {
        Set<String> values = new HashSet<>();
        int numbers = 0;
        boolean integers = true;
        int firstWord = -1;
        for (int row = 0; row < table.rows(); row++) {
            String cell = table.cell(row, target);
            if (Target.missing(cell)) {
                throw new DataException(table.where(row) + ": has no target: column "
                        + table.names().get(target) + " is " + (cell.isEmpty() ? "empty" : cell));
            }
            double number = table.format().number(cell);
            if (Double.isNaN(number)) {
                firstWord = firstWord < 0 ? row : firstWord;
            } else {
                numbers++;
                integers &= number == Math.rint(number);
            }
            if (values.size() < COUNTED) {
                values.add(Target.label(cell, number));
            }
        }
        boolean text = numbers < MOST * table.rows() || values.size() <= CLASSES;
        Task task = given.orElse(
                firstWord < 0
                        ? (integers && values.size() <= CLASSES ? Task.CLASSIFICATION : Task.REGRESSION)
                        : text ? Task.CLASSIFICATION : Task.REGRESSION);
        String name = table.names().get(target);
        if (task == Task.REGRESSION && firstWord >= 0) {
            throw new DataException(table.where(firstWord) + ": the target " + name + " is "
                    + table.cell(firstWord, target) + ", expected a number for regression");
        }
        if (task == Task.CLASSIFICATION && values.size() < 2) {
            throw new DataException(table.path() + ": the target " + name + " is "
                    + values.iterator().next() + " in every row, expected at least two classes");
        }
        if (task == Task.CLASSIFICATION && values.size() == table.rows() && table.rows() > CLASSES) {
            throw new DataException(table.path() + ": the target " + name + " is different in each of the "
                    + table.rows() + " rows, expected classes; name another target"
                    + (firstWord < 0 ? ", or say that the task is regression" : ""));
        }
        return task;
    }
}
