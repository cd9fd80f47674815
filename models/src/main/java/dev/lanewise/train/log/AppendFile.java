package dev.lanewise.train.log;

import dev.lanewise.format.UnwritableException;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that grows by whole records. Each is handed to the system at once, so that a killed process leaves at most one
 * torn record, and a record that fails (no space left) is taken back. Not a channel: an interrupt must not close it.
 */
final class AppendFile implements Closeable {
    private final Path file;
    private final RandomAccessFile out;
    private long end;

    /** Opens a file for writing at its end; it is made if it is not there. */
    AppendFile(Path file) throws IOException {
        this.file = file;
        try {
            out = new RandomAccessFile(file.toFile(), "rw");
            end = out.length();
        } catch (IOException e) {
            throw cannot(e);
        }
    }

    /** Where the next record begins. */
    long end() {
        return end;
    }

    /** Writes a record behind the last one. */
    void append(byte[] record) throws IOException {
        replaceFrom(end, record);
    }

    /** Puts a record in the place of all that begins at a position. */
    void replaceFrom(long position, byte[] record) throws IOException {
        try {
            out.seek(position);
            out.write(record);
            long next = position + record.length;
            if (next < end) {
                out.setLength(next);
            }
            end = next;
        } catch (IOException e) {
            try {
                out.setLength(position);
                end = position;
            } catch (IOException second) {
                e.addSuppressed(second);
            }
            throw cannot(e);
        }
    }

    /** Forces all records to the disk. */
    void force() throws IOException {
        try {
            out.getFD().sync();
        } catch (IOException e) {
            throw cannot(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            out.close();
        } catch (IOException e) {
            throw cannot(e);
        }
    }

    private IOException cannot(IOException e) {
        Path folder = file.toAbsolutePath().getParent();
        String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        if (folder != null && !Files.isDirectory(folder)) {
            reason = "the folder " + folder + " does not exist";
        } else if (Files.isDirectory(file)) {
            reason = "it is a folder";
        } else if (e instanceof AccessDeniedException || reason.contains("Permission denied")) {
            reason = "no permission to write";
        }
        return new UnwritableException(file, reason, e);
    }
}
