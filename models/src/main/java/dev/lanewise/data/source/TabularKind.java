package dev.lanewise.data.source;

import dev.lanewise.data.Dataset;
import dev.lanewise.data.csv.CsvTable;
import dev.lanewise.data.tabular.Orchard;
import dev.lanewise.data.tabular.TabularData;
import dev.lanewise.data.tabular.TabularPreparation;
import dev.lanewise.setting.UnknownNameException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Tables of features and a target, in text: CSV, TSV and their kin, plain or gzip. */
public final class TabularKind implements DataKind<TableOptions> {
    private static final String ORCHARD = "orchard";

    /** The kind; there is no need for more than one. */
    public TabularKind() {}

    @Override
    public String name() {
        return "table";
    }

    @Override
    public String expected() {
        return "a table of text (.csv, .tsv, .txt, perhaps .gz), or a folder of train and test tables";
    }

    @Override
    public TableOptions options() {
        return TableOptions.GUESS;
    }

    @Override
    public List<String> builtIn() {
        return List.of(ORCHARD);
    }

    @Override
    public String recognise(Path path) {
        if (CsvTable.looksLikeOne(path)) {
            return "a table of text";
        }
        if (!Files.isDirectory(path)) {
            return null;
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.anyMatch(file -> Files.isRegularFile(file) && CsvTable.calledLikeOne(file))
                    ? "a folder of tables"
                    : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Loaded read(Path path, TableOptions options, long seed) {
        return loaded(TabularData.read(path, options.of(seed)));
    }

    @Override
    public Loaded builtIn(String name, TableOptions options, long seed) {
        if (!name.equals(ORCHARD)) {
            throw new UnknownNameException("data set", name, builtIn());
        }
        var table = options.of(seed);
        return loaded(TabularData.of(
                CsvTable.of(ORCHARD, Orchard.csv(), table.csv()),
                ORCHARD,
                "built in, " + Orchard.ROWS + " rows",
                table));
    }

    private static Loaded loaded(TabularData data) {
        return new Loaded(data.split(), new PreparedTable(data.preparation()), data.notes());
    }

    @Override
    public Dataset test(Path path, Preparation preparation, TableOptions options) {
        return TabularData.read(path, ((PreparedTable) preparation).table());
    }

    @Override
    public Preparation preparation(Map<String, Object> saved) {
        return new PreparedTable(TabularPreparation.fromMap(saved));
    }
}
