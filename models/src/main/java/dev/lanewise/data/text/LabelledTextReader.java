package dev.lanewise.data.text;

import dev.lanewise.data.DataException;
import dev.lanewise.data.SeededSplit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads labelled text, plain or gzip, in one of these forms:
 *
 * <ul>
 *   <li>a file of {@code sentence TAB label}, or a {@code .csv} file with a column of text and one of labels; with or
 *       without a first line of column names,
 *   <li>a folder with such files for the parts: {@code train}, {@code dev} or {@code val}, {@code test},
 *   <li>a folder with a folder of {@code .txt} files for each class,
 *   <li>a folder with such folders for the parts.
 * </ul>
 *
 * Parts that are missing are taken out of the training part, class by class, by a seed.
 *
 * @param textColumn the name of the column of text, or its number from 1; empty to find it
 * @param labelColumn the name of the column of labels, or its number from 1; empty to find it
 * @param validation the share of the texts that is validated on if there is no such part; 0 for none
 * @param test the share of the texts that is tested on if there is no such part
 * @param seed of the split
 */
public record LabelledTextReader(String textColumn, String labelColumn, double validation, double test, long seed) {
    private static final List<String> TRAIN = List.of("train", "training");
    private static final List<String> VALIDATION = List.of("dev", "val", "valid", "validation");
    private static final List<String> TEST = List.of("test");
    private static final List<String> ENDINGS = List.of(".tsv", ".csv", ".txt", ".tsv.gz", ".csv.gz", ".txt.gz");

    /** Checks the shares. */
    public LabelledTextReader {
        if (!(validation >= 0 && test > 0 && validation + test < 1)) {
            throw new IllegalArgumentException("labelled text: validation is " + validation + " and test " + test
                    + ", expected at least 0, above 0, and together below 1");
        }
    }

    /** Columns are found; 10 % are validated on and 10 % tested on where there are no such parts. */
    public static LabelledTextReader of(long seed) {
        return new LabelledTextReader("", "", 0.1, 0.1, seed);
    }

    /**
     * Reads a file or folder.
     *
     * @throws DataException if it is missing, damaged, empty or of another form, or a label is not in the training part
     */
    public LabelledText read(Path path) {
        if (!Files.exists(path)) {
            throw new DataException(path + ": no such file or folder");
        }
        String name = Folders.name(path, "text");
        if (!Files.isDirectory(path)) {
            return split(name, path, file(path), Optional.empty(), Optional.empty());
        }
        Optional<TextExamples> train = part(path, TRAIN);
        if (train.isPresent()) {
            return split(name, path, train.get(), part(path, VALIDATION), part(path, TEST));
        }
        return split(name, path, classFolders(path), Optional.empty(), Optional.empty());
    }

    /**
     * Reads the test part of a folder, or all of a file or of a folder without parts: what a trained model is measured on.
     *
     * @throws DataException as {@link #read}
     */
    public TextExamples test(Path path) {
        if (!Files.exists(path)) {
            throw new DataException(path + ": no such file or folder");
        }
        if (!Files.isDirectory(path)) {
            return file(path);
        }
        Optional<TextExamples> tested = part(path, TEST);
        if (tested.isEmpty() && part(path, TRAIN).isPresent()) {
            throw new DataException(path + ": has no test part, expected test" + ENDINGS.get(0) + " and its kin");
        }
        return tested.orElseGet(() -> classFolders(path));
    }

    private LabelledText split(
            String name,
            Path path,
            TextExamples train,
            Optional<TextExamples> validated,
            Optional<TextExamples> tested) {
        double heldOut = validated.isPresent() ? 0 : validation;
        double kept = tested.isPresent() ? 0 : test;
        if (heldOut == 0 && kept == 0) {
            return LabelledText.of(name, path.toString(), train, validated, tested.get());
        }
        List<String> classes = LabelledText.classesOf(train.labels());
        int[] labels = train.labels().stream().mapToInt(classes::indexOf).toArray();
        int[][] parts = SeededSplit.stratified(labels, seed, 1 - heldOut - kept, heldOut, kept);
        return LabelledText.of(
                name,
                path.toString(),
                train.pick(parts[0]),
                heldOut == 0 ? validated : Optional.of(train.pick(parts[1])),
                tested.orElseGet(() -> train.pick(parts[2])));
    }

    /** A part of a folder: a file or a folder of class folders with one of the names; empty if there is none. */
    private Optional<TextExamples> part(Path folder, List<String> names) {
        for (String name : names) {
            for (String ending : ENDINGS) {
                Path file = folder.resolve(name + ending);
                if (Files.isRegularFile(file)) {
                    return Optional.of(file(file));
                }
            }
            if (Files.isDirectory(folder.resolve(name))) {
                return Optional.of(classFolders(folder.resolve(name)));
            }
        }
        return Optional.empty();
    }

    private TextExamples file(Path path) {
        TextFile file = TextFile.read(path).notBlank("a text and its label a line");
        return new LabelledColumns(Rows.read(file), textColumn, labelColumn).examples();
    }

    private static TextExamples classFolders(Path folder) {
        List<String> texts = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        List<String> places = new ArrayList<>();
        for (Path inner : Folders.list(folder)) {
            if (!Files.isDirectory(inner)) {
                continue;
            }
            for (Path file : Folders.list(inner)) {
                String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
                if (name.endsWith(".txt") || name.endsWith(".txt.gz")) {
                    texts.add(TextFile.read(file).text());
                    labels.add(inner.getFileName().toString());
                    places.add(file.toString());
                }
            }
        }
        if (texts.isEmpty()) {
            throw new DataException(folder + ": no labelled text in it, expected train" + ENDINGS.get(0)
                    + " and its kin, or a folder of .txt files for each class");
        }
        return new TextExamples(texts, labels, places);
    }
}
