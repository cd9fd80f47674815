package dev.lanewise.data.cifar;

import dev.lanewise.data.DataException;
import dev.lanewise.data.DataSplit;
import dev.lanewise.data.ImageDataset;
import dev.lanewise.data.SeededSplit;
import dev.lanewise.tensor.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * CIFAR-10 and CIFAR-100 in binary (Krizhevsky, "Learning multiple layers of features from tiny images", 2009): images
 * {@code [3, 32, 32]} of bytes, with one label byte before each, or two (coarse, then fine).
 *
 * <p>Files are those that end in {@code .bin} or {@code .bin.gz}, in the order of their names, numbers in them by value.
 * One whose name holds {@code test} is of the test part, one that holds {@code val} of the validation part, any other
 * is trained on. Without a test file a sixth of each class is held out by {@link SeededSplit}.
 */
public final class Cifar {
    /** Which of the two labels of CIFAR-100 is the class. */
    public enum Label {
        /** One of 20 kinds. */
        COARSE,
        /** One of 100 classes. */
        FINE
    }

    private static final List<String> TEN =
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");
    private static final Shape SHAPE = Shape.of(3, 32, 32);
    private static final double HELD_OUT = 1 / 6.0;
    private static final long SEED = 1;

    private Cifar() {}

    /** True for a file of this kind by its name and length, and for a folder that holds one. */
    public static boolean looksLikeOne(Path path) {
        try {
            return Files.isDirectory(path) ? !files(path).isEmpty() : Files.isRegularFile(path) && isRecords(path);
        } catch (DataException e) {
            return false;
        }
    }

    private static boolean isRecords(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        try {
            long bytes = Files.size(file);
            boolean whole = bytes > 0 && (bytes % (CifarFile.PIXELS + 1) == 0 || bytes % (CifarFile.PIXELS + 2) == 0);
            return name.endsWith(".bin.gz") || name.endsWith(".bin") && whole;
        } catch (IOException e) {
            return false;
        }
    }

    /** The split of a folder, or of one file; fine labels if there are two. */
    public static DataSplit<ImageDataset> read(Path path) {
        return read(path, Label.FINE);
    }

    /**
     * The split of a folder, or of one file.
     *
     * @throws DataException if nothing there is to train on, or a file is damaged or of another kind than the others
     */
    public static DataSplit<ImageDataset> read(Path path, Label label) {
        if (!Files.exists(path)) {
            throw new DataException(path + ": no such file or folder");
        }
        List<Path> files = Files.isDirectory(path) ? files(path) : List.of(path);
        if (files.isEmpty()) {
            throw new DataException(path + ": no file in it that ends in .bin or .bin.gz");
        }
        Path last = path.toAbsolutePath().normalize().getFileName();
        return read(last == null ? "cifar" : last.toString(), path.toString(), files, label);
    }

    /**
     * The split of several files.
     *
     * @param name of the whole
     * @param source of the whole, for people
     * @throws DataException as {@link #read(Path, Label)}
     */
    public static DataSplit<ImageDataset> read(String name, String source, List<Path> files, Label label) {
        List<CifarFile> train = new ArrayList<>();
        List<CifarFile> validation = new ArrayList<>();
        List<CifarFile> test = new ArrayList<>();
        for (Path file : files) {
            String of = file.getFileName().toString().toLowerCase(Locale.ROOT);
            (of.contains("test") ? test : of.contains("val") ? validation : train).add(CifarFile.read(file));
        }
        if (train.isEmpty()) {
            throw new DataException(source + ": no file to train on: test or val is in the name of each");
        }
        int labelBytes = labelBytes(train, validation, test);
        Path folder = files.getFirst().toAbsolutePath().getParent();
        List<String> classes = classes(folder, labelBytes, label);
        int which = labelBytes == 2 && label == Label.FINE ? 1 : 0;
        ImageDataset whole = dataset(train, labelBytes, which, classes);
        Optional<ImageDataset> validated =
                validation.isEmpty() ? Optional.empty() : Optional.of(dataset(validation, labelBytes, which, classes));
        if (!test.isEmpty()) {
            return new DataSplit<>(name, source, whole, validated, dataset(test, labelBytes, which, classes));
        }
        int[] labels = IntStream.range(0, whole.size()).map(whole::label).toArray();
        int[][] parts = SeededSplit.stratified(labels, SEED, 1 - HELD_OUT, HELD_OUT);
        if (parts[1].length == 0) {
            throw new DataException(source + ": a single record of each class, expected at least 2 of one");
        }
        return new DataSplit<>(
                name,
                source + " (a sixth held out to test by seed " + SEED + ")",
                whole.subset(parts[0]),
                validated,
                whole.subset(parts[1]));
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(file -> Files.isRegularFile(file) && isNamed(file))
                    .sorted(Comparator.comparing(Cifar::sortedBy))
                    .toList();
        } catch (IOException e) {
            throw new DataException(folder + ": cannot be listed: " + e.getMessage(), e);
        }
    }

    private static boolean isNamed(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && (name.endsWith(".bin") || name.endsWith(".bin.gz"));
    }

    /** The name with its numbers at one length: batch 10 after batch 9. */
    private static String sortedBy(Path file) {
        StringBuilder padded = new StringBuilder();
        StringBuilder number = new StringBuilder();
        for (char c : (file.getFileName() + "\0").toCharArray()) {
            if (c >= '0' && c <= '9') {
                number.append(c);
            } else {
                padded.append("0".repeat(number.isEmpty() ? 0 : Math.max(0, 18 - number.length())))
                        .append(number)
                        .append(c);
                number.setLength(0);
            }
        }
        return padded.toString();
    }

    /** How many label bytes the records of all files have. */
    @SafeVarargs
    private static int labelBytes(List<CifarFile>... parts) {
        CifarFile first = null;
        int found = 0;
        for (List<CifarFile> part : parts) {
            for (CifarFile file : part) {
                int bytes = labelBytes(file);
                if (first != null && bytes != found) {
                    throw new DataException(file.path() + ": its records have " + bytes + " label bytes, but those of "
                            + first.path() + " have " + found + ", expected one kind");
                }
                first = file;
                found = bytes;
            }
        }
        return found;
    }

    private static int labelBytes(CifarFile file) {
        boolean one = file.divides(1);
        boolean two = file.divides(2);
        if (!one && !two) {
            throw new DataException(file.path() + ": has " + file.records().length
                    + " bytes, expected a multiple of 3073 (CIFAR-10) or of 3074 (CIFAR-100)");
        }
        // A multiple of both, as 3074 records of one kind are, is told by the labels.
        boolean ten = one && (!two || file.labelsBelow(TEN.size(), 1, 0));
        return ten ? 1 : 2;
    }

    private static ImageDataset dataset(List<CifarFile> files, int labelBytes, int which, List<String> classes) {
        long bytes = files.stream().mapToLong(file -> file.count(labelBytes)).sum() * CifarFile.PIXELS;
        if (bytes > Integer.MAX_VALUE - 64) {
            throw new DataException(files.getFirst().path() + ": with the files beside it " + bytes
                    + " bytes of pixels, expected fewer than 2^31");
        }
        byte[] pixels = new byte[(int) bytes];
        int[] labels = new int[pixels.length / CifarFile.PIXELS];
        int at = 0;
        for (CifarFile file : files) {
            file.copy(labelBytes, which, classes.size(), pixels, labels, at);
            at += file.count(labelBytes);
        }
        return new ImageDataset(pixels, labels, SHAPE, classes);
    }

    private static List<String> classes(Path folder, int labelBytes, Label label) {
        int expected = labelBytes == 1 ? TEN.size() : label == Label.FINE ? 100 : 20;
        String name = labelBytes == 1
                ? "batches.meta.txt"
                : label == Label.FINE ? "fine_label_names.txt" : "coarse_label_names.txt";
        Path file = folder.resolve(name);
        if (Files.isRegularFile(file)) {
            return names(file, expected, labelBytes == 2);
        }
        return labelBytes == 1
                ? TEN
                : IntStream.range(0, expected).mapToObj(Integer::toString).toList();
    }

    private static List<String> names(Path file, int expected, boolean exact) {
        List<String> names;
        try {
            names = Files.readString(file, StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new DataException(file + ": cannot be read as text in UTF-8: " + e.getMessage(), e);
        }
        if (names.isEmpty() || names.size() > 256 || exact && names.size() != expected) {
            throw new DataException(
                    file + ": has " + names.size() + " names of classes, expected " + (exact ? expected : "1 to 256"));
        }
        return names;
    }
}
