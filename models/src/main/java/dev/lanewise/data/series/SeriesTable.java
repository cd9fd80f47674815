package dev.lanewise.data.series;

import dev.lanewise.data.DataException;
import dev.lanewise.data.csv.Cells;
import dev.lanewise.data.csv.CsvTable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The columns of a series in the order of time, without gaps.
 *
 * @param table where they come from
 * @param dates their dates, or null
 * @param columns the positions of the columns, the targets first
 * @param targets which of them are forecast
 * @param values [steps, columns], in the file's units; a missing value is the one before it
 * @param notes what was found, for people
 */
record SeriesTable(
        CsvTable table,
        Dates dates,
        List<Integer> columns,
        List<Integer> targets,
        double[] values,
        List<String> notes) {
    private static final double MOST = 0.9;

    static SeriesTable of(CsvTable table, SeriesOptions options) {
        List<String> notes = new ArrayList<>(table.notes());
        Dates dates = dates(table, options);
        notes.add(dates == null ? "no column of dates" : dates.note());
        if (dates != null && dates.descending()) {
            notes.add("the file holds the latest row first: it is read from the end");
        }
        List<Integer> wanted = new ArrayList<>();
        options.columns().forEach(name -> add(wanted, table.column(name)));
        List<Integer> targetColumns = new ArrayList<>();
        options.targets().forEach(name -> add(targetColumns, table.column(name)));
        for (int column : union(wanted, targetColumns)) {
            checkNumbers(table, column);
        }
        if (wanted.isEmpty()) {
            wanted.addAll(numeric(table, dates, notes));
        }
        if (wanted.isEmpty() && targetColumns.isEmpty()) {
            throw new DataException(table.path() + ": has no column of numbers to forecast");
        }
        if (targetColumns.isEmpty()) {
            targetColumns.add(wanted.getLast());
        }
        // Targets first: a model finds them there without being told more than how many there are.
        List<Integer> seen = List.copyOf(union(targetColumns, wanted));
        List<Integer> targets = targetColumns.stream().map(seen::indexOf).toList();
        notes.add("forecast: " + names(table, targetColumns)
                + (options.targets().isEmpty() ? ", the last column" : "") + "; seen: " + names(table, seen));
        double[] values = values(table, dates, seen, notes);
        return new SeriesTable(table, dates, seen, targets, values, List.copyOf(notes));
    }

    private static Dates dates(CsvTable table, SeriesOptions options) {
        if (options.date().isPresent()) {
            return Dates.read(table, table.column(options.date().get()));
        }
        var found = Dates.find(table);
        return found.isPresent() ? Dates.read(table, found.getAsInt()) : null;
    }

    private static void add(List<Integer> columns, int column) {
        if (!columns.contains(column)) {
            columns.add(column);
        }
    }

    private static Set<Integer> union(List<Integer> a, List<Integer> b) {
        Set<Integer> both = new LinkedHashSet<>(a);
        both.addAll(b);
        return both;
    }

    private static String names(CsvTable table, List<Integer> columns) {
        return String.join(", ", columns.stream().map(table.names()::get).toList());
    }

    private static List<Integer> numeric(CsvTable table, Dates dates, List<String> notes) {
        List<Integer> numeric = new ArrayList<>();
        for (int c = 0; c < table.columns(); c++) {
            if (dates != null && dates.column() == c) {
                continue;
            }
            if (share(table, c) >= MOST) {
                numeric.add(c);
            } else {
                notes.add("column " + table.names().get(c) + " holds no numbers: left out");
            }
        }
        return numeric;
    }

    /** The share of present values that are numbers; 0 if none is present. */
    private static double share(CsvTable table, int column) {
        int present = 0;
        int numbers = 0;
        for (int row = 0; row < table.rows(); row++) {
            String cell = table.cell(row, column);
            present += Cells.missing(cell) ? 0 : 1;
            numbers += Double.isNaN(table.format().number(cell)) ? 0 : 1;
        }
        return present == 0 ? 0 : (double) numbers / present;
    }

    private static void checkNumbers(CsvTable table, int column) {
        String name = table.names().get(column);
        if (share(table, column) >= MOST) {
            return;
        }
        for (int row = 0; row < table.rows(); row++) {
            String cell = table.cell(row, column);
            if (!Cells.missing(cell) && Double.isNaN(table.format().number(cell))) {
                throw new DataException(
                        table.where(row) + ": column " + name + " is " + cell + ", expected numbers to forecast");
            }
        }
        throw new DataException(table.path() + ": column " + name + " has no value in any of the " + table.rows()
                + " rows, expected numbers");
    }

    private static double[] values(CsvTable table, Dates dates, List<Integer> columns, List<String> notes) {
        int steps = table.rows();
        int f = columns.size();
        if (Math.multiplyFull(steps, f) > Integer.MAX_VALUE - 64) {
            throw new DataException(table.path() + ": " + steps + " rows of " + f + " columns do not fit one array");
        }
        double[] values = new double[steps * f];
        for (int c = 0; c < f; c++) {
            fill(table, dates, columns.get(c), values, c, f, notes);
        }
        return values;
    }

    /** What is missing is taken from the step before, never from a later one: the future stays unknown. */
    private static void fill(
            CsvTable table, Dates dates, int column, double[] values, int c, int f, List<String> notes) {
        int steps = table.rows();
        int filled = 0;
        String first = "";
        double last = Double.NaN;
        for (int t = 0; t < steps; t++) {
            int row = row(dates, t, steps);
            String cell = table.cell(row, column);
            double value = table.format().number(cell);
            if (Double.isNaN(value)) {
                first = filled == 0 ? "line " + table.line(row) + (cell.isEmpty() ? "" : ": " + cell) : first;
                filled++;
            } else {
                last = value;
            }
            values[t * f + c] = last;
        }
        int start = 0;
        while (Double.isNaN(values[start * f + c])) {
            start++;
        }
        for (int t = 0; t < start; t++) {
            values[t * f + c] = values[start * f + c];
        }
        if (filled > 0) {
            notes.add("column " + table.names().get(column) + ": " + filled + " of " + steps
                    + " values are missing or no numbers (first in " + first + "), taken from the step before");
        }
    }

    private static int row(Dates dates, int step, int steps) {
        return dates != null && dates.descending() ? steps - 1 - step : step;
    }

    /** The number of steps. */
    int steps() {
        return table.rows();
    }

    /** The row of the file that a step stands in. */
    int row(int step) {
        return row(dates, step, table.rows());
    }

    /** The date of a step as it stands in the file; its number, from 1, if there are none. */
    String date(int step) {
        return dates == null ? Integer.toString(step + 1) : table.cell(row(step), dates.column());
    }

    /** The values of a column in steps [0, to). */
    double[] column(int c, int to) {
        double[] column = new double[to];
        for (int t = 0; t < to; t++) {
            column[t] = values[t * columns.size() + c];
        }
        return column;
    }
}
