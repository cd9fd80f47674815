package dev.lanewise.train.log;

import dev.lanewise.format.AtomicFile;
import dev.lanewise.format.FormatException;
import java.io.Closeable;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes {@code metrics.csv}: a line of column names, the first of them {@code step}, and then a row a step, ascending. A
 * cell is empty where nothing was measured, and {@code NaN}, {@code Infinity} or {@code -Infinity} where that was the
 * figure; numbers have up to nine significant digits, which tell any two floats apart.
 *
 * <p>Rows are handed to the system as soon as they are complete: when a later step begins, and when flushed. Belongs to
 * one thread.
 */
public final class MetricsCsv implements Closeable {
    private static final MathContext DIGITS = new MathContext(9);

    private final List<String> columns;
    private final AppendFile out;
    private long step = -1;
    private String[] cells;
    private long rowAt;
    private boolean written = true;

    private MetricsCsv(Path file, List<String> columns) throws IOException {
        this.columns = columns;
        this.cells = new String[columns.size()];
        this.out = new AppendFile(file);
    }

    /**
     * Begins a file; one that is there is replaced.
     *
     * @param columns the names after {@code step}: no commas, quotes or line ends, no name twice
     */
    public static MetricsCsv create(Path file, List<String> columns) throws IOException {
        List<String> names = checked(columns);
        AtomicFile.writeUnforced(file, o -> o.write(bytes(header(names))));
        return new MetricsCsv(file, names);
    }

    /**
     * Goes on with the file of an earlier process. Rows of steps after {@code step} and a last row that is not whole are
     * dropped; figures of {@code step} itself are kept until they are written again. Without a file, or without a whole
     * first line in it, begins one.
     *
     * @param step the checkpoint's: how many updates had been made
     * @throws FormatException if the columns in the file are others, or a line before the last is damaged
     */
    public static MetricsCsv resume(Path file, List<String> columns, long step) throws IOException {
        List<String> names = checked(columns);
        if (!Files.exists(file) || !hasLine(file)) {
            return create(file, names);
        }
        MetricsTable table = MetricsTable.read(file);
        if (!table.columns().equals(names)) {
            throw new FormatException(file + ": has the columns " + table.columns() + ", expected " + names);
        }
        List<MetricsTable.Row> kept =
                table.rows().stream().filter(row -> row.step() <= step).toList();
        List<String> lines = new ArrayList<>(kept.size());
        for (MetricsTable.Row row : kept) {
            lines.add(line(row.step(), row.cells()));
        }
        AtomicFile.writeUnforced(file, o -> {
            o.write(bytes(header(names)));
            for (String line : lines) {
                o.write(bytes(line));
            }
        });
        MetricsCsv csv = new MetricsCsv(file, names);
        if (!kept.isEmpty()) {
            csv.step = kept.getLast().step();
            csv.cells = kept.getLast().cells().toArray(String[]::new);
            csv.rowAt = csv.out.end() - bytes(lines.getLast()).length;
        }
        return csv;
    }

    private static boolean hasLine(Path file) throws IOException {
        try (var in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            for (int c = in.read(); c >= 0; c = in.read()) {
                if (c == '\n') {
                    return true;
                }
            }
            return false;
        }
    }

    private static List<String> checked(List<String> columns) {
        Set<String> seen = new HashSet<>(Set.of(MetricsTable.STEP));
        for (String name : columns) {
            if (name.isBlank() || name.chars().anyMatch(c -> c == ',' || c == '"' || c < ' ') || !seen.add(name)) {
                throw new IllegalArgumentException("metrics: '" + name
                        + "' cannot be a column: blank, there already, or with a comma, quote or line end");
            }
        }
        return List.copyOf(columns);
    }

    /**
     * Writes figures of a step, beside those it has already.
     *
     * @param at how many updates have been made; not before the step of the last row
     * @param figures by column; those that are left out stay as they are, at first empty
     * @throws IllegalArgumentException for an earlier step or a name that is no column; nothing is written
     */
    public void row(long at, Map<String, Double> figures) throws IOException {
        if (at < Math.max(0, step)) {
            throw new IllegalArgumentException("metrics: step " + at + " after step " + step);
        }
        for (String name : figures.keySet()) {
            if (!columns.contains(name)) {
                throw new IllegalArgumentException("metrics: no column " + name + ", there are " + columns);
            }
        }
        if (at > step) {
            writeRow();
            step = at;
            cells = new String[columns.size()];
            rowAt = out.end();
        }
        figures.forEach((name, value) -> cells[columns.indexOf(name)] = number(value));
        written = false;
    }

    private void writeRow() throws IOException {
        if (!written) {
            List<String> row = new ArrayList<>();
            for (String cell : cells) {
                row.add(cell == null ? "" : cell);
            }
            out.replaceFrom(rowAt, bytes(line(step, row)));
            written = true;
        }
    }

    /** Hands everything to the system; from then on it survives the end of this process. */
    public void flush() throws IOException {
        writeRow();
    }

    @Override
    public void close() throws IOException {
        try (out) {
            flush();
        }
    }

    private static String header(List<String> columns) {
        return columns.isEmpty()
                ? MetricsTable.STEP + "\n"
                : MetricsTable.STEP + "," + String.join(",", columns) + "\n";
    }

    private static String line(long step, List<String> cells) {
        return cells.isEmpty() ? step + "\n" : step + "," + String.join(",", cells) + "\n";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String number(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        // What was a float gets the digits of a float: 0.1, not 0.100000001.
        BigDecimal exact =
                (float) value == value ? new BigDecimal(Float.toString((float) value)) : new BigDecimal(value);
        BigDecimal rounded = exact.round(DIGITS).stripTrailingZeros();
        int power = rounded.precision() - rounded.scale();
        return power > 12 || power < -5 ? rounded.toString() : rounded.toPlainString();
    }
}
