package dev.lanewise.data.csv;

import dev.lanewise.data.DataException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.zip.ZipException;

/**
 * Reads records one after the other, in memory that holds one record: RFC 4180 (quoted cells, doubled quotes, delimiters
 * and line ends inside quotes), lines that end in LF, CRLF or CR, UTF-8 with or without a byte order mark, plain or gzip.
 *
 * <p>Blanks around a cell that is not quoted are not part of it, nor are those outside the quotes of one that is. A line
 * end inside quotes is delivered as LF. Lines without any text are passed over. A quote inside a cell that does not
 * begin with one is a character like any other.
 *
 * <p>What cannot be read throws {@link DataException}, which names the file and the line.
 */
public final class CsvReader implements AutoCloseable {
    private static final int BUFFER = 1 << 16;
    // A quote that is never closed would otherwise take the rest of a large file into memory.
    private static final int LIMIT = 16 << 20;

    private final String source;
    private final InputStream in;
    private final int delimiter;
    private final boolean quotes;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int filled;
    private long line = 1;
    private int pushed = -2;

    private long recordLine = 1;
    private byte[] text = new byte[256];
    private int length;
    private int[] ends = new int[16];
    private int cells;
    private boolean wide;
    private boolean sawQuote;

    private CsvReader(String source, InputStream in, CsvFormat format) {
        this.source = source;
        this.in = in;
        this.delimiter = format.delimiter();
        this.quotes = format.quoted();
    }

    /**
     * Opens a file.
     *
     * @throws DataException if it cannot be opened, or is plainly no text in UTF-8
     */
    public static CsvReader open(Path path, CsvFormat format) {
        CsvReader reader = new CsvReader(path.toString(), TextBytes.open(path), format);
        try {
            reader.start();
            return reader;
        } catch (DataException e) {
            reader.close();
            throw e;
        }
    }

    /** Reads text that is already in memory; source is what messages call it. */
    public static CsvReader of(String text, String source, CsvFormat format) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return of(bytes, bytes.length, source, format);
    }

    /** Reads bytes that are already in memory. */
    static CsvReader of(byte[] bytes, int length, String source, CsvFormat format) {
        CsvReader reader = new CsvReader(source, new ByteArrayInputStream(bytes, 0, length), format);
        reader.start();
        return reader;
    }

    /** The cells of a single line. */
    static String[] single(String line, CsvFormat format) {
        try (CsvReader reader = of(line, "row", format)) {
            if (!reader.next()) {
                throw new DataException(
                        "row: is empty, expected cells between delimiters (" + format.delimiterName() + ")");
            }
            String[] cells = reader.record();
            if (reader.next()) {
                throw new DataException("row: is more than one line, expected one");
            }
            return cells;
        }
    }

    /** Goes to the next record; false at the end of the file. */
    public boolean next() {
        do {
            if (!readRecord()) {
                return false;
            }
        } while (cells == 1 && length == 0 && !sawQuote);
        if (wide) {
            checkEncoding();
        }
        return true;
    }

    /** The number of cells of this record. */
    public int size() {
        return cells;
    }

    /** A cell of this record. */
    public String get(int cell) {
        int from = start(Objects.checkIndex(cell, cells));
        return new String(text, from, ends[cell] - from, StandardCharsets.UTF_8);
    }

    /** The cells of this record. */
    public String[] record() {
        String[] record = new String[cells];
        for (int i = 0; i < cells; i++) {
            record[i] = get(i);
        }
        return record;
    }

    /** The line that this record begins in; the first is 1. */
    public long line() {
        return recordLine;
    }

    /** Where this record begins, for messages: {@code FILE, line N}. */
    public String where() {
        return where(recordLine);
    }

    // The bytes of all cells, one after the other: read only, up to ends()[size() - 1].
    byte[] text() {
        return text;
    }

    int[] ends() {
        return ends;
    }

    private int start(int cell) {
        return cell == 0 ? 0 : ends[cell - 1];
    }

    private String where(long number) {
        return source + ", line " + number;
    }

    private void start() {
        fill();
        int first = filled > 0 ? buffer[0] & 0xff : -1;
        int second = filled > 1 ? buffer[1] & 0xff : -1;
        if (first == 0xef && second == 0xbb && filled > 2 && (buffer[2] & 0xff) == 0xbf) {
            at = 3;
        } else if ((first == 0xff && second == 0xfe) || (first == 0xfe && second == 0xff)) {
            throw new DataException(source + ": is UTF-16, expected UTF-8");
        } else if (first == 'P' && second == 'K' && filled > 2 && buffer[2] < ' ') {
            throw new DataException(
                    source + ": is a ZIP archive or a spreadsheet, expected text: save it as CSV in UTF-8");
        }
    }

    private boolean readRecord() {
        cells = 0;
        length = 0;
        wide = false;
        sawQuote = false;
        recordLine = line;
        int c = read();
        if (c < 0) {
            return false;
        }
        c = cell(c);
        while (c == delimiter) {
            c = cell(read());
        }
        return true;
    }

    /** Reads a cell whose first character is c; returns what ends it: the delimiter, a line end, or -1. */
    private int cell(int c) {
        int from = length;
        while (blank(c)) {
            c = read();
        }
        if (quotes && c == '"') {
            c = quotedCell();
        } else {
            while (c != delimiter && c != '\n' && c >= 0) {
                put(c);
                c = read();
            }
            while (length > from && blank(text[length - 1])) {
                length--;
            }
        }
        if (cells == ends.length) {
            ends = Arrays.copyOf(ends, cells * 2);
        }
        ends[cells++] = length;
        return c;
    }

    private int quotedCell() {
        long opened = line;
        sawQuote = true;
        int c;
        while (true) {
            c = read();
            if (c == '"') {
                c = read();
                if (c != '"') {
                    break;
                }
            }
            if (c < 0 || length > LIMIT) {
                throw new DataException(where(opened) + ": the quote that opens cell " + (cells + 1) + " is "
                        + (c < 0 ? "never closed" : "not closed within " + (LIMIT >> 20) + " MB"));
            }
            put(c);
        }
        while (blank(c)) {
            c = read();
        }
        if (c != delimiter && c != '\n' && c >= 0) {
            throw new DataException(where(opened) + ": text follows the closing quote of cell " + (cells + 1)
                    + ", expected a delimiter or the end of the line; a quote inside quotes is written twice");
        }
        return c;
    }

    private boolean blank(int c) {
        return (c == ' ' || c == '\t') && c != delimiter;
    }

    private void put(int c) {
        if (c <= 0) {
            throw new DataException(where(line) + ": holds a zero byte, expected text in UTF-8");
        }
        if (length == text.length) {
            if (length > LIMIT) {
                throw new DataException(where(recordLine) + ": is longer than " + (LIMIT >> 20) + " MB");
            }
            text = Arrays.copyOf(text, length * 2);
        }
        wide |= c > 127;
        text[length++] = (byte) c;
    }

    /** The next byte, with CRLF and CR as LF; -1 at the end. */
    private int read() {
        int c = pushed == -2 ? raw() : pushed;
        pushed = -2;
        if (c == '\r') {
            int after = raw();
            if (after != '\n') {
                pushed = after;
            }
            c = '\n';
        }
        if (c == '\n') {
            line++;
        }
        return c;
    }

    private int raw() {
        if (at == filled) {
            fill();
            if (filled == 0) {
                return -1;
            }
        }
        return buffer[at++] & 0xff;
    }

    private void fill() {
        at = 0;
        try {
            filled = in.readNBytes(buffer, 0, BUFFER);
        } catch (EOFException e) {
            throw new DataException(source + ": the gzip data is cut short after line " + line, e);
        } catch (ZipException e) {
            throw new DataException(
                    source + ": the gzip data is damaged after line " + line + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new DataException(source + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private void checkEncoding() {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer bytes = ByteBuffer.wrap(text, 0, length);
        CoderResult result = decoder.decode(bytes, CharBuffer.allocate(length), true);
        if (result.isError()) {
            int bad = bytes.position();
            int cell = 0;
            long number = recordLine;
            while (cell < cells - 1 && ends[cell] <= bad) {
                cell++;
            }
            for (int i = 0; i < bad; i++) {
                number += text[i] == '\n' ? 1 : 0;
            }
            throw new DataException(where(number) + ": cell " + (cell + 1) + " holds byte 0x"
                    + HexFormat.of().toHexDigits(text[bad]) + ", which is not UTF-8; expected a file in UTF-8"
                    + " (this one may be Latin-1 or Windows-1252)");
        }
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new DataException(source + ": cannot be closed: " + e.getMessage(), e);
        }
    }
}
