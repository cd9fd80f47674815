package dev.lanewise.data.source;

import dev.lanewise.data.DataException;
import dev.lanewise.data.csv.CsvTable;
import dev.lanewise.data.graph.CitationFolder;
import dev.lanewise.data.graph.GmlFile;
import dev.lanewise.data.graph.GraphSet;
import dev.lanewise.data.graph.NodeGraph;
import dev.lanewise.data.graph.TuFormat;
import dev.lanewise.data.text.PairText;
import dev.lanewise.data.text.TextFile;
import dev.lanewise.setting.RecordSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds out what data a path holds, of any kind that can be read, and says what it found. */
public final class DataSource {
    private static final long SEED = 1;
    private static final long SIDE = 64;
    private static final int MOST_TEXT_COLUMNS = 2;

    /**
     * What was found.
     *
     * @param kind a name: {@code images}, {@code tabular}, {@code text}, {@code graph} ...
     * @param lines what it is, for people
     */
    public record Found(String kind, List<String> lines) {
        /** Copies the lines. */
        public Found {
            lines = List.copyOf(lines);
        }
    }

    private DataSource() {}

    /**
     * Reads what a path holds, with every option left to be found out.
     *
     * @return empty if it is no data that can be read
     * @throws DataException if it is, but damaged
     */
    public static Optional<Found> look(Path path) {
        if (!Files.exists(path)) {
            throw new DataException(path + ": no such file or folder");
        }
        Optional<Found> graph = graph(path);
        if (graph.isPresent()) {
            return graph;
        }
        Optional<Found> pairs = pairs(path);
        if (pairs.isPresent()) {
            return pairs;
        }
        boolean plain = path.getFileName().toString().matches("(?i).*\\.txt(\\.gz)?");
        if (Files.isRegularFile(path) && !plain && CsvTable.looksLikeOne(path)) {
            CsvTable table = CsvTable.read(path);
            boolean sentences = table.columns() <= MOST_TEXT_COLUMNS && worded(table);
            return Optional.of(sentences ? kind(new TextKind(), path) : kind(new TabularKind(), path));
        }
        Optional<DataKind<?>> kind = DataKinds.guess(path);
        if (kind.isPresent() && !(kind.get() instanceof TextKind && Files.isRegularFile(path))) {
            return Optional.of(kind(kind.get(), path));
        }
        return text(path);
    }

    /** True if one of the columns holds running text: several words in most rows. */
    private static boolean worded(CsvTable table) {
        for (int column = 0; column < table.columns(); column++) {
            int sentences = 0;
            for (int row = 0; row < table.rows(); row++) {
                sentences += table.cell(row, column).strip().contains(" ") ? 1 : 0;
            }
            if (2 * sentences > table.rows()) {
                return true;
            }
        }
        return false;
    }

    private static <O extends Record> Found kind(DataKind<O> kind, Path path) {
        Loaded loaded = kind.read(path, RecordSettings.with(kind.options(), sizes(kind)), SEED);
        List<String> lines = new ArrayList<>();
        lines.add(kind.recognise(path) + ", for recipes of " + kind.name());
        lines.addAll(loaded.notes());
        lines.add(loaded.split().train().size() + " samples to train on"
                + loaded.split()
                        .validation()
                        .map(part -> ", " + part.size() + " to validate")
                        .orElse("")
                + ", " + loaded.split().test().size() + " to test; a sample is "
                + loaded.split().train().fields().stream()
                        .map(field -> field.name() + " " + field.shape())
                        .toList());
        return new Found(kind.name(), lines);
    }

    /** Pictures of different sizes are made one size, or they could not be read. */
    private static Map<String, Long> sizes(DataKind<?> kind) {
        return kind instanceof ImageKind ? Map.of("height", SIDE, "width", SIDE) : Map.of();
    }

    private static Optional<Found> graph(Path path) {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        if (CitationFolder.looksLikeOne(path)) {
            return Optional.of(nodes("a citation network", CitationFolder.read(path, SEED)));
        }
        if (name.endsWith(".gml") || name.endsWith(".gml.gz")) {
            return Optional.of(nodes("a graph in GML", GmlFile.read(path)));
        }
        boolean zipped = name.endsWith(".zip");
        if (zipped
                || (Files.isDirectory(path)
                        && names(path).stream().anyMatch(n -> n.endsWith("_graph_indicator.txt")))) {
            GraphSet set = TuFormat.read(path);
            return Optional.of(new Found(
                    "graphs",
                    List.of(
                            "a set of graphs in TU format",
                            set.size() + " graphs of " + set.classes().size() + " classes")));
        }
        return Optional.empty();
    }

    private static Found nodes(String what, NodeGraph graph) {
        return new Found(
                "graph",
                List.of(
                        what,
                        graph.nodes() + " nodes, " + graph.graph().edges() + " edges, "
                                + graph.classes().size() + " classes"));
    }

    /** A folder with {@code train.de} and {@code train.en}, plain or gzip. */
    private static Optional<Found> pairs(Path path) {
        if (!Files.isDirectory(path)) {
            return Optional.empty();
        }
        TreeSet<String> languages = new TreeSet<>();
        for (String name : names(path)) {
            if (name.matches("train\\.[a-z]{2}(\\.gz)?")) {
                languages.add(name.substring(6, 8));
            }
        }
        if (languages.size() < 2) {
            return Optional.empty();
        }
        // Of more than two, the first two.
        String from = languages.pollFirst();
        String to = languages.pollFirst();
        PairText text = PairText.folder(path, from, to);
        return Optional.of(new Found(
                "pairs",
                List.of(
                        "sentence pairs, " + from + " and " + to
                                + (languages.isEmpty() ? "" : "; also " + String.join(", ", languages)),
                        text.train().size() + " to train on, "
                                + text.validation()
                                        .map(part -> part.size() + " to validate, ")
                                        .orElse("")
                                + text.test().size() + " to test")));
    }

    private static Optional<Found> text(Path path) {
        if (!path.getFileName().toString().matches("(?i).*\\.txt(\\.gz)?")) {
            return Optional.empty();
        }
        String text = TextFile.read(path).text();
        long lines = text.lines().count();
        return Optional.of(new Found(
                "plain text",
                List.of(
                        "plain text",
                        text.codePointCount(0, text.length()) + " characters, "
                                + text.codePoints().distinct().count() + " different ones, in " + lines + " lines")));
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new DataException(folder + ": cannot be listed: " + e.getMessage(), e);
        }
    }
}
