package dev.lanewise.data.csv;

import dev.lanewise.data.DataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the beginning of a file tells about the rest of it.
 *
 * @param format delimiter, quotes, decimal point
 * @param counted whether the first line holds counts and class names
 * @param header whether the first line (after that one) holds names
 */
record CsvGuess(CsvFormat format, boolean counted, boolean header) {
    private static final int RECORDS = 200;
    private static final double MOST = 0.9;
    private static final Set<String> USUAL_NAMES =
            Set.of("id", "name", "label", "class", "target", "category", "text", "sentence", "date", "x", "y");
    // Where two delimiters fit equally well the rarer character is the delimiter: commas occur inside text and numbers.
    private static final char[] DELIMITERS = {'\t', ';', '|', ','};

    static CsvGuess of(byte[] beginning, String source, CsvOptions options) {
        CsvFormat format = options.format().orElseGet(() -> format(beginning, source));
        List<String[]> records = records(beginning, source, format);
        boolean counted = counted(records);
        List<String[]> rest = counted ? records.subList(1, records.size()) : records;
        char point = decimalComma(rest, format) ? ',' : format.point();
        CsvFormat whole = new CsvFormat(format.delimiter(), format.quoted(), point);
        boolean looksNamed = header(rest, whole);
        boolean header = counted
                ? looksNamed && options.header().orElse(true)
                : options.header().orElse(looksNamed);
        return new CsvGuess(whole, counted, header);
    }

    private static CsvFormat format(byte[] beginning, String source) {
        CsvFormat best = CsvFormat.COMMA;
        double bestShare = 0;
        for (char delimiter : DELIMITERS) {
            CsvFormat format = new CsvFormat(delimiter, true, '.');
            double share = share(records(beginning, source, format));
            if (share > bestShare) {
                best = format;
                bestShare = share;
            }
        }
        return best;
    }

    /** The share of records that have the most frequent number of cells, 0 if that number is 1. */
    private static double share(List<String[]> records) {
        int[] widths =
                records.stream().mapToInt(record -> record.length).sorted().toArray();
        int most = 0;
        int mode = 1;
        for (int from = 0, to = 0; from < widths.length; from = to) {
            while (to < widths.length && widths[to] == widths[from]) {
                to++;
            }
            if (to - from >= most) {
                most = to - from;
                mode = widths[from];
            }
        }
        return mode <= 1 ? 0 : (double) most / widths.length;
    }

    // A record that cannot be read counts as one without cells. What is wrong is said when the whole file is read.
    private static List<String[]> records(byte[] beginning, String source, CsvFormat format) {
        List<String[]> records = new ArrayList<>();
        try (CsvReader reader = CsvReader.of(beginning, beginning.length, source, format)) {
            while (records.size() < RECORDS && reader.next()) {
                records.add(reader.record());
            }
        } catch (DataException e) {
            records.add(new String[0]);
        }
        return records;
    }

    /** The first line of scikit-learn's files: rows, features, names of classes; the cells behind may be empty. */
    private static boolean counted(List<String[]> records) {
        if (records.size() < 2 || records.get(0).length < 2) {
            return false;
        }
        String[] first = records.get(0);
        int columns = records.get(1).length;
        if (!first[0].matches("[1-9]\\d{0,8}") || !first[1].equals(Integer.toString(columns - 1))) {
            return false;
        }
        int end = first.length;
        while (end > 2 && first[end - 1].isEmpty()) {
            end--;
        }
        // Two numbers alone may be a row of data.
        if (end == 2) {
            return first.length != columns || (columns > 2 && first.length > 2);
        }
        return Arrays.stream(first, 2, end).noneMatch(cell -> cell.isEmpty() || !Double.isNaN(Cells.number(cell)));
    }

    /**
     * Names are words, each once, in the first line. Columns vote: one that is numbers below its first cell for a header,
     * or has digits (dates, say) where the first cell has none; one of few values for it if the first cell is none of
     * them, and against it if it is one.
     */
    private static boolean header(List<String[]> records, CsvFormat format) {
        if (records.size() < 2) {
            return false;
        }
        String[] first = records.get(0);
        Set<String> names = new HashSet<>();
        for (int c = 0; c < first.length; c++) {
            boolean name = !Cells.missing(first[c]) && Double.isNaN(format.number(first[c])) && names.add(first[c]);
            // Row numbers often stand below an empty name.
            if (!name && !(c == 0 && first.length > 1 && first[c].isEmpty())) {
                return false;
            }
        }
        int votes = 0;
        for (int c = 0; c < first.length; c++) {
            votes += vote(records, c, format);
        }
        return votes > 0;
    }

    private static int vote(List<String[]> records, int column, CsvFormat format) {
        String first = records.get(0)[column];
        Set<String> values = new HashSet<>();
        int rows = 0;
        int numbers = 0;
        int digits = 0;
        for (String[] record : records.subList(1, records.size())) {
            if (column < record.length && !Cells.missing(record[column])) {
                rows++;
                values.add(record[column]);
                numbers += Double.isNaN(format.number(record[column])) ? 0 : 1;
                digits += hasDigit(record[column]) ? 1 : 0;
            }
        }
        if (first.isEmpty() || rows == 0) {
            return 0;
        }
        if (numbers >= MOST * rows || (digits >= MOST * rows && !hasDigit(first))) {
            return 2;
        }
        if (values.contains(first)) {
            return -1;
        }
        if (USUAL_NAMES.contains(first.toLowerCase(Locale.ROOT))) {
            return 1;
        }
        return rows >= 4 && values.size() <= rows / 2 ? 1 : 0;
    }

    private static boolean hasDigit(String cell) {
        return cell.chars().anyMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean decimalComma(List<String[]> records, CsvFormat format) {
        if (format.delimiter() == ',' || format.point() == ',') {
            return false;
        }
        int commas = 0;
        int points = 0;
        for (String[] record : records) {
            for (String cell : record) {
                commas += cell.indexOf(',') >= 0 && !Double.isNaN(Cells.number(cell, ',')) ? 1 : 0;
                points += cell.indexOf('.') >= 0 && !Double.isNaN(Cells.number(cell, '.')) ? 1 : 0;
            }
        }
        return commas > points;
    }
}
