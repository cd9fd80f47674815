package dev.lanewise.data.text;

import dev.lanewise.data.csv.CsvFormat;
import dev.lanewise.data.csv.CsvReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A file as rows of cells: separated by tabs, taken as they are, or by commas, as {@link CsvReader} reads them. */
record Rows(TextFile file, List<Row> rows) {
    /** One row, and the line it begins at, from 0. */
    record Row(int line, List<String> cells) {}

    static Rows read(TextFile file) {
        String name = file.name().toLowerCase(Locale.ROOT);
        return name.endsWith(".csv") || name.endsWith(".csv.gz") ? commas(file) : tabs(file);
    }

    static Rows tabs(TextFile file) {
        List<Row> rows = new ArrayList<>();
        List<String> lines = file.lines();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                rows.add(new Row(i, List.of(lines.get(i).split("\t", -1))));
            }
        }
        return new Rows(file, rows);
    }

    private static Rows commas(TextFile file) {
        List<Row> rows = new ArrayList<>();
        try (CsvReader reader = CsvReader.of(file.text(), file.name(), CsvFormat.COMMA)) {
            while (reader.next()) {
                rows.add(new Row(Math.toIntExact(reader.line() - 1), List.of(reader.record())));
            }
        }
        return new Rows(file, rows);
    }
}
