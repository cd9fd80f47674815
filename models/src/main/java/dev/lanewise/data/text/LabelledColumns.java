package dev.lanewise.data.text;

import dev.lanewise.data.DataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** Finds the columns of text and label in a file, with or without a line of names, and takes them out. */
record LabelledColumns(Rows rows, String textColumn, String labelColumn) {
    private static final List<String> TEXT =
            List.of("text", "sentence", "review", "content", "comment", "message", "tweet", "document");
    private static final List<String> LABEL =
            List.of("label", "labels", "class", "category", "sentiment", "target", "topic");

    TextExamples examples() {
        List<String> first = rows.rows().get(0).cells();
        List<String> names = first.stream()
                .map(cell -> cell.strip().toLowerCase(Locale.ROOT))
                .toList();
        OptionalInt text = named(names, textColumn, TEXT);
        OptionalInt label = named(names, labelColumn, LABEL);
        // A first line is one of names if both columns are found in it, or one that was asked for by name.
        boolean header = text.isPresent() && label.isPresent()
                || (text.isPresent() && !textColumn.isEmpty())
                || (label.isPresent() && !labelColumn.isEmpty());
        int textAt = header && text.isPresent() ? text.getAsInt() : numbered(textColumn, first, 0);
        int labelAt = header && label.isPresent() ? label.getAsInt() : numbered(labelColumn, first, first.size() - 1);
        if (textAt == labelAt || (!header && first.size() != 2 && (textColumn.isEmpty() || labelColumn.isEmpty()))) {
            throw rows.file()
                    .error(rows.rows().get(0).line(), "has " + columns(first.size()) + ", expected 2: text and label");
        }
        List<String> texts = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        List<String> places = new ArrayList<>();
        for (Rows.Row row : rows.rows().subList(header ? 1 : 0, rows.rows().size())) {
            if (row.cells().size() != first.size()) {
                throw rows.file()
                        .error(
                                row.line(),
                                "has " + columns(row.cells().size()) + ", expected " + first.size() + " as in line "
                                        + (rows.rows().get(0).line() + 1L));
            }
            String found = row.cells().get(labelAt).strip();
            if (found.isEmpty()) {
                throw rows.file().error(row.line(), "has no label, expected one in column " + (labelAt + 1));
            }
            texts.add(row.cells().get(textAt));
            labels.add(found);
            places.add(rows.file().name() + ": line " + (row.line() + 1L));
        }
        if (texts.isEmpty()) {
            throw new DataException(rows.file().name() + ": has column names only, expected texts and labels");
        }
        return new TextExamples(texts, labels, places);
    }

    private static String columns(int count) {
        return count + (count == 1 ? " column" : " columns");
    }

    private static OptionalInt named(List<String> names, String asked, List<String> usual) {
        for (int i = 0; i < names.size(); i++) {
            boolean fits = asked.isEmpty()
                    ? usual.contains(names.get(i))
                    : names.get(i).equalsIgnoreCase(asked);
            if (fits) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    private int numbered(String asked, List<String> first, int otherwise) {
        if (asked.isEmpty()) {
            return otherwise;
        }
        if (!asked.matches("\\d{1,6}") || Integer.parseInt(asked) < 1 || Integer.parseInt(asked) > first.size()) {
            throw new DataException(rows.file().name() + ": no column '" + asked + "', expected one of "
                    + String.join(", ", first.subList(0, Math.min(20, first.size()))) + ", or a number from 1 to "
                    + first.size());
        }
        return Integer.parseInt(asked) - 1;
    }
}
