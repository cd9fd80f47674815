package dev.lanewise.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.data.DataException;
import dev.lanewise.format.AtomicFile;
import dev.lanewise.format.UnwritableException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RunFolderTest {
    private static final Path PATH = Path.of("runs", "one");
    private static final RunFolder FOLDER = new RunFolder(PATH);

    @Test
    void unwritable_namesTheFile_whereTheFileIsKnown() {
        Path file = FOLDER.modelFile().resolve("none/x");
        IOException thrown = assertThrows(UnwritableException.class, () -> AtomicFile.write(file, "x"));
        DataException told = FOLDER.unwritable(thrown);
        assertEquals(thrown.getMessage(), told.getMessage());
        assertEquals(
                file + ": cannot be written: the folder "
                        + file.toAbsolutePath().getParent() + " does not exist",
                told.getMessage());
        assertSame(thrown, told.getCause());
    }

    @Test
    void unwritable_namesTheFolder_andTheReasonOfOthers() {
        assertTold("No space left on device", new IOException("No space left on device"));
        assertTold("Disk quota exceeded", new FileSystemException("runs/one/x", null, "Disk quota exceeded"));
        assertTold("no permission", new AccessDeniedException("runs/one/x"));
        // What it says is not what decides.
        assertTold("x: cannot be written: y", new IOException("x: cannot be written: y"));
    }

    private static void assertTold(String why, IOException e) {
        assertEquals(PATH + ": cannot be written: " + why, FOLDER.unwritable(e).getMessage());
    }
}
