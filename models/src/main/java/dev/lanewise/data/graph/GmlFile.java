package dev.lanewise.data.graph;

import dev.lanewise.data.DataException;
import dev.lanewise.data.text.TextFile;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A graph in GML, plain or gzip. Features are the attributes that are numbers and that every node has, in the order in
 * which they first come; without any, each node is a feature of its own (Kipf and Welling, 2017), or, beyond 4,096 nodes,
 * there is one feature, 1.
 */
public final class GmlFile {
    private static final int MOST_OWN_FEATURES = 4096;

    private GmlFile() {}

    /**
     * Reads a graph whose nodes have no known classes.
     *
     * @throws DataException if the file is missing or damaged, or an edge names a node that is not there
     */
    public static NodeGraph read(Path path) {
        return new Reading(TextFile.read(path).notBlank("a graph in GML"), "").graph(path);
    }

    /**
     * Reads a graph and splits its nodes: 60 % of each class to train, 20 % to validate, 20 % to test on.
     *
     * @param label the attribute that is a node's class; a node without it has none
     * @throws DataException also if no node has the attribute
     */
    public static NodeGraph read(Path path, String label, long seed) {
        Reading reading = new Reading(TextFile.read(path).notBlank("a graph in GML"), label);
        if (reading.labels.stream().allMatch(String::isEmpty)) {
            throw new DataException(path + ": no node has the attribute '" + label + "', expected one of "
                    + String.join(", ", reading.names));
        }
        return reading.graph(path).split(seed, 0.6, 0.2, 0.2);
    }

    private static final class Reading {
        private final TextFile file;
        private final String label;
        private final Map<String, Integer> index = new LinkedHashMap<>();
        private final List<Map<String, Object>> attributes = new ArrayList<>();
        private final List<String> labels = new ArrayList<>();
        private final Set<String> names = new LinkedHashSet<>();
        private final List<Gml.Pair> edges = new ArrayList<>();
        private boolean directed;

        Reading(TextFile file, String label) {
            this.file = file;
            this.label = label;
            List<Gml.Pair> graphs = Gml.parse(file).stream()
                    .filter(pair -> pair.key().equals("graph") && pair.isList())
                    .toList();
            if (graphs.size() != 1) {
                throw new DataException(file.name() + ": has " + graphs.size() + " graphs, expected 1");
            }
            for (Gml.Pair pair : graphs.get(0).list()) {
                switch (pair.key()) {
                    case "directed" -> directed = Long.valueOf(1).equals(pair.value());
                    case "node" -> node(pair);
                    case "edge" -> edges.add(pair);
                    default -> {} // Names, versions, drawing: of no use here.
                }
            }
            if (index.isEmpty()) {
                throw new DataException(file.name() + ": has no nodes, expected at least 1");
            }
        }

        private void node(Gml.Pair pair) {
            Map<String, Object> values = new LinkedHashMap<>();
            for (Gml.Pair value : inside(pair)) {
                if (!value.isList()) {
                    values.put(value.key(), value.value());
                }
            }
            Object id = values.remove("id");
            if (!(id instanceof Long)) {
                throw file.error(pair.line(), "a node without a whole number id, expected one");
            }
            if (index.putIfAbsent(id.toString(), index.size()) != null) {
                throw file.error(pair.line(), "node " + id + " is there twice, expected each node once");
            }
            names.addAll(values.keySet());
            Object known = values.remove(label);
            labels.add(known == null ? "" : known.toString());
            attributes.add(values);
        }

        private List<Gml.Pair> inside(Gml.Pair pair) {
            if (!pair.isList()) {
                throw file.error(pair.line(), pair.key() + " is " + pair.value() + ", expected a list");
            }
            return pair.list();
        }

        NodeGraph graph(Path path) {
            Edges each = new Edges(directed);
            for (Gml.Pair edge : edges) {
                each.add(end(edge, "source"), end(edge, "target"));
            }
            List<String> known = labels.stream().filter(l -> !l.isEmpty()).toList();
            List<String> classes = CitationFolder.classes(known);
            int[] numbers = labels.stream().mapToInt(classes::indexOf).toArray();
            IntTensor none = IntTensor.zeros(0);
            Path last = path.getFileName();
            return new NodeGraph(
                    last == null ? "graph" : last.toString(),
                    path.toString(),
                    List.copyOf(index.keySet()),
                    features(),
                    each.tensor(),
                    each.duplicates(),
                    directed,
                    classes,
                    IntTensor.of(numbers, numbers.length),
                    none,
                    none,
                    none);
        }

        private int end(Gml.Pair edge, String key) {
            for (Gml.Pair pair : inside(edge)) {
                if (pair.key().equals(key)) {
                    Integer node = index.get(pair.value().toString());
                    if (node == null) {
                        throw file.error(pair.line(), "unknown node " + pair.value() + ", expected the id of a node");
                    }
                    return node;
                }
            }
            throw file.error(edge.line(), "an edge without a " + key + ", expected one");
        }

        private Tensor features() {
            int count = attributes.size();
            List<String> numeric = names.stream()
                    .filter(name -> attributes.stream().allMatch(node -> node.get(name) instanceof Number))
                    .toList();
            boolean own = numeric.isEmpty() && count <= MOST_OWN_FEATURES;
            Tensor features = Tensor.zeros(count, own ? count : Math.max(1, numeric.size()));
            int width = features.dim(1);
            for (int i = 0; i < count; i++) {
                if (numeric.isEmpty()) {
                    features.array()[i * width + (own ? i : 0)] = 1;
                }
                for (int k = 0; k < numeric.size(); k++) {
                    features.array()[i * width + k] =
                            ((Number) attributes.get(i).get(numeric.get(k))).floatValue();
                }
            }
            return features;
        }
    }
}
