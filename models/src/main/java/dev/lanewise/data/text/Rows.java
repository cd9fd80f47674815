package dev.lanewise.data.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A file as rows of cells: separated by tabs, taken as they are, or by commas as RFC 4180 has it (a cell in quotes may
 * hold commas, line ends, and quotes written twice).
 */
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

    static Rows commas(TextFile file) {
        return new Rows(file, new Scanner(file).rows());
    }

    /** Reads one text from front to back. */
    private static final class Scanner {
        private final TextFile file;
        private final String text;
        private int at;
        private int line;

        Scanner(TextFile file) {
            this.file = file;
            this.text = file.text();
        }

        List<Row> rows() {
            List<Row> rows = new ArrayList<>();
            while (at < text.length()) {
                int begin = line;
                List<String> cells = cells();
                if (cells.size() > 1 || !cells.get(0).isBlank()) {
                    rows.add(new Row(begin, cells));
                }
            }
            return rows;
        }

        private List<String> cells() {
            List<String> cells = new ArrayList<>();
            while (true) {
                cells.add(at < text.length() && text.charAt(at) == '"' ? quoted() : plain());
                if (at >= text.length() || text.charAt(at) != ',') {
                    break;
                }
                at++;
            }
            // The end of the line, or of the text.
            if (at < text.length() && text.charAt(at) == '\r') {
                at++;
            }
            if (at < text.length() && text.charAt(at) != '\n') {
                throw file.error(line, "text behind a closing quote, expected a comma or the end of the line");
            }
            at++;
            line++;
            return cells;
        }

        private String plain() {
            int from = at;
            while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != '\n') {
                at++;
            }
            boolean carriage =
                    at > from && text.charAt(at - 1) == '\r' && (at == text.length() || text.charAt(at) == '\n');
            return text.substring(from, carriage ? at - 1 : at);
        }

        private String quoted() {
            int begin = line;
            StringBuilder cell = new StringBuilder();
            at++;
            while (at < text.length()) {
                char c = text.charAt(at++);
                if (c == '"') {
                    if (at >= text.length() || text.charAt(at) != '"') {
                        return cell.toString();
                    }
                    at++;
                }
                line += c == '\n' ? 1 : 0;
                cell.append(c);
            }
            throw file.error(begin, "a quote is opened and never closed, expected a closing quote");
        }
    }
}
