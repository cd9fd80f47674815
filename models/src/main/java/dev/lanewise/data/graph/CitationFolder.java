package dev.lanewise.data.graph;

import dev.lanewise.data.DataException;
import dev.lanewise.data.text.TextFile;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A folder with the files of a citation network, plain or gzip: {@code NAME.content}, a line for each node of its id, its
 * features and its class; {@code NAME.cites}, a line of two ids for each edge, taken as undirected; and perhaps
 * {@code NAME.split}, lines that begin with train, val or test and go on with ids.
 */
public final class CitationFolder {
    private static final double[] SHARES = {0.6, 0.2, 0.2};

    private CitationFolder() {}

    /** True if there is a file of nodes and one of edges in a folder. */
    public static boolean looksLikeOne(Path folder) {
        return Files.isDirectory(folder)
                && find(folder, ".content").isPresent()
                && find(folder, ".cites").isPresent();
    }

    /**
     * Reads the folder.
     *
     * @param seed of the split if there is no file of it: 60 % of each class to train, 20 % to validate, 20 % to test on
     * @throws DataException if a file is missing or damaged, or names a node that is not there
     */
    public static NodeGraph read(Path folder, long seed) {
        if (!Files.isDirectory(folder)) {
            throw new DataException(
                    folder + (Files.exists(folder) ? ": is a file, expected a folder" : ": no such folder"));
        }
        TextFile content = TextFile.read(needed(folder, ".content")).notBlank("a node a line");
        Content nodes = new Content(Cells.of(content));
        Edges edges = new Edges(false);
        readEdges(Cells.of(TextFile.read(needed(folder, ".cites"))), nodes.index, edges);
        List<String> classes = classes(nodes.labels);
        int[] labels = nodes.labels.stream().mapToInt(classes::indexOf).toArray();
        IntTensor[] parts = {IntTensor.zeros(0), IntTensor.zeros(0), IntTensor.zeros(0)};
        Optional<Path> split = find(folder, ".split");
        split.ifPresent(file -> readSplit(Cells.of(TextFile.read(file)), nodes.index, parts));
        Path last = folder.toAbsolutePath().normalize().getFileName();
        NodeGraph graph = new NodeGraph(
                last == null ? "graph" : last.toString(),
                folder.toString(),
                List.copyOf(nodes.index.keySet()),
                nodes.features(),
                edges.tensor(),
                edges.duplicates(),
                false,
                classes,
                IntTensor.of(labels, labels.length),
                parts[0],
                parts[1],
                parts[2]);
        return split.isPresent() ? graph : graph.split(seed, SHARES);
    }

    private static Path needed(Path folder, String ending) {
        return find(folder, ending)
                .orElseThrow(() ->
                        new DataException(folder + ": no file ending in " + ending + " or " + ending + ".gz in it"));
    }

    private static Optional<Path> find(Path folder, String ending) {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.sorted()
                    .filter(file ->
                            file.toString().endsWith(ending) || file.toString().endsWith(ending + ".gz"))
                    .findFirst();
        } catch (IOException e) {
            throw new DataException(folder + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** Numbers in the order of their values, else texts in their own. */
    static List<String> classes(List<String> labels) {
        boolean numbers = labels.stream().allMatch(label -> label.matches("-?\\d{1,9}"));
        Set<String> classes = numbers
                ? new TreeSet<>((a, b) -> Integer.compare(Integer.parseInt(a), Integer.parseInt(b)))
                : new TreeSet<>();
        classes.addAll(labels);
        return List.copyOf(classes);
    }

    /** The nodes, as they are read. */
    private static final class Content {
        private final Map<String, Integer> index = new LinkedHashMap<>();
        private final List<String> labels = new ArrayList<>();
        private final List<float[]> rows = new ArrayList<>();

        Content(Cells cells) {
            int width = -1;
            for (int line : cells.filled()) {
                String[] row = cells.cells(line);
                if (width < 0 ? row.length < 3 : row.length != width) {
                    throw cells.error(
                            line,
                            "has " + Cells.cells(row) + ", expected "
                                    + (width < 0
                                            ? "at least 3: id, features, class"
                                            : width + " as in the line before"));
                }
                width = row.length;
                Integer before = index.putIfAbsent(row[0], index.size());
                if (before != null) {
                    throw cells.error(
                            line, "node '" + Cells.shown(row[0]) + "' is there twice, expected each node once");
                }
                float[] features = new float[width - 2];
                for (int i = 0; i < features.length; i++) {
                    features[i] = cells.number(line, row[i + 1]);
                }
                rows.add(features);
                labels.add(row[width - 1]);
            }
        }

        Tensor features() {
            int width = rows.get(0).length;
            float[] all = new float[Math.multiplyExact(rows.size(), width)];
            for (int i = 0; i < rows.size(); i++) {
                System.arraycopy(rows.get(i), 0, all, i * width, width);
            }
            return Tensor.of(all, rows.size(), width);
        }
    }

    private static void readEdges(Cells cells, Map<String, Integer> index, Edges edges) {
        for (int line : cells.filled()) {
            String[] row = cells.cells(line);
            if (row.length != 2) {
                throw cells.error(line, "has " + Cells.cells(row) + ", expected 2: the ids of two nodes");
            }
            edges.add(node(cells, line, row[0], index), node(cells, line, row[1], index));
        }
    }

    private static int node(Cells cells, int line, String id, Map<String, Integer> index) {
        Integer node = index.get(id);
        if (node == null) {
            throw cells.error(line, "unknown node '" + Cells.shown(id) + "', expected one of the file of nodes");
        }
        return node;
    }

    private static void readSplit(Cells cells, Map<String, Integer> index, IntTensor[] parts) {
        Map<Integer, String> partOf = new HashMap<>();
        for (int line : cells.filled()) {
            String[] row = cells.cells(line);
            int part = switch (row[0]) {
                case "train" -> 0;
                case "val", "valid", "validation", "dev" -> 1;
                case "test" -> 2;
                default ->
                    throw cells.error(line, "begins with '" + Cells.shown(row[0]) + "', expected train, val or test");
            };
            int[] nodes = Arrays.copyOf(parts[part].toArray(), parts[part].size() + row.length - 1);
            for (int i = 1; i < row.length; i++) {
                int node = node(cells, line, row[i], index);
                if (partOf.putIfAbsent(node, row[0]) != null) {
                    throw cells.error(
                            line,
                            "node '" + Cells.shown(row[i]) + "' is in " + partOf.get(node)
                                    + " already, expected each node in one part");
                }
                nodes[parts[part].size() + i - 1] = node;
            }
            Arrays.sort(nodes);
            parts[part] = IntTensor.of(nodes, nodes.length);
        }
        if (parts[0].size() == 0 || parts[2].size() == 0) {
            throw new DataException(cells.file().name() + ": has " + parts[0].size() + " nodes to train on and "
                    + parts[2].size() + " to test on, expected at least 1 each");
        }
    }
}
