package dev.lanewise.data.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.data.text.Texts;
import dev.lanewise.format.SharedData;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphDataTest {
    @TempDir
    Path folder;

    private NodeGraph citations(String content, String cites, String split) {
        Texts.write(folder, "c.content", content);
        Texts.write(folder, "c.cites", cites);
        if (!split.isEmpty()) {
            Texts.write(folder, "c.split", split);
        }
        return CitationFolder.read(folder, 1);
    }

    private String refused(String content, String cites, String split) {
        return Texts.refusal(folder, () -> citations(content, cites, split));
    }

    private static final String FOUR = "p1\t1\t0\tml\np2\t0\t1\tdb\np3\t1\t1\tml\np4\t0\t0\tdb\n";

    @Test
    void citations_keepEachEdgeOnceAndIsolatedNodes() {
        NodeGraph graph = citations(FOUR, "p1\tp3\np3\tp1\np1\tp2\n", "train p1 p2\nval p4\ntest p3\n");
        assertEquals(List.of("p1", "p2", "p3", "p4"), graph.ids());
        assertArrayEquals(new int[] {0, 0, 2, 1}, graph.edges().toArray());
        assertEquals(1, graph.duplicates());
        assertEquals(List.of("db", "ml"), graph.classes());
        assertArrayEquals(new int[] {1, 0, 1, 0}, graph.labels().toArray());
        assertArrayEquals(new float[] {1, 0, 0, 1, 1, 1, 0, 0}, graph.features().toArray());
        assertEquals(4, graph.graph().edges());
        assertEquals(0, graph.graph().degree(3));
        assertArrayEquals(new float[] {1, 1, 0, 0}, graph.mask(graph.train()).toArray());
        assertArrayEquals(new int[] {3}, graph.validation().toArray());
    }

    @Test
    void citations_nameTheLineThatIsWrong() {
        assertEquals(
                "DIR/c.cites: line 2: unknown node 'p9', expected one of the file of nodes",
                refused(FOUR, "p1 p2\np1 p9\n", ""));
        assertEquals("DIR/c.cites: line 1: has 1 column, expected 2: the ids of two nodes", refused(FOUR, "p1\n", ""));
        assertEquals(
                "DIR/c.content: line 2: has 2 columns, expected 4 as in the line before",
                refused("p1\t1\t0\tml\np2\tdb\n", "", ""));
        assertEquals(
                "DIR/c.content: line 2: node 'p1' is there twice, expected each node once",
                refused("p1\t1\tml\np1\t0\tdb\n", "", ""));
        assertEquals("DIR/c.content: line 1: 'one', expected a finite number", refused("p1\tone\tml\n", "", ""));
        assertEquals("DIR/c.content: is empty, expected a node a line", refused("", "", ""));
        assertEquals(
                "DIR/c.split: line 2: node 'p1' is in train already, expected each node in one part",
                refused(FOUR, "", "train p1\ntest p1\n"));
        assertEquals("DIR/c.split: line 1: begins with 'p1', expected train, val or test", refused(FOUR, "", "p1\n"));
        assertEquals(
                "DIR/c.split: has 1 nodes to train on and 0 to test on, expected at least 1 each",
                refused(FOUR, "", "train p1\n"));
    }

    @Test
    void citations_withoutASplitAreSplitBySeed() {
        StringBuilder content = new StringBuilder();
        IntStream.range(0, 20)
                .forEach(i -> content.append(i).append("\t1\t").append(i % 2).append('\n'));
        NodeGraph graph = citations(content.toString(), "", "");
        assertEquals(12, graph.train().size());
        assertEquals(4, graph.validation().size());
        assertEquals(4, graph.test().size());
        assertEquals(graph.fingerprint(), CitationFolder.read(folder, 1).fingerprint());
        assertNotEquals(graph.fingerprint(), CitationFolder.read(folder, 2).fingerprint());
        Path none = folder.resolve("none");
        assertEquals("DIR/none: no such folder", Texts.refusal(folder, () -> CitationFolder.read(none, 1)));
    }

    @Test
    void cora_hasItsCounts() {
        NodeGraph cora = CitationFolder.read(SharedData.path("graph/cora"), 1);
        assertEquals(2708, cora.nodes());
        assertEquals(1433, cora.features().dim(1));
        assertEquals(5278, cora.edges().dim(1));
        assertEquals(7, cora.classes().size());
        assertEquals(
                List.of(140, 500, 1000),
                List.of(
                        cora.train().size(),
                        cora.validation().size(),
                        cora.test().size()));
        assertEquals(2 * 5278, cora.graph().edges());
    }

    private static final String GML = """
            # a comment [
            Creator "somebody [with a bracket]"
            graph [
              directed 0
              node [ id 5 label "a &amp; b" club "x" weight 1.5 graphics [ x 1 ] ]
              node [ id 7 label "c" club "y" weight -2 ]
              node [ id 9 label "d" weight 0 ]
              edge [ source 5 target 7 value 2 ]
              edge [ source 7 target 5 ]
            ]
            """;

    @Test
    void gml_givesLabelsAndNumbers() {
        Path file = Texts.write(folder, "g.gml.gz", GML);
        NodeGraph graph = GmlFile.read(file, "club", 1);
        assertEquals(List.of("5", "7", "9"), graph.ids());
        assertEquals(List.of("x", "y"), graph.classes());
        assertArrayEquals(new int[] {0, 1, -1}, graph.labels().toArray());
        assertArrayEquals(new float[] {1.5f, -2, 0}, graph.features().toArray());
        assertArrayEquals(new int[] {0, 1}, graph.edges().toArray());
        assertEquals(1, graph.duplicates());
        assertEquals(2, graph.graph().edges());
        assertEquals(
                2,
                GmlFile.read(Texts.write(folder, "d.gml", GML.replace("directed 0", "directed 1")))
                        .edges()
                        .dim(1));
        assertEquals(
                "DIR/g.gml.gz: no node has the attribute 'faction', expected one of label, club, weight",
                Texts.refusal(folder, () -> GmlFile.read(file, "faction", 1)));
    }

    private String gml(String text) {
        Path file = Texts.write(folder, "g.gml", text);
        return Texts.refusal(folder, () -> GmlFile.read(file));
    }

    @Test
    void gml_namesTheLineThatIsWrong() {
        assertEquals(
                "DIR/g.gml: line 8: unknown node 6, expected the id of a node",
                gml(GML.replace("source 5", "source 6")));
        assertEquals(
                "DIR/g.gml: line 3: a list is opened and never closed, expected a closing bracket",
                gml(GML.replace("\n]\n", "\n")));
        assertEquals(
                "DIR/g.gml: line 2: a quote is opened and never closed, expected a closing quote",
                gml("a 1\nb \"open"));
        assertEquals("DIR/g.gml: line 1: ']', expected a key", gml("] graph ["));
        assertEquals("DIR/g.gml: line 1: a is 'b', expected a number, a text in quotes or a list", gml("a b"));
        assertEquals("DIR/g.gml: has 0 graphs, expected 1", gml("a 1"));
        assertEquals("DIR/g.gml: has no nodes, expected at least 1", gml("graph [ ]"));
        assertEquals(
                "DIR/g.gml: line 2: node 1 is there twice, expected each node once",
                gml("graph [ node [ id 1 ]\n node [ id 1 ] ]"));
        assertEquals(
                "DIR/g.gml: line 1: an edge without a target, expected one",
                gml("graph [ node [ id 1 ] edge [ source 1 ] ]"));
        assertEquals("DIR/g.gml: line 1: a list within 100 others, expected fewer", gml("a [ ".repeat(200)));
    }

    @Test
    void karate_hasItsCounts() {
        NodeGraph karate = GmlFile.read(SharedData.path("graph/karate/karate.gml"));
        assertEquals(34, karate.nodes());
        assertEquals(78, karate.edges().dim(1));
        assertEquals(34, karate.features().dim(1));
        assertEquals(0, karate.classes().size());
    }

    private void tu() {
        Texts.write(folder, "T_A.txt", "1, 2\n2, 1\n1, 2\n4, 5\n");
        Texts.write(folder, "T_graph_indicator.txt", "1\n1\n1\n2\n2\n");
        Texts.write(folder, "T_graph_labels.txt", "1\n-1\n");
        Texts.write(folder, "T_node_labels.txt", "0\n2\n0\n2\n10\n");
        Texts.write(folder, "T_node_attributes.txt", "0.5, 1\n0.25, 2\n0, 3\n0, 4\n0, 5\n");
        Texts.write(folder, "T_edge_labels.txt", "7\n8\n7\n9\n");
    }

    @Test
    void tu_givesGraphsFeaturesAndLabels() throws IOException {
        tu();
        GraphSet set = TuFormat.read(folder);
        assertEquals("T", set.name());
        assertEquals(List.of("-1", "1"), set.classes());
        assertArrayEquals(new int[] {1, 0}, set.labels());
        GraphSet.Sample first = set.samples().get(0);
        assertEquals(3, first.graph().nodes());
        assertEquals(2, first.graph().edges());
        assertEquals(0, first.graph().degree(2));
        // Edges stand by their targets: 2 to 1, then 1 to 2.
        assertArrayEquals(new int[] {8, 7}, first.edgeLabels().orElseThrow().toArray());
        assertArrayEquals(
                new float[] {0.5f, 1, 1, 0, 0, 0.25f, 2, 0, 1, 0, 0, 3, 1, 0, 0},
                first.features().toArray());
        GraphSet.Batch batch = set.batch(new int[] {1, 0}, 0, 2);
        assertEquals(2, batch.graphs().graphs());
        assertArrayEquals(new int[] {0, 0, 1, 1, 1}, batch.graphs().graphOf().toArray());
        assertArrayEquals(new int[] {0, 1}, batch.labels().toArray());
        assertEquals(4, batch.features().get(0, 1));

        Path zip = folder.resolve("T.zip");
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream packed = new ZipOutputStream(out)) {
            for (String name :
                    List.of("A", "graph_indicator", "graph_labels", "node_labels", "node_attributes", "edge_labels")) {
                packed.putNextEntry(new ZipEntry("T/T_" + name + ".txt"));
                packed.write(Files.readAllBytes(folder.resolve("T_" + name + ".txt")));
            }
        }
        assertEquals(set.fingerprint(), TuFormat.read(zip).fingerprint());
    }

    private String tuRefused(String name, String text) {
        tu();
        Texts.write(folder, "T_" + name + ".txt", text);
        return Texts.refusal(folder, () -> TuFormat.read(folder));
    }

    @Test
    void tu_namesTheLineThatIsWrong() throws IOException {
        assertEquals(
                "DIR/T_A.txt: line 2: unknown node 6, expected 1 to 5", tuRefused("A", "1, 2\n2, 6\n1, 2\n4, 5\n"));
        assertEquals(
                "DIR/T_A.txt: line 1: an edge from graph 1 to graph 2, expected both ends in one graph",
                tuRefused("A", "1, 5\n2, 1\n1, 2\n4, 5\n"));
        assertEquals(
                "DIR/T_A.txt: line 1: has 3 columns, expected 2: two nodes",
                tuRefused("A", "1, 2,\n\n2,1\n1,2\n4,5\n"));
        assertEquals(
                "DIR/T_edge_labels.txt: has 4 lines, but DIR/T_A.txt has 1, expected as many",
                tuRefused("A", "1, 2\n"));
        assertEquals(
                "DIR/T_graph_indicator.txt: line 5: graph 3, expected 1 to 2, as many as have labels",
                tuRefused("graph_indicator", "1\n1\n1\n2\n3\n"));
        assertEquals(
                "DIR/T_graph_indicator.txt: line 4: graph 1 behind graph 2, expected the nodes of graph 2 or 3",
                tuRefused("graph_indicator", "1\n1\n2\n1\n2\n"));
        tu();
        assertEquals(
                "DIR/T_graph_indicator.txt: has nodes of 2 graphs, but DIR/T_graph_labels.txt has 3 labels, expected"
                        + " as many",
                tuRefused("graph_labels", "1\n-1\n1\n"));
        assertEquals("DIR/T_graph_labels.txt: is empty, expected a number a line", tuRefused("graph_labels", ""));
        tu();
        assertEquals(
                "DIR/T_node_attributes.txt: line 2: has 1 column, expected 2 as before",
                tuRefused("node_attributes", "0.5, 1\n0.25\n0, 3\n0, 4\n0, 5\n"));
        Files.delete(folder.resolve("T_graph_labels.txt"));
        assertEquals("DIR: no file T_graph_labels.txt in it", Texts.refusal(folder, () -> TuFormat.read(folder)));
        Path noZip = Texts.write(folder, "no.zip", "text".getBytes(StandardCharsets.US_ASCII));
        assertTrue(Texts.refusal(folder, () -> TuFormat.read(noZip)).startsWith("DIR/no.zip: cannot be read as a zip"));
    }

    @Test
    void tu_realSetsHaveTheirCounts() {
        GraphSet mutag = TuFormat.read(SharedData.path("graph/MUTAG"));
        assertEquals(135, mutag.size());
        assertEquals(
                2545, mutag.samples().stream().mapToInt(s -> s.graph().nodes()).sum());
        assertEquals(
                5626, mutag.samples().stream().mapToInt(s -> s.graph().edges()).sum());
        assertEquals(List.of("-1", "1"), mutag.classes());
        GraphSet enzymes = TuFormat.read(SharedData.path("graph/ENZYMES.zip"));
        assertEquals(595, enzymes.size());
        assertEquals(21, enzymes.features());
        List<GraphSet> parts = enzymes.split(1, 0.8, 0.1, 0.1);
        assertEquals(595, parts.stream().mapToInt(GraphSet::size).sum());
    }
}
