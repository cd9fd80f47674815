package dev.lanewise.data.text;

import dev.lanewise.data.DataException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A file of text, read whole: UTF-8, with or without a byte order mark, plain or gzip (told by its first bytes).
 *
 * @param name what it is called in messages
 * @param text its contents, without the byte order mark; line ends as they are
 */
public record TextFile(String name, String text) {
    private static final int BUFFER = 1 << 16;

    /**
     * Reads a file.
     *
     * @throws DataException if it is missing, damaged, or not UTF-8: the line and the byte are named
     */
    public static TextFile read(Path file) {
        if (Files.isDirectory(file)) {
            throw new DataException(file + ": is a folder, expected a file of text");
        }
        try (PushbackInputStream raw = new PushbackInputStream(Files.newInputStream(file), 2)) {
            byte[] start = raw.readNBytes(2);
            raw.unread(start);
            boolean gzip = start.length == 2 && (start[0] & 0xff) == 0x1f && (start[1] & 0xff) == 0x8b;
            return of(file.toString(), gzip ? unpacked(file, raw) : raw.readAllBytes());
        } catch (NoSuchFileException e) {
            throw new DataException(file + ": no such file", e);
        } catch (IOException e) {
            throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static byte[] unpacked(Path file, InputStream raw) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(raw, BUFFER)) {
            return in.readAllBytes();
        } catch (EOFException e) {
            throw new DataException(file + ": the gzip data is cut short", e);
        } catch (ZipException e) {
            throw new DataException(file + ": the gzip data is damaged: " + e.getMessage(), e);
        }
    }

    /**
     * Text from bytes that were read elsewhere.
     *
     * @throws DataException if they are not UTF-8
     */
    public static TextFile of(String name, byte[] bytes) {
        if (bytes.length >= 2 && (bytes[0] & bytes[1] & 0xff) == 0xfe && (bytes[0] ^ bytes[1]) == 1) {
            throw new DataException(name + ": line 1: begins as UTF-16 does, expected UTF-8");
        }
        boolean marked =
                bytes.length >= 3 && bytes[0] == (byte) 0xef && bytes[1] == (byte) 0xbb && bytes[2] == (byte) 0xbf;
        int start = marked ? 3 : 0;
        ByteBuffer in = ByteBuffer.wrap(bytes, start, bytes.length - start);
        CharBuffer out = CharBuffer.allocate(bytes.length - start);
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            throw malformed(name, bytes, in.position());
        }
        return new TextFile(name, out.flip().toString());
    }

    private static DataException malformed(String name, byte[] bytes, int at) {
        int line = 1;
        int start = 0;
        for (int i = 0; i < at; i++) {
            if (bytes[i] == '\n') {
                line++;
                start = i + 1;
            }
        }
        return new DataException(name + ": line " + line + ": byte " + (at - start + 1) + " is 0x"
                + HexFormat.of().toHexDigits(bytes[at]) + ", which is not UTF-8 here, expected UTF-8");
    }

    /** The lines without their ends, {@code \n} or {@code \r\n}; what follows the last end is a line if not empty. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf('\n', from);
            int to = end < 0 ? text.length() : end;
            lines.add(text.substring(from, to > from && text.charAt(to - 1) == '\r' ? to - 1 : to));
            from = to + 1;
        }
        return lines;
    }

    /**
     * An error about a line.
     *
     * @param line its number, from 0 as in {@link #lines()}; the message counts from 1
     * @param what what was found, and what was expected
     */
    public DataException error(int line, String what) {
        return new DataException(name + ": line " + (line + 1L) + ": " + what);
    }

    /**
     * This file, if there is more than white space in it.
     *
     * @param expected what should be in it, for the message
     * @throws DataException if there is not
     */
    public TextFile notBlank(String expected) {
        if (text.isBlank()) {
            throw new DataException(
                    name + ": is " + (text.isEmpty() ? "empty" : "nothing but white space") + ", expected " + expected);
        }
        return this;
    }
}
