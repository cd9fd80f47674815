package dev.lanewise.data.cifar;

import dev.lanewise.data.DataException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The records of one file.
 *
 * @param path where they were read from
 * @param records all of them, one after the other
 */
record CifarFile(Path path, byte[] records) {
    /** Bytes of the picture in a record. */
    static final int PIXELS = 3 * 32 * 32;

    private static final int BUFFER = 1 << 16;

    /** Reads a file, plain or gzip, told by its first bytes. */
    static CifarFile read(Path path) {
        if (Files.isDirectory(path)) {
            throw new DataException(path + ": is a folder, expected a file of CIFAR records");
        }
        try (PushbackInputStream raw = new PushbackInputStream(Files.newInputStream(path), 2)) {
            byte[] start = raw.readNBytes(2);
            raw.unread(start);
            boolean gzip = start.length == 2 && (start[0] & 0xff) == 0x1f && (start[1] & 0xff) == 0x8b;
            byte[] records = gzip ? unpacked(path, raw) : bytes(path, raw);
            if (records.length == 0) {
                throw new DataException(path + ": is empty, expected CIFAR records");
            }
            return new CifarFile(path, records);
        } catch (NoSuchFileException e) {
            throw new DataException(path + ": no such file", e);
        } catch (AccessDeniedException e) {
            throw new DataException(path + ": no permission to read it", e);
        } catch (EOFException e) {
            throw new DataException(path + ": the gzip data is cut short", e);
        } catch (ZipException e) {
            throw new DataException(path + ": the gzip data is damaged: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new DataException(path + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static byte[] unpacked(Path path, InputStream raw) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(raw, BUFFER)) {
            return bytes(path, in);
        }
    }

    private static byte[] bytes(Path path, InputStream in) throws IOException {
        try {
            return in.readAllBytes();
        } catch (OutOfMemoryError e) {
            throw new DataException(path + ": does not fit the memory there is", e);
        }
    }

    /** True if the file is whole records with this many label bytes. */
    boolean divides(int labelBytes) {
        return records.length % (PIXELS + labelBytes) == 0;
    }

    /** The number of records. */
    int count(int labelBytes) {
        return records.length / (PIXELS + labelBytes);
    }

    /** True if every record's label is a class. */
    boolean labelsBelow(int classes, int labelBytes, int which) {
        for (int i = 0; i < count(labelBytes); i++) {
            if (label(i, labelBytes, which) >= classes) {
                return false;
            }
        }
        return true;
    }

    /** A label byte of a record. */
    int label(int record, int labelBytes, int which) {
        return records[record * (PIXELS + labelBytes) + which] & 0xff;
    }

    /** Copies the pictures, and the label byte asked for, to the ends of what was filled before. */
    void copy(int labelBytes, int which, int classes, byte[] pixels, int[] labels, int at) {
        for (int i = 0; i < count(labelBytes); i++) {
            int label = label(i, labelBytes, which);
            if (label >= classes) {
                throw new DataException(
                        path + ": the label of record " + i + " is " + label + ", expected 0 to " + (classes - 1));
            }
            labels[at + i] = label;
            System.arraycopy(
                    records,
                    i * (PIXELS + labelBytes) + labelBytes,
                    pixels,
                    Math.multiplyExact(at + i, PIXELS),
                    PIXELS);
        }
    }
}
