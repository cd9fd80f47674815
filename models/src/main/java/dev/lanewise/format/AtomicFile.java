package dev.lanewise.format;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes files that are either whole or not there: beside the final name first, then renamed over it.
 *
 * <p>When writing fails, the file under the final name is what it was before, and what was written beside it is
 * deleted. A process that is killed leaves at most a hidden file {@code .NAME.PID-N.tmp}, which nothing reads and
 * which may be deleted at any time.
 */
public final class AtomicFile {
    private static final int BUFFER = 1 << 16;
    private static final AtomicLong COUNT = new AtomicLong();

    /** What goes into a file. */
    @FunctionalInterface
    public interface Content {
        /** Writes everything; need not flush, must not close. */
        void writeTo(OutputStream out) throws IOException;
    }

    private AtomicFile() {}

    /**
     * Writes a file that survives a loss of power once this returns: contents and name are forced to the disk.
     *
     * @param file replaced if it exists; its folder must exist
     * @throws IOException with one line that names the file, if it cannot be written or {@code content} throws one
     */
    public static void write(Path file, Content content) throws IOException {
        write(file, content, true);
    }

    /** As {@link #write(Path, Content)}, for bytes at hand. */
    public static void write(Path file, byte[] bytes) throws IOException {
        write(file, out -> out.write(bytes), true);
    }

    /** As {@link #write(Path, Content)}, for text, in UTF-8. */
    public static void write(Path file, String text) throws IOException {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * As {@link #write(Path, Content)}, but leaves it to the system when the bytes reach the disk: for what is written
     * often and can be made again. Whole or not there for every process on a running machine; a loss of power may
     * lose it.
     */
    public static void writeUnforced(Path file, Content content) throws IOException {
        write(file, content, false);
    }

    private static void write(Path file, Content content, boolean force) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || file.getFileName() == null) {
            throw new UnwritableException(file, "not the name of a file");
        }
        Path beside = folder.resolve("." + file.getFileName() + "."
                + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet() + ".tmp");
        try {
            if (Files.isDirectory(file)) {
                throw new FileSystemException(file.toString(), null, "it is a folder");
            }
            // A stream over a descriptor, not a channel: an interrupt must not close it halfway.
            try (FileOutputStream raw = new FileOutputStream(beside.toFile());
                    BufferedOutputStream out = new BufferedOutputStream(raw, BUFFER)) {
                content.writeTo(out);
                out.flush();
                if (force) {
                    raw.getFD().sync();
                }
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            discard(beside, e);
            throw new UnwritableException(file, reason(folder, e), e);
        } catch (RuntimeException | Error e) {
            discard(beside, e);
            throw e;
        }
        if (force) {
            forceFolder(folder);
        }
    }

    private static void discard(Path beside, Throwable cause) {
        try {
            Files.deleteIfExists(beside);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private static String reason(Path folder, IOException e) {
        if (!Files.isDirectory(folder)) {
            return Files.exists(folder) ? folder + " is not a folder" : "the folder " + folder + " does not exist";
        }
        if (e instanceof AccessDeniedException || !Files.isWritable(folder)) {
            return "no permission to write in " + folder;
        }
        if (e instanceof FileSystemException f && f.getReason() != null) {
            return f.getReason();
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    // The rename itself lies in the folder. Some systems cannot open a folder: there the rename is as safe as it gets.
    private static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException _) {
            // Nothing more can be done, and the file is whole.
        }
    }
}
