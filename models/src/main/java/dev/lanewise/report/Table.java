package dev.lanewise.report;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A table of text. The first column heads its row; a column whose cells all look like numbers is aligned to the right.
 *
 * @param heading the section's heading
 * @param caption a line above the table, or empty
 * @param columns column names
 * @param rows    cells, as many in each row as there are columns
 */
public record Table(String heading, String caption, List<String> columns, List<List<String>> rows) implements Section {
    private static final Pattern NUMERIC =
            Pattern.compile("[-−+]?[\\d,.]+([eE][-−+]?\\d+)?[\\s\\u00a0]*[%s]?|[–-]?|NaN|[-−]?∞");

    public Table {
        Objects.requireNonNull(heading, "heading");
        Objects.requireNonNull(caption, "caption");
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        for (int r = 0; r < rows.size(); r++) {
            if (rows.get(r).size() != columns.size()) {
                throw new IllegalArgumentException("table '" + heading + "': row " + r + " has "
                        + rows.get(r).size() + " cells for " + columns.size() + " columns");
            }
        }
    }

    @Override
    public void write(Html out) {
        if (rows.isEmpty()) {
            out.element("p", "Nothing recorded.", "class", "none");
            return;
        }
        writeTable(out, rows, List.of());
    }

    /**
     * The table itself, with a last row set apart when {@code foot} has cells; for sections that hold a table among
     * other things.
     */
    void writeTable(Html out, List<List<String>> body, List<String> foot) {
        boolean[] numeric = new boolean[columns.size()];
        for (int c = 1; c < numeric.length; c++) {
            int column = c;
            numeric[c] = body.stream()
                    .allMatch(row -> NUMERIC.matcher(row.get(column)).matches());
        }
        out.open("div", "class", "scroll").open("table");
        if (!caption.isEmpty()) {
            out.element("caption", caption);
        }
        out.open("thead").open("tr");
        for (int c = 0; c < columns.size(); c++) {
            out.element("th", columns.get(c), "scope", "col", "class", numeric[c] ? "n" : null);
        }
        out.close().close();
        out.open("tbody");
        body.forEach(row -> writeRow(out, row, numeric));
        out.close();
        if (!foot.isEmpty()) {
            out.open("tfoot");
            writeRow(out, foot, numeric);
            out.close();
        }
        out.close().close();
    }

    private static void writeRow(Html out, List<String> row, boolean[] numeric) {
        out.open("tr");
        out.element("th", row.getFirst(), "scope", "row");
        for (int c = 1; c < row.size(); c++) {
            out.element("td", row.get(c), "class", numeric[c] ? "n" : null);
        }
        out.close();
    }
}
