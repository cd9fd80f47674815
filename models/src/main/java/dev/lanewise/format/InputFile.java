package dev.lanewise.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Opens files for reading, with a clear line for what a person can get wrong. */
public final class InputFile {
    private InputFile() {}

    /**
     * Opens a file for reading at any position; the caller closes it.
     *
     * @throws IOException with one line that names the file, if it is missing, a folder, or not permitted
     */
    public static FileChannel open(Path file) throws IOException {
        try {
            if (Files.isDirectory(file)) {
                throw new IOException(file + ": is a folder, expected a file");
            }
            return FileChannel.open(file, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": no such file", e);
        } catch (AccessDeniedException e) {
            throw new IOException(file + ": no permission to read it", e);
        }
    }

    /**
     * All bytes of a small file.
     *
     * @param limit the most bytes that make sense for this kind of file
     * @throws IOException as {@link #open}
     * @throws FormatException if the file is longer than the limit
     */
    public static byte[] bytes(Path file, int limit) throws IOException {
        try (FileChannel channel = open(file);
                InputStream in = Channels.newInputStream(channel)) {
            byte[] bytes = in.readNBytes(limit);
            if (bytes.length == limit && in.read() >= 0) {
                throw new FormatException(file + ": has " + channel.size() + " bytes, expected at most " + limit);
            }
            return bytes;
        }
    }
}
