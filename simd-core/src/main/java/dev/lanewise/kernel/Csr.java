package dev.lanewise.kernel;

import java.util.Arrays;

/**
 * Which rows of one tensor each row of another is computed from, as compressed sparse rows: row r has the entries at the
 * positions {@code pointers[r]} to {@code pointers[r + 1]}, and position p names the column {@code index[p]}. Of a graph: a
 * row is a target, a column a source, an entry an edge. Immutable and checked when it is made, so that kernels need not
 * look for indices out of range. Columns may repeat in a row; a row may be empty.
 *
 * <p>Each entry has a number in {@code [0, E)}, by which tensors with one row per entry are read and written. It is its
 * position, but in a {@link #transposed} matrix, where it is the number of the same entry in the original.
 *
 * <p>Two are equal only if they are the same object.
 */
public final class Csr {
    private final int rows;
    private final int columns;
    private final int[] pointers;
    private final int[] index;
    private final int[] numbers;
    private volatile Csr transposed;
    private volatile Csr entryRows;
    private volatile Csr sources;

    private Csr(int rows, int columns, int[] pointers, int[] index, int[] numbers) {
        this.rows = rows;
        this.columns = columns;
        this.pointers = pointers;
        this.index = index;
        this.numbers = numbers;
    }

    /**
     * Rows of entries.
     *
     * @param columns the number of columns, at least 0
     * @param pointers one more than there are rows, from 0 to the number of entries, none smaller than the one before;
     *     copied
     * @param index the column of each entry; copied
     * @throws IllegalArgumentException naming the pointer or the entry that does not fit
     */
    public static Csr of(int columns, int[] pointers, int[] index) {
        if (pointers.length == 0 || pointers[0] != 0 || pointers[pointers.length - 1] != index.length) {
            throw new IllegalArgumentException("csr: " + pointers.length + " pointers"
                    + (pointers.length == 0 ? "" : " from " + pointers[0] + " to " + pointers[pointers.length - 1])
                    + ", expected from 0 to the number of entries, " + index.length);
        }
        for (int r = 1; r < pointers.length; r++) {
            if (pointers[r] < pointers[r - 1]) {
                throw new IllegalArgumentException("csr: pointer " + pointers[r] + " at " + r + " after "
                        + pointers[r - 1] + ", expected none smaller than the one before");
            }
        }
        for (int e = 0; e < index.length; e++) {
            if (index[e] < 0 || index[e] >= columns) {
                throw new IllegalArgumentException(
                        "csr: column " + index[e] + " of entry " + e + ", but there are " + columns + " columns");
            }
        }
        return new Csr(pointers.length - 1, columns, pointers.clone(), index.clone(), null);
    }

    /**
     * Contiguous segments: row r has the next {@code lengths[r]} columns, each column being one entry of its own number.
     *
     * @param lengths at least 0 each
     * @throws IllegalArgumentException naming a negative length
     */
    public static Csr segments(int... lengths) {
        int[] pointers = new int[lengths.length + 1];
        for (int r = 0; r < lengths.length; r++) {
            if (lengths[r] < 0) {
                throw new IllegalArgumentException(
                        "csr: length " + lengths[r] + " of segment " + r + ", expected at least 0");
            }
            pointers[r + 1] = Math.addExact(pointers[r], lengths[r]);
        }
        int entries = pointers[lengths.length];
        return new Csr(lengths.length, entries, pointers, upTo(entries), null);
    }

    private static int[] upTo(int n) {
        int[] numbers = new int[n];
        Arrays.setAll(numbers, i -> i);
        return numbers;
    }

    /** The number of rows. */
    public int rows() {
        return rows;
    }

    /** The number of columns. */
    public int columns() {
        return columns;
    }

    /** The number of entries, E. */
    public int entries() {
        return index.length;
    }

    /** The number of entries of a row. */
    public int degree(int row) {
        return pointers[row + 1] - pointers[row];
    }

    /** Where the entries of each row begin, and where the last one's end: for reading, not a copy. */
    public int[] pointers() {
        return pointers;
    }

    /** The column at each position: for reading, not a copy. */
    public int[] index() {
        return index;
    }

    /** The number of the entry at each position, for reading, not a copy; null if that is the position itself. */
    public int[] numbers() {
        return numbers;
    }

    /** The number of the entry at a position. */
    public int number(int position) {
        return numbers == null ? position : numbers[position];
    }

    /**
     * The same entries by column: its row c has those of column c, in the order of the original's rows. Made at the first
     * call and kept; what is transposed twice is the original.
     */
    public Csr transposed() {
        Csr known = transposed;
        if (known == null) {
            synchronized (this) {
                known = transposed;
                if (known == null) {
                    known = transpose();
                    transposed = known;
                }
            }
        }
        return known;
    }

    private Csr transpose() {
        int[] starts = new int[columns + 1];
        for (int column : index) {
            starts[column + 1]++;
        }
        for (int c = 0; c < columns; c++) {
            starts[c + 1] += starts[c];
        }
        int[] next = starts.clone();
        int[] from = new int[index.length];
        int[] entry = new int[index.length];
        for (int r = 0; r < rows; r++) {
            for (int p = pointers[r]; p < pointers[r + 1]; p++) {
                int to = next[index[p]]++;
                from[to] = r;
                entry[to] = number(p);
            }
        }
        Csr other = new Csr(columns, rows, starts, from, entry);
        other.transposed = this;
        return other;
    }

    /**
     * The same rows over tensors with one row per entry: {@code [rows, E]}, entry e in column e. Sums what stands at the
     * edges of a node; transposed, it hands what a target has to each of its edges.
     */
    public Csr entryRows() {
        Csr known = entryRows;
        if (known == null) {
            synchronized (this) {
                known = entryRows;
                if (known == null) {
                    int[] columnOf = numbers == null ? upTo(index.length) : numbers;
                    known = new Csr(rows, index.length, pointers, columnOf, numbers);
                    entryRows = known;
                }
            }
        }
        return known;
    }

    /** One row per entry, {@code [E, columns]}: row e has the column of entry e. Hands what a source has to its edges. */
    public Csr sources() {
        Csr known = sources;
        if (known == null) {
            synchronized (this) {
                known = sources;
                if (known == null) {
                    known = new Csr(index.length, columns, upTo(index.length + 1), columnOfEntries(), null);
                    sources = known;
                }
            }
        }
        return known;
    }

    private int[] columnOfEntries() {
        if (numbers == null) {
            return index;
        }
        int[] columnOf = new int[index.length];
        for (int p = 0; p < index.length; p++) {
            columnOf[numbers[p]] = index[p];
        }
        return columnOf;
    }

    @Override
    public String toString() {
        return "Csr[" + rows + ", " + columns + "] of " + index.length + " entries";
    }
}
