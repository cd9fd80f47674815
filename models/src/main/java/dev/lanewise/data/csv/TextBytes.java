package dev.lanewise.data.csv;

import dev.lanewise.data.DataException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Opens files of text, plain or gzip: told by their first bytes, whatever their names. */
final class TextBytes {
    private static final int BUFFER = 1 << 16;

    private TextBytes() {}

    static InputStream open(Path path) {
        if (Files.isDirectory(path)) {
            throw new DataException(path + ": is a folder, expected a file");
        }
        InputStream file = null;
        try {
            file = Files.newInputStream(path);
            PushbackInputStream raw = new PushbackInputStream(file, 2);
            byte[] start = raw.readNBytes(2);
            raw.unread(start);
            boolean gzip = start.length == 2 && (start[0] & 0xff) == 0x1f && (start[1] & 0xff) == 0x8b;
            InputStream opened = gzip ? new GZIPInputStream(raw, BUFFER) : raw;
            file = null;
            return opened;
        } catch (NoSuchFileException e) {
            throw new DataException(path + ": no such file", e);
        } catch (AccessDeniedException e) {
            throw new DataException(path + ": no permission to read it", e);
        } catch (EOFException e) {
            throw new DataException(path + ": ends within the gzip header", e);
        } catch (ZipException e) {
            throw new DataException(path + ": its gzip header is damaged: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new DataException(path + ": cannot be read: " + e.getMessage(), e);
        } finally {
            closeQuietly(file);
        }
    }

    private static void closeQuietly(InputStream file) {
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                // What went wrong before is what a person needs to know.
                return;
            }
        }
    }

    /** Up to {@code limit} unpacked bytes from the beginning of a file; damage further on does not matter here. */
    static byte[] beginning(Path path, int limit) {
        byte[] bytes = new byte[limit];
        int filled = 0;
        try (InputStream in = open(path)) {
            int n = in.read(bytes, 0, limit);
            while (n > 0) {
                filled += n;
                n = in.read(bytes, filled, limit - filled);
            }
        } catch (EOFException | ZipException e) {
            return Arrays.copyOf(bytes, filled);
        } catch (IOException e) {
            throw new DataException(path + ": cannot be read: " + e.getMessage(), e);
        }
        return Arrays.copyOf(bytes, filled);
    }
}
