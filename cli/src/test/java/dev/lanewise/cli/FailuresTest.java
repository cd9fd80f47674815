package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FailuresTest {
    @Test
    void line_fileSystemErrors_sayWhatIsWrongWithWhich() {
        assertEquals("a/b: no such file or folder", Failures.line(new NoSuchFileException("a/b")));
        assertEquals("a/b: no permission", Failures.line(new UncheckedIOException(new AccessDeniedException("a/b"))));
        assertEquals(
                "a/b: No space left on device",
                Failures.line(new FileSystemException("a/b", null, "No space left on device")));
    }

    @Test
    void line_ofOurOwnErrors_isTheirMessage() {
        assertEquals("x.csv: line 3 is odd", Failures.line(new IOException("x.csv: line 3 is odd")));
        assertEquals(
                "lanewise.kernels=fast, expected auto",
                Failures.line(new ExceptionInInitializerError(
                        new IllegalArgumentException("lanewise.kernels=fast, expected auto"))));
    }

    @Test
    void line_outOfMemory_saysWhatHelps() {
        String line = Failures.line(new OutOfMemoryError("Java heap space"));
        assertTrue(line.contains("Java heap space") && line.contains("-Xmx"), line);
    }

    @Test
    void line_ofADefect_saysSoInOneLine() {
        String line = Failures.line(new NullPointerException("first\nsecond"));
        assertTrue(line.startsWith("this should not happen"), line);
        assertFalse(line.contains("\n"), line);
    }
}
