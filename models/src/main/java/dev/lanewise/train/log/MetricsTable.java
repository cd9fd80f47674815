package dev.lanewise.train.log;

import dev.lanewise.format.FormatException;
import dev.lanewise.format.InputFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;

/**
 * What a {@code metrics.csv} holds: a row a step, ascending.
 *
 * @param columns the names after {@code step}
 * @param rows ascending in step; not copied
 */
public record MetricsTable(List<String> columns, List<Row> rows) {
    static final String STEP = "step";
    private static final int LIMIT = 1 << 30;

    /**
     * The figures of a step.
     *
     * @param step how many updates had been made
     * @param cells one a column, as it stands in the file: a number, or empty for what was not measured
     */
    public record Row(long step, List<String> cells) {
        /** The number in a cell; NaN if it is empty. */
        public double value(int column) {
            String cell = cells.get(column);
            return cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
        }
    }

    /** Wraps the lists so that they cannot be changed from here. */
    public MetricsTable {
        columns = List.copyOf(columns);
        rows = Collections.unmodifiableList(rows);
    }

    /**
     * Reads a file. A last line without its end is left out: the process that wrote it was killed. Of a step that is there
     * twice, the later cells count; a row of an earlier step stands for all the rows of later steps before it.
     *
     * @throws IOException if it cannot be read
     * @throws FormatException if a line is no row of metrics; names the line
     */
    public static MetricsTable read(Path file) throws IOException {
        String text = new String(InputFile.bytes(file, LIMIT), StandardCharsets.UTF_8);
        String[] lines = text.substring(0, Math.max(0, text.lastIndexOf('\n'))).split("\n", -1);
        List<String> header = List.of(strip(lines[0]).split(",", -1));
        if (!header.getFirst().equals(STEP)) {
            throw new FormatException(file + ": line 1 is \"" + shortened(lines[0])
                    + "\", expected column names, the first of them step");
        }
        int width = header.size() - 1;
        TreeMap<Long, List<String>> rows = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            String[] cells = strip(lines[i]).split(",", -1);
            if (cells.length != width + 1) {
                throw damaged(file, i, lines[i], "it has " + cells.length + " cells, expected " + (width + 1));
            }
            List<String> row = Arrays.asList(cells).subList(1, cells.length);
            long step;
            try {
                step = Long.parseLong(cells[0]);
                row.stream().filter(cell -> !cell.isEmpty()).forEach(Double::parseDouble);
            } catch (NumberFormatException e) {
                throw damaged(file, i, lines[i], "expected numbers", e);
            }
            rows.tailMap(step, false).clear();
            rows.merge(step, row, MetricsTable::over);
        }
        List<Row> all = new ArrayList<>(rows.size());
        rows.forEach((step, cells) -> all.add(new Row(step, List.copyOf(cells))));
        return new MetricsTable(header.subList(1, header.size()), all);
    }

    /** The later cells, and the earlier ones where those are empty. */
    private static List<String> over(List<String> earlier, List<String> later) {
        List<String> both = new ArrayList<>(later);
        for (int c = 0; c < both.size(); c++) {
            if (both.get(c).isEmpty()) {
                both.set(c, earlier.get(c));
            }
        }
        return both;
    }

    private static FormatException damaged(Path file, int line, String text, String why, Throwable... cause) {
        String message =
                file + ": line " + (line + 1) + " is no row of metrics, " + why + ": \"" + shortened(text) + "\"";
        return cause.length == 0 ? new FormatException(message) : new FormatException(message, cause[0]);
    }

    private static String strip(String line) {
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    private static String shortened(String line) {
        return line.length() <= 60 ? line : line.substring(0, 60) + "...";
    }

    /** The steps and values of a column where it was measured: {@code [2][n]}. */
    public double[][] curve(String column) {
        int c = columns.indexOf(column);
        if (c < 0) {
            throw new IllegalArgumentException("metrics: no column " + column + ", there are " + columns);
        }
        List<Row> measured =
                rows.stream().filter(row -> !row.cells().get(c).isEmpty()).toList();
        return new double[][] {
            measured.stream().mapToDouble(Row::step).toArray(),
            measured.stream().mapToDouble(row -> row.value(c)).toArray()
        };
    }
}
