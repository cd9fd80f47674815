package dev.lanewise.data.csv;

/**
 * How a line of text is cut into cells.
 *
 * @param delimiter what stands between cells: a comma, a semicolon, a tab, a bar, or any other ASCII character that is no
 *     letter, digit, quote or line end
 * @param quoted whether a cell that begins with {@code "} runs to the next single {@code "}; without it a quote is a
 *     character like any other, as in many files of sentences between tabs
 * @param point what stands before the decimals of a number: a point, or a comma
 */
public record CsvFormat(char delimiter, boolean quoted, char point) {
    /** Commas and quotes, as in RFC 4180. */
    public static final CsvFormat COMMA = new CsvFormat(',', true, '.');

    /** Tabs and quotes. */
    public static final CsvFormat TAB = new CsvFormat('\t', true, '.');

    /** Checks delimiter and point. */
    public CsvFormat {
        if (delimiter > 126
                || (delimiter < ' ' && delimiter != '\t')
                || Character.isLetterOrDigit(delimiter)
                || delimiter == '"') {
            throw new IllegalArgumentException(
                    "delimiter " + name(delimiter) + ", expected a comma, semicolon, tab, bar or the like");
        }
        if (point != '.' && point != ',') {
            throw new IllegalArgumentException("decimal point " + name(point) + ", expected '.' or ','");
        }
    }

    /** The delimiter's name, for people. */
    public String delimiterName() {
        return name(delimiter);
    }

    /** The number that a cell holds, NaN if none: {@link Cells#number(String, char)}. */
    public double number(String cell) {
        return Cells.number(cell, point);
    }

    private static String name(char delimiter) {
        return switch (delimiter) {
            case ',' -> "comma";
            case ';' -> "semicolon";
            case '\t' -> "tab";
            case '|' -> "bar";
            case ' ' -> "space";
            default -> "'" + delimiter + "'";
        };
    }

    /**
     * The cells of one line, as a person types it.
     *
     * @throws dev.lanewise.data.DataException if the line is empty, or more than one
     */
    public String[] cells(String line) {
        return CsvReader.single(line, this);
    }
}
