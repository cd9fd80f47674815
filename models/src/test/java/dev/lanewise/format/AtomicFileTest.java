package dev.lanewise.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    Path folder;

    @Test
    void write_leavesTheFileAndNothingElse() throws IOException {
        Path file = folder.resolve("result.json");
        AtomicFile.write(file, "first");
        AtomicFile.write(file, "second");
        AtomicFile.writeUnforced(folder.resolve("metrics.csv"), out -> out.write('x'));
        assertEquals("second", Files.readString(file));
        assertEquals(List.of("metrics.csv", "result.json"), names());
    }

    @Test
    void write_showsNothingUnderTheNameUntilWhole() throws IOException {
        Path file = folder.resolve("model");
        AtomicFile.write(file, out -> {
            out.write(new byte[1 << 20]);
            out.flush();
            assertFalse(Files.exists(file));
        });
        assertEquals(1 << 20, Files.size(file));
    }

    @Test
    void write_keepsTheOldFileWhenTheContentFails() throws IOException {
        Path file = folder.resolve("model");
        AtomicFile.write(file, "old");
        IOException full = new IOException("No space left on device");
        IOException thrown = assertThrows(
                IOException.class,
                () -> AtomicFile.write(file, out -> {
                    out.write(new byte[1 << 20]);
                    throw full;
                }));
        assertEquals(file + ": cannot be written: No space left on device", thrown.getMessage());
        assertSame(full, thrown.getCause());
        assertEquals("old", Files.readString(file));
        assertEquals(List.of("model"), names());
    }

    @Test
    void write_passesOnOtherFailuresAndCleansUp() throws IOException {
        IllegalStateException failure = new IllegalStateException("bug");
        IllegalStateException thrown = assertThrows(
                IllegalStateException.class,
                () -> AtomicFile.write(folder.resolve("model"), out -> {
                    throw failure;
                }));
        assertSame(failure, thrown);
        assertEquals(List.of(), names());
    }

    @Test
    void write_saysThatTheFolderIsMissing() {
        Path file = folder.resolve("runs/1/config.json");
        IOException thrown = assertThrows(IOException.class, () -> AtomicFile.write(file, "x"));
        assertEquals(
                file + ": cannot be written: the folder " + file.getParent() + " does not exist", thrown.getMessage());
    }

    @Test
    void write_saysThatTheFolderIsAFile() throws IOException {
        Path notAFolder = Files.writeString(folder.resolve("runs"), "x");
        Path file = notAFolder.resolve("config.json");
        IOException thrown = assertThrows(IOException.class, () -> AtomicFile.write(file, "x"));
        assertEquals(file + ": cannot be written: " + notAFolder + " is not a folder", thrown.getMessage());
    }

    @Test
    void write_refusesTheNameOfAFolder() throws IOException {
        Path file = Files.createDirectory(folder.resolve("taken"));
        IOException thrown = assertThrows(IOException.class, () -> AtomicFile.write(file, "x"));
        assertEquals(file + ": cannot be written: it is a folder", thrown.getMessage());
        assertEquals(List.of("taken"), names());
    }

    @Test
    void write_saysThatThereIsNoPermission() throws IOException {
        Path locked = Files.createDirectory(folder.resolve("locked"));
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
        assumeFalse(Files.isWritable(locked), "root may write everywhere");
        Path file = locked.resolve("config.json");
        IOException thrown = assertThrows(IOException.class, () -> AtomicFile.write(file, "x"));
        assertEquals(file + ": cannot be written: no permission to write in " + locked, thrown.getMessage());
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
