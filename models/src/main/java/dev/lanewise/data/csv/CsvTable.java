package dev.lanewise.data.csv;

import dev.lanewise.data.DataException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A file of rows of equal length, held as text: the bytes of its cells and four bytes more for each. Immutable, safe for
 * any number of threads.
 *
 * <p>A first line of counts and class names, as in scikit-learn's files ({@code 150,4,setosa,versicolor,virginica}), is
 * not a row; its names are {@link #classNames()}. What was found out about the file stands in {@link #notes()}.
 */
public final class CsvTable {
    private static final int SAMPLE = 1 << 16;
    private static final int BLOCK = 1024;
    private static final Pattern TABLE = Pattern.compile("(?i).+\\.(csv|tsv|txt|data)(\\.gz)?");

    /** Some rows: the bytes of their cells, where each cell ends, and the line that each row begins in. */
    private record Block(byte[] text, int[] ends, long[] lines) {}

    private final Path path;
    private final CsvFormat format;
    private final boolean header;
    private final List<String> classNames;
    private final List<String> names;
    private final List<Block> blocks;
    private final int rows;
    private final List<String> notes;

    private CsvTable(Building built) {
        this.path = built.path;
        this.format = built.guess.format();
        this.header = built.guess.header();
        this.classNames = built.classNames;
        this.names = built.names;
        this.blocks = List.copyOf(built.blocks);
        this.rows = built.rows;
        this.notes = List.copyOf(built.notes);
    }

    /** Reads a file, and finds out what the options leave open. */
    public static CsvTable read(Path path) {
        return read(path, CsvOptions.GUESS);
    }

    /**
     * Reads a file.
     *
     * @throws DataException if it is missing, empty, no text in UTF-8, or its rows differ in length, naming the line
     */
    public static CsvTable read(Path path, CsvOptions options) {
        byte[] beginning = TextBytes.beginning(path, SAMPLE);
        if (beginning.length == 0) {
            throw new DataException(path + ": is empty, expected lines of cells with commas between them");
        }
        Building building = new Building(path, CsvGuess.of(beginning, path.toString(), options));
        try (CsvReader reader = CsvReader.open(path, building.guess.format())) {
            return new CsvTable(building.all(reader));
        }
    }

    /**
     * A table of text in memory, as if it were read from a file.
     *
     * @param name what stands in messages for the file's
     */
    public static CsvTable of(String name, String text, CsvOptions options) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Building building = new Building(Path.of(name), CsvGuess.of(bytes, name, options));
        try (CsvReader reader = CsvReader.of(bytes, bytes.length, name, building.guess.format())) {
            return new CsvTable(building.all(reader));
        }
    }

    /** True for a file, plain or gzip, that is called like a table or begins like one: text with delimiters in it. */
    public static boolean looksLikeOne(Path path) {
        if (!Files.isRegularFile(path)) {
            return false;
        }
        if (calledLikeOne(path)) {
            return true;
        }
        String beginning = new String(TextBytes.beginning(path, 512), StandardCharsets.ISO_8859_1);
        return beginning.indexOf(0) < 0
                && beginning.indexOf('\n') > 0
                && beginning.substring(0, beginning.indexOf('\n')).matches(".+[,;|\t].+");
    }

    /** True if a name has an ending that tables have, whether or not there is such a file. */
    public static boolean calledLikeOne(Path path) {
        return path.getFileName() != null
                && TABLE.matcher(path.getFileName().toString()).matches();
    }

    /** The file. */
    public Path path() {
        return path;
    }

    /** How lines are cut into cells. */
    public CsvFormat format() {
        return format;
    }

    /** Whether the names of the columns stand in the file. */
    public boolean header() {
        return header;
    }

    /** The names of the columns: from the header, or {@code column 1}, {@code column 2} ... */
    public List<String> names() {
        return names;
    }

    /** The class names in a first line of counts and names; empty if there is none. */
    public List<String> classNames() {
        return classNames;
    }

    /** The number of rows. */
    public int rows() {
        return rows;
    }

    /** The number of columns. */
    public int columns() {
        return names.size();
    }

    /** What was found out about the file, in lines for people. */
    public List<String> notes() {
        return notes;
    }

    /** The text of a cell. */
    public String cell(int row, int column) {
        Block block = blocks.get(Objects.checkIndex(row, rows) / BLOCK);
        int k = row % BLOCK * columns() + Objects.checkIndex(column, columns());
        int from = k == 0 ? 0 : block.ends[k - 1];
        return new String(block.text, from, block.ends[k] - from, StandardCharsets.UTF_8);
    }

    /** The number in a cell; NaN if it holds none. */
    public double number(int row, int column) {
        return format.number(cell(row, column));
    }

    /** The text of all cells of a row. */
    public String[] row(int row) {
        String[] cells = new String[columns()];
        for (int c = 0; c < cells.length; c++) {
            cells[c] = cell(row, c);
        }
        return cells;
    }

    /** The line of the file that a row begins in; the first is 1. */
    public long line(int row) {
        return blocks.get(Objects.checkIndex(row, rows) / BLOCK).lines[row % BLOCK];
    }

    /** Where a row stands, for messages: {@code FILE, line N}. */
    public String where(int row) {
        return path + ", line " + line(row);
    }

    /**
     * The position of a column.
     *
     * @param nameOrNumber its name (exactly, or else in any case), or its number: 1 is the first, -1 the last
     * @throws DataException if there is none, naming those there are
     */
    public int column(String nameOrNumber) {
        String wanted = nameOrNumber.strip();
        int at = names.indexOf(wanted);
        if (at >= 0) {
            return at;
        }
        for (int c = 0; c < names.size(); c++) {
            if (names.get(c).toLowerCase(Locale.ROOT).equals(wanted.toLowerCase(Locale.ROOT))) {
                return c;
            }
        }
        if (wanted.matches("-?\\d{1,9}")) {
            int number = Integer.parseInt(wanted);
            int position = number < 0 ? columns() + number : number - 1;
            if (number != 0 && position >= 0 && position < columns()) {
                return position;
            }
        }
        boolean all = names.size() <= 30;
        List<String> shown = all ? names : names.subList(0, 30);
        throw new DataException(path + ": has no column " + wanted + ", expected "
                + (header ? "one of " + String.join(", ", shown) + (all ? "" : " ...") + ", or " : "")
                + "a number from 1 to " + columns());
    }

    /** A table while it is read. */
    private static final class Building {
        private final Path path;
        private final CsvGuess guess;
        private final List<String> notes = new ArrayList<>();
        private final List<Block> blocks = new ArrayList<>();
        private List<String> classNames = List.of();
        private long counted = -1;
        private List<String> names;
        private long firstLine;
        private int rows;
        private byte[] text = new byte[1 << 12];
        private int length;
        private int[] ends;
        private final long[] lines = new long[BLOCK];

        Building(Path path, CsvGuess guess) {
            this.path = path;
            this.guess = guess;
            if (guess.format().delimiter() != ',') {
                notes.add("cells are separated by a " + guess.format().delimiterName());
            }
            if (guess.format().point() == ',') {
                notes.add("numbers have a decimal comma");
            }
        }

        Building all(CsvReader reader) {
            while (reader.next()) {
                add(reader);
            }
            end();
            return this;
        }

        private void add(CsvReader reader) {
            if (guess.counted() && counted < 0) {
                countLine(reader.record());
            } else if (names == null) {
                firstLine = reader.line();
                names = guess.header() ? header(reader.record()) : numbered(reader.size());
                ends = new int[BLOCK * names.size()];
                if (!guess.header()) {
                    row(reader);
                }
            } else {
                row(reader);
            }
        }

        private void countLine(String[] cells) {
            counted = Long.parseLong(cells[0]);
            classNames = Arrays.stream(cells, 2, cells.length)
                    .filter(cell -> !cell.isEmpty())
                    .toList();
            notes.add("the first line holds counts" + (classNames.isEmpty() ? "" : " and class names") + ": " + counted
                    + " rows, " + cells[1] + " features"
                    + (classNames.isEmpty() ? "" : ", classes " + String.join(", ", classNames)));
        }

        private static List<String> numbered(int columns) {
            List<String> names = new ArrayList<>();
            for (int c = 1; c <= columns; c++) {
                names.add("column " + c);
            }
            return List.copyOf(names);
        }

        private List<String> header(String[] cells) {
            Set<String> seen = new HashSet<>();
            for (int c = 0; c < cells.length; c++) {
                if (cells[c].isEmpty()) {
                    cells[c] = "column " + (c + 1);
                }
                String name = cells[c];
                for (int n = 2; !seen.add(cells[c]); n++) {
                    cells[c] = name + " (" + n + ")";
                }
                if (!name.equals(cells[c])) {
                    notes.add("the header names " + name + " more than once: column " + (c + 1) + " is called "
                            + cells[c]);
                }
            }
            return List.of(cells);
        }

        private void row(CsvReader reader) {
            int columns = names.size();
            if (reader.size() != columns) {
                throw new DataException(reader.where() + ": has " + reader.size()
                        + (reader.size() == 1 ? " column" : " columns") + ", expected " + columns + " as in line "
                        + firstLine);
            }
            int k = rows % BLOCK;
            int size = reader.ends()[columns - 1];
            if (size > Integer.MAX_VALUE - 64 - length) {
                throw new DataException(reader.where() + ": " + BLOCK + " rows hold more than 2 GB of text");
            }
            if (length + size > text.length) {
                text = Arrays.copyOf(text, (int) Math.min(Integer.MAX_VALUE - 64, (length + size) * 2L));
            }
            System.arraycopy(reader.text(), 0, text, length, size);
            for (int c = 0; c < columns; c++) {
                ends[k * columns + c] = length + reader.ends()[c];
            }
            length += size;
            lines[k] = reader.line();
            rows++;
            if (k == BLOCK - 1) {
                flush(BLOCK);
            }
        }

        private void flush(int count) {
            blocks.add(new Block(
                    Arrays.copyOf(text, length),
                    Arrays.copyOf(ends, count * names.size()),
                    Arrays.copyOf(lines, count)));
            length = 0;
        }

        private void end() {
            if (rows == 0) {
                throw new DataException(path + ": has no rows"
                        + (guess.header() || guess.counted() ? " after its first line" : "") + ", expected some");
            }
            if (rows % BLOCK != 0) {
                flush(rows % BLOCK);
            }
            notes.add(
                    0,
                    rows + " rows, " + names.size() + " columns, "
                            + (guess.header() ? "names in line " + firstLine : "no header"));
            if (counted >= 0 && counted != rows) {
                notes.add(
                        "the first line says " + counted + " rows, there are " + rows + ": the file may be cut short");
            }
        }
    }
}
