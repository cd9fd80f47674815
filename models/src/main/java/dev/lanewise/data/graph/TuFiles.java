package dev.lanewise.data.graph;

import dev.lanewise.data.DataException;
import dev.lanewise.data.text.TextFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The files of a set in TU format by the ends of their names, in a folder or a zip.
 *
 * @param source the folder or the zip
 * @param name of the set
 * @param files by name
 */
record TuFiles(Path source, String name, Map<String, TextFile> files) {
    private static final String EDGES = "_A.txt";
    private static final int LARGEST = 1 << 30;

    static TuFiles read(Path source) {
        if (!Files.exists(source)) {
            throw new DataException(source + ": no such file or folder");
        }
        Map<String, TextFile> files = Files.isDirectory(source) ? folder(source) : zip(source);
        for (String file : files.keySet()) {
            if (file.endsWith(EDGES)) {
                return new TuFiles(source, file.substring(0, file.length() - EDGES.length()), files);
            }
        }
        throw new DataException(source + ": no file ending in " + EDGES + " in it, expected a set in TU format");
    }

    private static Map<String, TextFile> folder(Path folder) {
        Map<String, TextFile> files = new TreeMap<>();
        try (Stream<Path> inside = Files.list(folder)) {
            for (Path file : inside.sorted().toList()) {
                String name = file.getFileName().toString();
                String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
                if (plain.endsWith(".txt") && plain.contains("_")) {
                    files.putIfAbsent(plain, TextFile.read(file));
                }
            }
        } catch (IOException e) {
            throw new DataException(folder + ": cannot be read: " + e.getMessage(), e);
        }
        return files;
    }

    private static Map<String, TextFile> zip(Path path) {
        Map<String, TextFile> files = new TreeMap<>();
        try (ZipFile zip = new ZipFile(path.toFile())) {
            for (ZipEntry entry : zip.stream().map(e -> (ZipEntry) e).toList()) {
                String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
                if (name.endsWith(".txt") && name.contains("_")) {
                    try (InputStream in = zip.getInputStream(entry)) {
                        files.put(name, TextFile.of(path + "!" + entry.getName(), in.readNBytes(LARGEST)));
                    }
                }
            }
        } catch (IOException e) {
            throw new DataException(
                    path + ": cannot be read as a zip: " + e.getMessage() + ", expected a folder or a zip", e);
        }
        return files;
    }

    Optional<Cells> optional(String ending) {
        return Optional.ofNullable(files.get(name + ending)).map(Cells::of);
    }

    Cells needed(String ending) {
        return optional(ending).orElseThrow(() -> new DataException(source + ": no file " + name + ending + " in it"));
    }
}
