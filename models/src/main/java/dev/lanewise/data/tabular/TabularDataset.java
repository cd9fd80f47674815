package dev.lanewise.data.tabular;

import dev.lanewise.data.DataException;
import dev.lanewise.data.Dataset;
import dev.lanewise.data.Field;
import dev.lanewise.data.Fingerprint;
import dev.lanewise.data.csv.CsvTable;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Rows of a table, prepared: the fields of a {@link TabularPreparation}, in the order of the rows. It knows the table, so
 * that a report can show a sample as it stands in the file.
 */
public final class TabularDataset implements Dataset {
    private final TabularPreparation preparation;
    private final List<Field> fields;
    private final CsvTable table;
    private final int[] rows;
    private final int d;
    private final int k;
    private final float[] numeric;
    private final int[] categorical;
    private final int[] classes;
    private final float[] targets;
    private volatile String fingerprint;

    /**
     * @param rows rows of the table, kept
     * @param unclean columns in which a text that is no number is a missing value
     */
    TabularDataset(CsvTable table, int[] rows, TabularPreparation preparation, Set<Integer> unclean) {
        this.preparation = preparation;
        this.fields = preparation.fields();
        this.table = table;
        this.rows = rows;
        this.d = preparation.numericSize();
        this.k = preparation.categorical().size();
        if (Math.multiplyFull(rows.length, Math.max(d, k)) > Integer.MAX_VALUE - 64) {
            throw new DataException(
                    table.path() + ": " + rows.length + " rows of " + Math.max(d, k) + " values do not fit one array");
        }
        this.numeric = new float[rows.length * d];
        this.categorical = new int[rows.length * k];
        boolean classification = preparation.target().task() == Task.CLASSIFICATION;
        this.classes = new int[classification ? rows.length : 0];
        this.targets = new float[classification ? 0 : rows.length];
        fill(unclean);
    }

    private void fill(Set<Integer> unclean) {
        Target target = preparation.target();
        Map<String, Integer> numbers = new HashMap<>();
        target.labels().forEach(label -> numbers.put(label, numbers.size()));
        for (int i = 0; i < rows.length; i++) {
            String[] cells = table.row(rows[i]);
            String where = table.where(rows[i]);
            for (int column : unclean) {
                cells[column] = Double.isNaN(preparation.format().number(cells[column])) ? "" : cells[column];
            }
            preparation.fillNumeric(cells, numeric, i * d, where);
            preparation.fillCategorical(cells, categorical, i * k);
            String cell = cells[target.column()];
            if (Target.missing(cell)) {
                throw new DataException(where + ": has no target: column " + target.name() + " is "
                        + (cell.isEmpty() ? "empty" : cell));
            }
            if (target.task() == Task.CLASSIFICATION) {
                Integer number = numbers.get(Target.label(cell));
                if (number == null) {
                    throw unknownClass(where, cell, target);
                }
                classes[i] = number;
            } else {
                double value = preparation.format().number(cell);
                if (Double.isNaN(value)) {
                    throw new DataException(
                            where + ": the target " + target.name() + " is " + cell + ", expected a number");
                }
                targets[i] = target.scale(value);
            }
        }
    }

    static DataException unknownClass(String where, String cell, Target target) {
        List<String> known = target.labels();
        return new DataException(where + ": class " + cell + " of the target " + target.name()
                + " does not occur in the training part, expected one of "
                + String.join(", ", known.subList(0, Math.min(20, known.size()))) + (known.size() > 20 ? " ..." : ""));
    }

    @Override
    public int size() {
        return rows.length;
    }

    @Override
    public List<Field> fields() {
        return fields;
    }

    /** How the rows were prepared. */
    public TabularPreparation preparation() {
        return preparation;
    }

    /** The class of a sample; the task is classification. */
    public int label(int sample) {
        return classes[sample];
    }

    /** The number to be predicted, in the file's units; the task is regression. */
    public float target(int sample) {
        return (float) preparation
                .format()
                .number(table.cell(rows[sample], preparation.target().column()));
    }

    /** The line of the file that a sample stands in. */
    public long line(int sample) {
        return table.line(rows[sample]);
    }

    /** A sample as it stands in the file: the text of every column. */
    public String[] cells(int sample) {
        return table.row(rows[sample]);
    }

    @Override
    public void read(int[] order, int from, int to, Value... batch) {
        Objects.checkFromToIndex(from, to, order.length);
        if (batch.length != fields.size()) {
            throw new IllegalArgumentException(
                    "read: " + batch.length + " values, expected " + fields.size() + " (" + fields + ")");
        }
        for (int f = 0; f < batch.length; f++) {
            fields.get(f).check(batch[f], to - from);
        }
        int next = 0;
        if (d > 0) {
            Tensor x = (Tensor) batch[next++];
            for (int i = from; i < to; i++) {
                System.arraycopy(numeric, sample(order[i]) * d, x.array(), x.offset() + (i - from) * d, d);
            }
        }
        if (k > 0) {
            IntTensor c = (IntTensor) batch[next++];
            for (int i = from; i < to; i++) {
                System.arraycopy(categorical, sample(order[i]) * k, c.array(), c.offset() + (i - from) * k, k);
            }
        }
        if (batch[next] instanceof IntTensor y) {
            for (int i = from; i < to; i++) {
                y.array()[y.offset() + i - from] = classes[order[i]];
            }
        } else if (batch[next] instanceof Tensor y) {
            for (int i = from; i < to; i++) {
                y.array()[y.offset() + i - from] = targets[order[i]];
            }
        }
    }

    private int sample(int index) {
        return Objects.checkIndex(index, rows.length);
    }

    @Override
    public String fingerprint() {
        String known = fingerprint;
        if (known == null) {
            Fingerprint hash = new Fingerprint("table");
            preparation.numericNames().forEach(hash::add);
            preparation.categorical().forEach(column -> hash.add(column.name()));
            hash.add(preparation.target().name());
            preparation.target().classes().forEach(hash::add);
            hash.add((long) rows.length).add((long) d).add((long) k);
            for (float value : numeric) {
                hash.add(value);
            }
            for (int value : categorical) {
                hash.add((long) value);
            }
            for (int value : classes) {
                hash.add((long) value);
            }
            for (float value : targets) {
                hash.add(value);
            }
            known = hash.hex();
            fingerprint = known;
        }
        return known;
    }
}
