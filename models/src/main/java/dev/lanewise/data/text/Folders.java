package dev.lanewise.data.text;

import dev.lanewise.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Looks into folders. */
final class Folders {
    private Folders() {}

    /** What is in a folder, by name: the same order on every file system. */
    static List<Path> list(Path folder) {
        if (!Files.exists(folder)) {
            throw new DataException(folder + ": no such folder");
        }
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.sorted().toList();
        } catch (IOException e) {
            throw new DataException(folder + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** The last name of a path. */
    static String name(Path path, String otherwise) {
        Path last = path.toAbsolutePath().normalize().getFileName();
        return last == null ? otherwise : last.toString();
    }
}
