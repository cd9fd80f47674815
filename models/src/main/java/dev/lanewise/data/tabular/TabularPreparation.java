package dev.lanewise.data.tabular;

import dev.lanewise.data.DataException;
import dev.lanewise.data.Field;
import dev.lanewise.data.csv.Cells;
import dev.lanewise.data.csv.CsvFormat;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How rows of text become what a model takes: fitted on the training part of a table, saved with the model.
 *
 * <p>The numeric part x:[D] holds, for each numeric column, {@code (value - mean) / deviation}, 0 where the value is
 * missing; then, for each numeric column in which values were missing in training, 1 where it is missing, else 0. The
 * categorical part c:[K] holds an index for each column of categories: 0 for a value that training did not have, 1 for a
 * missing one, 2 and above for those that it had.
 *
 * @param format how a line is cut into cells
 * @param columns the names of all columns of the file, used or not
 * @param numeric the columns of numbers
 * @param categorical the columns of categories
 * @param target the column that is predicted
 */
public record TabularPreparation(
        CsvFormat format, List<String> columns, List<Numeric> numeric, List<Categorical> categorical, Target target) {
    /** The index of a category that training did not have. */
    public static final int UNKNOWN = 0;

    /** The index of a category that is missing. */
    public static final int MISSING = 1;

    private static final int FIRST = 2;

    /**
     * A column of numbers.
     *
     * @param name its name
     * @param column its position in a row
     * @param mean what is subtracted; it also stands for a missing value
     * @param deviation what is then divided by: the population's, 1 if the column is constant
     * @param indicator whether a further value says that it is missing
     */
    public record Numeric(String name, int column, double mean, double deviation, boolean indicator) {
        /** Checks that values can be scaled. */
        public Numeric {
            if (column < 0 || !Double.isFinite(mean) || !(deviation > 0 && Double.isFinite(deviation))) {
                throw new IllegalArgumentException(
                        "column " + name + " at " + column + ": mean " + mean + ", deviation " + deviation);
            }
        }
    }

    /**
     * A column of categories.
     *
     * @param name its name
     * @param column its position in a row
     * @param values the categories; value i has the index i + 2
     */
    public record Categorical(String name, int column, List<String> values) {
        /** Copies the values. */
        public Categorical {
            values = List.copyOf(values);
        }

        /** The number of indices: of the values, and two more for unknown and missing. */
        public int cardinality() {
            return values.size() + FIRST;
        }
    }

    /** Copies the lists. */
    public TabularPreparation {
        columns = List.copyOf(columns);
        numeric = List.copyOf(numeric);
        categorical = List.copyOf(categorical);
    }

    /** D: the number of values of the numeric part. */
    public int numericSize() {
        return numeric.size()
                + (int) numeric.stream().filter(Numeric::indicator).count();
    }

    /** The names of the values of the numeric part, for reports. */
    public List<String> numericNames() {
        List<String> names = new ArrayList<>();
        numeric.forEach(column -> names.add(column.name()));
        numeric.stream().filter(Numeric::indicator).forEach(column -> names.add(column.name() + " missing"));
        return names;
    }

    /** For each column of categories, the number of indices. */
    public List<Integer> cardinalities() {
        return categorical.stream().map(Categorical::cardinality).toList();
    }

    /** The fields of a sample: numeric FLOAT [D] and categorical INT [K], each if there is any, and the target. */
    public List<Field> fields() {
        List<Field> fields = inputs();
        fields.add(
                target.task() == Task.CLASSIFICATION
                        ? new Field("target", Field.Kind.INT, Shape.of())
                        : new Field("target", Field.Kind.FLOAT, Shape.of(1)));
        return List.copyOf(fields);
    }

    private List<Field> inputs() {
        List<Field> fields = new ArrayList<>();
        if (!numeric.isEmpty()) {
            fields.add(new Field("numeric", Field.Kind.FLOAT, Shape.of(numericSize())));
        }
        if (!categorical.isEmpty()) {
            fields.add(new Field("categorical", Field.Kind.INT, Shape.of(categorical.size())));
        }
        return fields;
    }

    /** A row from a line as it stands in the file, or without its target. */
    public String[] row(String line) {
        return format.cells(line);
    }

    /**
     * A row from the text of its columns by name.
     *
     * @throws DataException if a column that the model takes is not there, or one is there that the file did not have
     */
    public String[] row(Map<String, String> cells) {
        for (String name : cells.keySet()) {
            if (!columns.contains(name)) {
                throw new DataException("row: has a column " + name + ", expected " + String.join(", ", columns));
            }
        }
        numeric.forEach(column -> checkPresent(cells, column.name()));
        categorical.forEach(column -> checkPresent(cells, column.name()));
        String[] row = new String[columns.size()];
        for (int c = 0; c < row.length; c++) {
            row[c] = cells.getOrDefault(columns.get(c), "");
        }
        return row;
    }

    private static void checkPresent(Map<String, String> cells, String name) {
        if (!cells.containsKey(name)) {
            throw new DataException("row: lacks column " + name + "; a missing value is an empty text");
        }
    }

    /**
     * The inputs of a model for some rows: its fields without the target.
     *
     * @param rows the cells of each row in the file's order, with or without the target
     * @return a value for each input, of shape [rows, ...]
     * @throws DataException if a row has another number of cells, or no number where there must be one
     */
    public Value[] prepare(String[]... rows) {
        int d = numericSize();
        int k = categorical.size();
        float[] x = new float[rows.length * d];
        int[] c = new int[rows.length * k];
        for (int i = 0; i < rows.length; i++) {
            String where = rows.length == 1 ? "row" : "row " + (i + 1);
            String[] cells = whole(rows[i], where);
            fillNumeric(cells, x, i * d, where);
            fillCategorical(cells, c, i * k);
        }
        List<Value> values = new ArrayList<>();
        if (d > 0) {
            values.add(Tensor.of(x, rows.length, d));
        }
        if (k > 0) {
            values.add(IntTensor.of(c, rows.length, k));
        }
        return values.toArray(Value[]::new);
    }

    /** The row with an empty cell where the target was left out. */
    private String[] whole(String[] cells, String where) {
        if (cells.length == columns.size()) {
            return cells;
        }
        if (cells.length != columns.size() - 1) {
            List<String> inputs = new ArrayList<>(columns);
            inputs.remove(target.column());
            throw new DataException(where + ": has " + cells.length + (cells.length == 1 ? " cell" : " cells")
                    + ", expected " + inputs.size() + " (" + String.join(", ", inputs) + "), or " + columns.size()
                    + " with the target " + target.name());
        }
        String[] whole = new String[columns.size()];
        int at = target.column();
        System.arraycopy(cells, 0, whole, 0, at);
        whole[at] = "";
        System.arraycopy(cells, at, whole, at + 1, cells.length - at);
        return whole;
    }

    /** Writes the numeric part of a whole row. */
    void fillNumeric(String[] cells, float[] x, int at, String where) {
        int indicator = at + numeric.size();
        for (int i = 0; i < numeric.size(); i++) {
            Numeric column = numeric.get(i);
            String cell = cells[column.column()].strip();
            double value = format.number(cell);
            boolean missing = Double.isNaN(value);
            if (missing && !Cells.missing(cell)) {
                throw new DataException(
                        where + ": column " + column.name() + " is " + cell + ", expected a number or nothing");
            }
            x[at + i] = missing ? 0 : (float) ((value - column.mean()) / column.deviation());
            if (column.indicator()) {
                x[indicator++] = missing ? 1 : 0;
            }
        }
    }

    /** Writes the categorical part of a whole row. */
    void fillCategorical(String[] cells, int[] c, int at) {
        for (int i = 0; i < categorical.size(); i++) {
            Categorical column = categorical.get(i);
            String cell = cells[column.column()].strip();
            // A list is searched: categories are few, and rows are prepared once.
            int value = column.values().indexOf(Target.label(cell));
            c[at + i] = value >= 0 ? value + FIRST : Cells.missing(cell) ? MISSING : UNKNOWN;
        }
    }

    /** As a map that {@link #fromMap} takes, of values that JSON has. */
    public Map<String, Object> toMap() {
        return SavedPreparation.toMap(this);
    }

    /**
     * From the map that {@link #toMap} gave.
     *
     * @throws DataException if something lacks or is of another kind, naming it
     */
    public static TabularPreparation fromMap(Map<String, Object> map) {
        return SavedPreparation.fromMap(map);
    }
}
