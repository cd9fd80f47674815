package dev.lanewise.format;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A file cannot be written. The message is one line that names the file and says why. */
public final class UnwritableException extends FileSystemException {
    private static final long serialVersionUID = 1;

    /** A file and the reason, in words. */
    public UnwritableException(Path file, String why) {
        super(file.toString(), null, "cannot be written: " + why);
    }

    /** As {@link #UnwritableException(Path, String)}, with what was thrown. */
    public UnwritableException(Path file, String why, Throwable cause) {
        this(file, why);
        initCause(cause);
    }
}
