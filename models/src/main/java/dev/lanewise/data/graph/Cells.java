package dev.lanewise.data.graph;

import dev.lanewise.data.DataException;
import dev.lanewise.data.text.TextFile;
import java.util.ArrayList;
import java.util.List;

/** Lines of cells, parted by commas or white space; what is wrong is named with its line. */
record Cells(TextFile file, List<String> lines) {
    static Cells of(TextFile file) {
        return new Cells(file, file.lines());
    }

    int size() {
        return lines.size();
    }

    /** The cells of a line; none if it is blank. */
    String[] cells(int line) {
        String text = lines.get(line).strip();
        return text.isEmpty() ? new String[0] : text.split("\\s*,\\s*|\\s+", -1);
    }

    /** The lines that are not blank, by number. */
    int[] filled() {
        List<Integer> filled = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                filled.add(i);
            }
        }
        return filled.stream().mapToInt(i -> i).toArray();
    }

    DataException error(int line, String what) {
        return file.error(line, what);
    }

    int whole(int line, String cell) {
        try {
            return Integer.parseInt(cell);
        } catch (NumberFormatException e) {
            throw error(line, "'" + shown(cell) + "', expected a whole number");
        }
    }

    float number(int line, String cell) {
        float value = Float.NaN;
        try {
            value = Float.parseFloat(cell);
        } catch (NumberFormatException _) {
            // Refused below, as NaN is.
        }
        if (!Float.isFinite(value)) {
            throw error(line, "'" + shown(cell) + "', expected a finite number");
        }
        return value;
    }

    static String shown(String cell) {
        return cell.length() > 40 ? cell.substring(0, 40) + "..." : cell;
    }

    static String cells(String[] found) {
        return found.length + (found.length == 1 ? " column" : " columns");
    }
}
