package dev.lanewise.data.graph;

import dev.lanewise.data.DataException;
import dev.lanewise.nn.graph.Graph;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A set of graphs in the format of TU Dortmund (Morris and others, 2020), in a folder or a zip: {@code NAME_A.txt}, two
 * nodes from 1 for each edge; {@code NAME_graph_indicator.txt}, the graph from 1 of each node; {@code
 * NAME_graph_labels.txt}; and perhaps {@code NAME_node_labels.txt}, {@code NAME_node_attributes.txt}, {@code
 * NAME_edge_labels.txt}. Features of a node are its attributes, then its label as one of all labels there are; without
 * either, there is one feature, 1.
 */
public final class TuFormat {
    private TuFormat() {}

    /**
     * Reads the set.
     *
     * @param source the folder or the zip
     * @throws DataException if a file is missing or damaged, or they do not belong together
     */
    public static GraphSet read(Path source) {
        return new Reading(TuFiles.read(source)).set();
    }

    private static final class Reading {
        private final TuFiles files;
        private final int[] starts;
        private final int nodes;
        private final Cells indicator;
        private final Cells graphLabels;

        Reading(TuFiles files) {
            this.files = files;
            this.indicator = files.needed("_graph_indicator.txt");
            this.graphLabels = files.needed("_graph_labels.txt");
            int[] labelLines = graphLabels.filled();
            int[] lines = indicator.filled();
            this.nodes = lines.length;
            if (nodes == 0 || labelLines.length == 0) {
                throw new DataException(
                        (nodes == 0 ? indicator : graphLabels).file().name() + ": is empty, expected a number a line");
            }
            this.starts = new int[labelLines.length + 1];
            int graph = 0;
            for (int n = 0; n < nodes; n++) {
                int found = indicator.whole(lines[n], indicator.cells(lines[n])[0]);
                if (found < 1 || found > labelLines.length) {
                    throw indicator.error(
                            lines[n],
                            "graph " + found + ", expected 1 to " + labelLines.length + ", as many as have labels");
                }
                if (found != graph && found != graph + 1) {
                    throw indicator.error(
                            lines[n],
                            "graph " + found + " behind graph " + graph + ", expected the nodes of graph " + graph
                                    + " or " + (graph + 1));
                }
                graph = found;
                starts[graph] = n + 1;
            }
            if (graph < labelLines.length) {
                throw new DataException(indicator.file().name() + ": has nodes of " + graph + " graphs, but "
                        + graphLabels.file().name() + " has " + labelLines.length + " labels, expected as many");
            }
        }

        GraphSet set() {
            List<String> labels = column(graphLabels);
            List<String> classes = CitationFolder.classes(labels);
            float[][] features = features();
            List<List<int[]>> edges = edges();
            List<GraphSet.Sample> samples = new ArrayList<>();
            for (int g = 0; g + 1 < starts.length; g++) {
                samples.add(sample(g, edges.get(g), features, classes.indexOf(labels.get(g))));
            }
            return new GraphSet(files.name(), files.source().toString(), classes, samples);
        }

        private GraphSet.Sample sample(int g, List<int[]> edges, float[][] features, int label) {
            int count = starts[g + 1] - starts[g];
            int[] ends = new int[2 * edges.size()];
            for (int e = 0; e < edges.size(); e++) {
                ends[e] = edges.get(e)[0];
                ends[edges.size() + e] = edges.get(e)[1];
            }
            Graph graph = Graph.of(count, IntTensor.of(ends, 2, edges.size())).deduplicated();
            int width = features[0].length;
            Tensor own = Tensor.zeros(count, width);
            for (int n = 0; n < count; n++) {
                System.arraycopy(features[starts[g] + n], 0, own.array(), n * width, width);
            }
            Optional<IntTensor> edgeLabels = Optional.empty();
            if (!edges.isEmpty() && edges.get(0).length == 3) {
                int[] values = graph.edgeOrder().toArray();
                for (int e = 0; e < values.length; e++) {
                    values[e] = edges.get(values[e])[2];
                }
                edgeLabels = Optional.of(IntTensor.of(values, values.length));
            }
            return new GraphSet.Sample(graph, own, edgeLabels, label);
        }

        /** For each graph its edges: source and target in the graph, and the edge's label if there are such. */
        private List<List<int[]>> edges() {
            int[] graphOf = new int[nodes];
            List<List<int[]>> edges = new ArrayList<>();
            for (int g = 0; g + 1 < starts.length; g++) {
                Arrays.fill(graphOf, starts[g], starts[g + 1], g);
                edges.add(new ArrayList<>());
            }
            Cells cells = files.needed("_A.txt");
            int[] lines = cells.filled();
            Optional<Cells> labels = files.optional("_edge_labels.txt");
            labels.ifPresent(l -> sameLength(l, lines.length, cells));
            List<String> values = labels.map(Reading::column).orElse(List.of());
            int[] labelLines = labels.map(Cells::filled).orElse(new int[0]);
            for (int e = 0; e < lines.length; e++) {
                String[] row = cells.cells(lines[e]);
                if (row.length != 2) {
                    throw cells.error(lines[e], "has " + Cells.cells(row) + ", expected 2: two nodes");
                }
                int from = node(cells, lines[e], row[0]);
                int to = node(cells, lines[e], row[1]);
                int g = graphOf[from];
                if (graphOf[to] != g) {
                    throw cells.error(
                            lines[e],
                            "an edge from graph " + (g + 1) + " to graph " + (graphOf[to] + 1)
                                    + ", expected both ends in one graph");
                }
                int source = from - starts[g];
                int target = to - starts[g];
                edges.get(g)
                        .add(
                                labels.isPresent()
                                        ? new int[] {
                                            source, target, labels.get().whole(labelLines[e], values.get(e))
                                        }
                                        : new int[] {source, target});
            }
            return edges;
        }

        private int node(Cells cells, int line, String cell) {
            int node = cells.whole(line, cell);
            if (node < 1 || node > nodes) {
                throw cells.error(line, "unknown node " + node + ", expected 1 to " + nodes);
            }
            return node - 1;
        }

        private static void sameLength(Cells cells, int expected, Cells as) {
            if (cells.filled().length != expected) {
                throw new DataException(cells.file().name() + ": has " + cells.filled().length + " lines, but "
                        + as.file().name() + " has " + expected + ", expected as many");
            }
        }

        private static List<String> column(Cells cells) {
            List<String> values = new ArrayList<>();
            for (int line : cells.filled()) {
                values.add(cells.cells(line)[0]);
            }
            return values;
        }

        private float[][] features() {
            Optional<Cells> attributes = files.optional("_node_attributes.txt");
            Optional<Cells> labels = files.optional("_node_labels.txt");
            attributes.ifPresent(cells -> sameLength(cells, nodes, indicator));
            labels.ifPresent(cells -> sameLength(cells, nodes, indicator));
            float[][] measured = attributes.map(Reading::numbers).orElse(new float[nodes][0]);
            List<String> values = labels.map(Reading::column).orElse(List.of());
            List<String> kinds = CitationFolder.classes(values);
            int first = measured[0].length;
            int width = Math.max(1, first + kinds.size());
            float[][] features = new float[nodes][width];
            for (int n = 0; n < nodes; n++) {
                System.arraycopy(measured[n], 0, features[n], 0, first);
                if (!kinds.isEmpty()) {
                    features[n][first + kinds.indexOf(values.get(n))] = 1;
                } else if (first == 0) {
                    features[n][0] = 1;
                }
            }
            return features;
        }

        private static float[][] numbers(Cells cells) {
            int[] lines = cells.filled();
            float[][] rows = new float[lines.length][];
            for (int i = 0; i < lines.length; i++) {
                String[] row = cells.cells(lines[i]);
                if (row.length != (i == 0 ? row.length : rows[0].length)) {
                    throw cells.error(
                            lines[i], "has " + Cells.cells(row) + ", expected " + rows[0].length + " as before");
                }
                rows[i] = new float[row.length];
                for (int k = 0; k < row.length; k++) {
                    rows[i][k] = cells.number(lines[i], row[k]);
                }
            }
            return rows;
        }
    }
}
