package dev.lanewise.cli;

import java.util.List;

/** Lines and columns of text. */
final class Text {
    private Text() {}

    /** Names come from files and may hold anything: what could move the cursor or end the line becomes a '?'. */
    static String clean(String text) {
        StringBuilder clean = null;
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                clean = clean == null ? new StringBuilder(text) : clean;
                clean.setCharAt(i, '?');
            }
        }
        return clean == null ? text : clean.toString();
    }

    /**
     * A table with two spaces between its columns, a line per row.
     *
     * @param right for each column, whether it stands to the right
     * @param rows all of the same length
     */
    static String table(boolean[] right, List<List<String>> rows) {
        int[] widths = new int[right.length];
        for (List<String> row : rows) {
            for (int c = 0; c < widths.length; c++) {
                widths[c] = Math.max(widths[c], row.get(c).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            int start = text.length();
            for (int c = 0; c < widths.length; c++) {
                String cell = row.get(c);
                text.append(c == 0 ? "" : "  ");
                text.repeat(' ', right[c] ? widths[c] - cell.length() : 0).append(cell);
                text.repeat(' ', right[c] ? 0 : widths[c] - cell.length());
            }
            int end = text.length();
            while (end > start && text.charAt(end - 1) == ' ') {
                end--;
            }
            text.setLength(end);
            text.append('\n');
        }
        return text.toString();
    }
}
