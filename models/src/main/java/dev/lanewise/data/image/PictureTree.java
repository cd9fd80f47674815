package dev.lanewise.data.image;

import dev.lanewise.data.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The picture files of one part, class by class, each class in the order of the names.
 *
 * @param folder of the part
 * @param classes the classes' names
 * @param files all pictures
 * @param labels the class of each
 */
record PictureTree(Path folder, List<String> classes, List<Path> files, int[] labels) {
    static final List<String> TRAIN = List.of("train", "training");
    static final List<String> VALIDATION = List.of("val", "valid", "validation");
    static final List<String> TEST = List.of("test", "testing");

    private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg", ".bmp", ".gif");

    /**
     * Reads the names in a folder of class folders.
     *
     * @param known the classes there may be; null to take those there are
     */
    static PictureTree read(Path folder, List<String> known) {
        List<Path> folders = classFolders(folder);
        if (folders.isEmpty()) {
            throw new DataException(folder + ": has no folder in it, expected one for each class");
        }
        List<String> classes =
                known == null ? folders.stream().map(PictureTree::name).toList() : known;
        List<Path> files = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (Path one : folders) {
            List<Path> pictures = pictures(one);
            int label = classes.indexOf(name(one));
            if (pictures.isEmpty() && known == null) {
                throw new DataException(one + ": no picture in this folder of a class, expected PNG, JPEG, BMP or GIF");
            }
            if (label < 0 && !pictures.isEmpty()) {
                throw new DataException(one + ": the class " + name(one) + " is not among those to train on: "
                        + String.join(", ", classes));
            }
            for (Path picture : pictures) {
                files.add(picture);
                labels.add(label);
            }
        }
        if (files.isEmpty()) {
            throw new DataException(folder + ": no picture in it, expected PNG, JPEG, BMP or GIF");
        }
        return new PictureTree(
                folder,
                List.copyOf(classes),
                files,
                labels.stream().mapToInt(label -> label).toArray());
    }

    /** The folder of a part, if there is one of its names. */
    static Optional<Path> part(Path folder, List<String> names) {
        return classFolders(folder).stream()
                .filter(one -> names.contains(name(one).toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** The folders in a folder, by name. */
    static List<Path> classFolders(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(one -> Files.isDirectory(one) && !name(one).startsWith("."))
                    .sorted(Comparator.comparing(PictureTree::name))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new DataException(folder + ": cannot be listed: " + e.getMessage(), e);
        }
    }

    /** The pictures in a folder and the folders in it, by their names from there. */
    static List<Path> pictures(Path folder) {
        try (Stream<Path> entries = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return entries.filter(PictureTree::isPicture)
                    .sorted(Comparator.comparing(
                            file -> folder.relativize(file).toString().replace('\\', '/')))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new DataException(folder + ": cannot be listed: " + e.getMessage(), e);
        }
    }

    private static boolean isPicture(Path file) {
        String name = name(file).toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && ENDINGS.stream().anyMatch(name::endsWith) && Files.isRegularFile(file);
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }
}
