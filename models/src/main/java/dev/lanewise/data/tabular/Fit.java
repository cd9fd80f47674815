package dev.lanewise.data.tabular;

import dev.lanewise.data.DataException;
import dev.lanewise.data.csv.Cells;
import dev.lanewise.data.csv.CsvTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Fits a preparation to the rows that a model is trained on, and to no others. */
final class Fit {
    private static final String INTEGER = "-?\\d{1,15}";
    private static final int SHOWN = 20;

    private final Schema schema;
    private final CsvTable table;
    private final int[] rows;
    private final List<String> notes;

    /** @param notes to which is added what was found */
    Fit(Schema schema, int[] rows, List<String> notes) {
        this.schema = schema;
        this.table = schema.table();
        this.rows = rows;
        this.notes = notes;
    }

    TabularPreparation fit() {
        List<TabularPreparation.Numeric> numeric = new ArrayList<>();
        List<String> constant = new ArrayList<>();
        for (int column : schema.numeric()) {
            numeric.add(numeric(column, constant));
        }
        if (!constant.isEmpty()) {
            notes.add("the same in every training row, and so of no use: " + String.join(", ", constant));
        }
        List<TabularPreparation.Categorical> categorical = new ArrayList<>();
        for (int column : schema.categorical()) {
            Set<String> values = new HashSet<>();
            for (int row : rows) {
                String cell = table.cell(row, column);
                if (!Cells.missing(cell)) {
                    values.add(Target.label(cell));
                }
            }
            if (values.isEmpty()) {
                throw noValue(column);
            }
            categorical.add(new TabularPreparation.Categorical(name(column), column, sorted(values)));
        }
        return new TabularPreparation(table.format(), table.names(), numeric, categorical, target());
    }

    private String name(int column) {
        return table.names().get(column);
    }

    private DataException noValue(int column) {
        return new DataException(table.path() + ": column " + name(column) + " has no value in any of the "
                + rows.length + " training rows, expected some; it can be left out by name");
    }

    private TabularPreparation.Numeric numeric(int column, List<String> constant) {
        double[] values = Arrays.stream(rows)
                .mapToDouble(row -> table.number(row, column))
                .filter(value -> !Double.isNaN(value))
                .toArray();
        int present = values.length;
        if (present == 0) {
            throw noValue(column);
        }
        double mean = mean(values);
        double squares = squares(values, mean);
        if (!Double.isFinite(mean) || !Double.isFinite(squares)) {
            throw new DataException(
                    table.path() + ": column " + name(column) + " holds numbers too large to be averaged");
        }
        double deviation = deviation(mean, squares / present);
        if (deviation == 0) {
            constant.add(name(column));
        }
        return new TabularPreparation.Numeric(
                name(column), column, mean, deviation == 0 ? 1 : deviation, present < rows.length);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double squares(double[] values, double mean) {
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return squares;
    }

    /** 0 where the variance is no more than what rounding leaves of equal numbers. */
    private static double deviation(double mean, double variance) {
        double deviation = Math.sqrt(variance);
        return deviation <= 1e-12 * Math.abs(mean) ? 0 : deviation;
    }

    private Target target() {
        int column = schema.target();
        if (schema.task() == Task.CLASSIFICATION) {
            return classes(column);
        }
        double[] values = Arrays.stream(rows)
                .mapToDouble(row -> table.number(row, column))
                .toArray();
        double mean = mean(values);
        double squares = squares(values, mean);
        double deviation = deviation(mean, squares / rows.length);
        if (!(deviation > 0 && Double.isFinite(deviation))) {
            throw new DataException(table.path() + ": the target " + name(column) + " is " + mean
                    + " in every training row, expected numbers that differ");
        }
        return new Target(name(column), column, Task.REGRESSION, List.of(), List.of(), mean, deviation);
    }

    private Target classes(int column) {
        Set<String> seen = new HashSet<>();
        for (int row : rows) {
            seen.add(Target.label(table.cell(row, column)));
        }
        List<String> labels = sorted(seen);
        List<String> classes = named(labels, column);
        if (labels.size() < 2) {
            throw new DataException(table.path() + ": the target " + name(column) + " is " + labels.getFirst()
                    + " in every training row, expected at least two classes");
        }
        List<String> shown = classes.subList(0, Math.min(classes.size(), SHOWN));
        notes.add(classes.size() + " classes: " + String.join(", ", shown) + (classes.size() > SHOWN ? " ..." : ""));
        return new Target(name(column), column, Task.CLASSIFICATION, labels, classes, 0, 1);
    }

    /** The names in the file's first line, if the labels are their numbers and the target is where it is expected. */
    private List<String> named(List<String> labels, int column) {
        List<String> names = table.classNames();
        if (names.isEmpty() || column != table.columns() - 1) {
            return labels;
        }
        List<String> classes = new ArrayList<>();
        for (String label : labels) {
            if (!label.matches("\\d{1,9}") || Integer.parseInt(label) >= names.size()) {
                return labels;
            }
            classes.add(names.get(Integer.parseInt(label)));
        }
        return classes;
    }

    private static List<String> sorted(Set<String> values) {
        boolean integers = values.stream().allMatch(value -> value.matches(INTEGER));
        Comparator<String> order = integers ? Comparator.comparingLong(Long::parseLong) : Comparator.naturalOrder();
        return values.stream().sorted(order).toList();
    }
}
