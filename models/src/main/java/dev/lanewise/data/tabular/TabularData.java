package dev.lanewise.data.tabular;

import dev.lanewise.data.DataException;
import dev.lanewise.data.DataSplit;
import dev.lanewise.data.csv.CsvFormat;
import dev.lanewise.data.csv.CsvOptions;
import dev.lanewise.data.csv.CsvTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A table read, cut into training, validation and test, and prepared.
 *
 * @param split the parts
 * @param preparation how rows become samples, fitted on the training part: saved with a model
 * @param notes what was found out, in lines for people
 */
public record TabularData(DataSplit<TabularDataset> split, TabularPreparation preparation, List<String> notes) {
    private static final List<String> TRAIN = List.of("train", "training");
    private static final List<String> VALIDATION = List.of("validation", "valid", "val", "dev");
    private static final List<String> TEST = List.of("test");

    /** Copies the notes. */
    public TabularData {
        notes = List.copyOf(notes);
    }

    /** Reads a table, and finds out everything about it. */
    public static TabularData read(Path path) {
        return read(path, TabularOptions.GUESS);
    }

    /**
     * Reads a table.
     *
     * @param path a file, whose rows are dealt by chance (each class in the same shares); or a folder of {@code train},
     *     {@code test} and perhaps {@code validation} (or {@code valid}, {@code val}, {@code dev}), each with the ending
     *     csv, tsv or txt, and perhaps .gz; or a folder of one such file
     * @throws DataException if it cannot be used, naming file, line and column
     */
    public static TabularData read(Path path, TabularOptions options) {
        if (!Files.isDirectory(path)) {
            return of(CsvTable.read(path, options.csv()), stem(path), path.toString(), options);
        }
        List<Path> files = tables(path);
        Optional<Path> train = named(files, TRAIN);
        Optional<Path> test = named(files, TEST);
        if (train.isPresent() && test.isPresent()) {
            return read(train.get(), named(files, VALIDATION), test.get(), options);
        }
        if (files.size() == 1) {
            return read(files.getFirst(), options);
        }
        throw new DataException(path + ": holds " + files.size()
                + " tables, expected train and test (.csv, .tsv or .txt, perhaps .gz), or one alone");
    }

    /**
     * Deals and prepares the rows of a table.
     *
     * @param name of the data
     * @param source where it comes from, for people
     * @throws DataException as {@link #read(Path, TabularOptions)}
     */
    public static TabularData of(CsvTable table, String name, String source, TabularOptions options) {
        Schema schema = Schema.of(table, options);
        boolean classification = schema.task() == Task.CLASSIFICATION;
        Map<String, Integer> classes = new HashMap<>();
        int[] dealt = new int[table.rows()];
        for (int row = 0; row < dealt.length; row++) {
            String label = classification ? Target.label(table.cell(row, schema.target())) : "";
            dealt[row] = classes.computeIfAbsent(label, unknown -> classes.size());
        }
        RowSplit rows = RowSplit.of(dealt, classes.size(), options.validation(), options.test(), options.seed());
        if (rows.test().length == 0 || (rows.validation().length == 0 && options.validation() > 0)) {
            throw new DataException(table.path() + ": has " + table.rows() + " rows, too few to keep some for "
                    + (rows.test().length == 0 ? "the test" : "validation"));
        }
        List<String> notes = new ArrayList<>(schema.notes());
        notes.add("dealt with seed " + options.seed() + (classification ? ", each class in the same shares: " : ": ")
                + rows.train().length + " rows for training, " + rows.validation().length + " for validation, "
                + rows.test().length + " for the test");
        TabularPreparation preparation = new Fit(schema, rows.train(), notes).fit();
        Optional<TabularDataset> validation = rows.validation().length == 0
                ? Optional.empty()
                : Optional.of(new TabularDataset(table, rows.validation(), preparation, schema.unclean()));
        DataSplit<TabularDataset> split = new DataSplit<>(
                name,
                source,
                new TabularDataset(table, rows.train(), preparation, schema.unclean()),
                validation,
                new TabularDataset(table, rows.test(), preparation, schema.unclean()));
        return new TabularData(split, preparation, notes);
    }

    /**
     * Reads a table whose parts are files. What columns are is found out from the training file alone.
     *
     * @throws DataException as {@link #read(Path, TabularOptions)}; if the columns of the files differ; if a class occurs
     *     in the test but not in training, naming it
     */
    public static TabularData read(Path train, Optional<Path> validation, Path test, TabularOptions options) {
        Schema schema = Schema.of(CsvTable.read(train, options.csv()), options);
        int[] rows = all(schema.table());
        List<String> notes = new ArrayList<>(schema.notes());
        TabularPreparation preparation = new Fit(schema, rows, notes).fit();
        CsvOptions same = options.csv()
                .withFormat(schema.table().format())
                .withHeader(schema.table().header());
        Path folder = train.toAbsolutePath().getParent();
        DataSplit<TabularDataset> split = new DataSplit<>(
                folder.getFileName() == null
                        ? stem(train)
                        : folder.getFileName().toString(),
                train + ", " + test,
                new TabularDataset(schema.table(), rows, preparation, schema.unclean()),
                validation.map(file -> part(file, same, preparation, schema.unclean())),
                part(test, same, preparation, schema.unclean()));
        notes.add(rows.length + " rows for training, "
                + split.validation().map(TabularDataset::size).orElse(0) + " for validation, "
                + split.test().size() + " for the test");
        return new TabularData(split, preparation, notes);
    }

    /**
     * Reads other rows for a model that is already trained, prepared as its own were: all of a file, or the test file of a
     * folder that has one.
     *
     * @param path a file with the same columns, the target among them, or a folder as {@link #read(Path)} takes it
     * @throws DataException if it cannot be read, has other columns, or a class that the model does not know
     */
    public static TabularDataset read(Path path, TabularPreparation preparation) {
        if (!Files.isDirectory(path)) {
            return part(path, CsvOptions.GUESS, preparation, Set.of());
        }
        List<Path> files = tables(path);
        Optional<Path> test = files.size() == 1 ? Optional.of(files.getFirst()) : named(files, TEST);
        return part(
                test.orElseThrow(() -> new DataException(
                        path + ": holds " + files.size() + " tables, expected one alone or a test.csv")),
                CsvOptions.GUESS,
                preparation,
                Set.of());
    }

    private static TabularDataset part(
            Path path, CsvOptions options, TabularPreparation preparation, Set<Integer> unclean) {
        CsvTable table = table(path, options, preparation.format(), List.of(preparation.columns()));
        return new TabularDataset(table, all(table), preparation, unclean);
    }

    /**
     * Reads rows to be predicted, with or without the target.
     *
     * @throws DataException if it cannot be read or has other columns than the model was trained on
     */
    public static CsvTable rows(Path path, TabularPreparation preparation) {
        List<String> inputs = new ArrayList<>(preparation.columns());
        inputs.remove(preparation.target().column());
        return table(path, CsvOptions.GUESS, preparation.format(), List.of(preparation.columns(), inputs));
    }

    /** A table of the columns expected, which may be one of several lists. */
    private static CsvTable table(Path path, CsvOptions options, CsvFormat format, List<List<String>> lists) {
        CsvOptions form = options.withFormat(format);
        CsvTable read = CsvTable.read(path, form);
        List<String> first = List.of(read.row(0));
        // A file of few rows may not show that its first line holds names; that they are the expected ones does.
        CsvTable table = !read.header() && read.rows() > 1 && lists.contains(first)
                ? CsvTable.read(path, form.withHeader(true))
                : read;
        List<String> expected = lists.stream()
                .filter(list -> list.size() == table.columns())
                .findFirst()
                .orElseThrow(() -> new DataException(path + ": has " + table.columns() + " columns, expected "
                        + lists.getFirst().size() + (lists.size() > 1 ? ", or one less without the target," : "")
                        + " as in training"));
        for (int c = 0; table.header() && c < expected.size(); c++) {
            // A header over rows that had none in training says nothing that contradicts.
            if (!expected.get(c).equals(table.names().get(c))
                    && !expected.get(c).matches("column \\d+")) {
                throw new DataException(path + ": column " + (c + 1) + " is called "
                        + table.names().get(c) + ", expected " + expected.get(c) + " as in training");
            }
        }
        return table;
    }

    private static int[] all(CsvTable table) {
        return IntStream.range(0, table.rows()).toArray();
    }

    private static List<Path> tables(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("(?i)[^.].*\\.(csv|tsv|txt)(\\.gz)?"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new DataException(folder + ": cannot be listed: " + e.getMessage(), e);
        }
    }

    private static Optional<Path> named(List<Path> files, List<String> names) {
        return files.stream()
                .filter(file -> names.contains(stem(file).toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    private static String stem(Path path) {
        return path.getFileName().toString().replaceFirst("(?i)(\\.(csv|tsv|txt|data))?(\\.gz)?$", "");
    }
}
