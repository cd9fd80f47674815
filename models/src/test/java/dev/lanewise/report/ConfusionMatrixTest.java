package dev.lanewise.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class ConfusionMatrixTest {
    private static List<String> names(int classes) {
        return IntStream.range(0, classes).mapToObj(k -> "class " + k).toList();
    }

    private static long[][] diagonal(int classes) {
        long[][] counts = new long[classes][classes];
        for (int k = 0; k < classes; k++) {
            counts[k][k] = 3;
            counts[k][(k + 1) % classes] = 1;
        }
        return counts;
    }

    @Test
    void write_fewClasses_hasACountInEachCellThatIsNotEmpty() {
        Element section = Pages.parse(new ConfusionMatrix(new long[][] {{8, 2}, {0, 5}}, List.of("cat", "dog")));
        List<String> cells = Pages.all(section, "g", "right").stream()
                .map(Element::getTextContent)
                .toList();
        assertEquals(2, cells.size());
        assertTrue(cells.getFirst().endsWith("8"), cells.getFirst());
        Element wrong = Pages.all(section, "g", "wrong").getFirst();
        assertEquals(
                "true cat, predicted dog: 2 of 10 (20.00\u00a0%)",
                Pages.all(wrong, "title").getFirst().getTextContent());
        assertTrue(section.getTextContent().contains("13 of 15 right"));
        assertTrue(
                Pages.all(section, "span", "chip").getFirst().getTextContent().equals("cat → dog 2×"));
    }

    @Test
    void write_anyNumberOfClasses_draws() {
        for (int classes : new int[] {1, 2, 12, 13, 20, 21, 64, 65, 300}) {
            Element section = Pages.parse(new ConfusionMatrix(diagonal(classes), names(classes)));
            assertEquals(classes > 64 ? 1 : 0, Pages.all(section, "image").size(), classes + " classes");
            assertEquals(
                    classes > 64 ? 0 : classes, Pages.all(section, "g", "right").size(), classes + " classes");
        }
    }

    @Test
    void write_noPredictions_saysSo() {
        assertTrue(Pages.parse(new ConfusionMatrix(new long[2][2], names(2)))
                .getTextContent()
                .contains("No predictions yet."));
        assertTrue(Pages.parse(new ClassScores(new long[0][0], names(0)))
                .getTextContent()
                .contains("No predictions yet."));
    }

    @Test
    void constructor_countsThatDoNotFit_areRefused() {
        assertEquals("confusion matrix: 2 rows for 3 classes", refusal(new long[2][2], 3));
        assertEquals("confusion matrix: row 0 has 3 columns for 2 classes", refusal(new long[2][3], 2));
        assertEquals("confusion matrix: row 1 holds the negative count -4", refusal(new long[][] {{0, 0}, {0, -4}}, 2));
    }

    @Test
    void classScores_areThoseOfTheDefinition_undefinedOnesAreDashes() {
        long[][] counts = {{6, 2, 0}, {2, 6, 0}, {0, 4, 0}};
        Element section = Pages.parse(new ClassScores(counts, List.of("a", "b", "c")));
        List<List<String>> rows = Pages.all(section, "tr").stream()
                .map(tr ->
                        Pages.all(tr, "*").stream().map(Element::getTextContent).toList())
                .toList();
        assertEquals(List.of("class", "samples", "precision", "recall", "F1"), rows.get(0));
        assertEquals(List.of("a", "8", "75.00\u00a0%", "75.00\u00a0%", "75.00\u00a0%"), rows.get(1));
        assertEquals(List.of("b", "8", "50.00\u00a0%", "75.00\u00a0%", "60.00\u00a0%"), rows.get(2));
        assertEquals(List.of("c", "4", "–", "0.00\u00a0%", "0.00\u00a0%"), rows.get(3));
        assertEquals(List.of("mean", "20", "62.50\u00a0%", "50.00\u00a0%", "45.00\u00a0%"), rows.get(4));
    }

    private static String refusal(long[][] counts, int classes) {
        return assertThrows(IllegalArgumentException.class, () -> new ConfusionMatrix(counts, names(classes)))
                .getMessage();
    }
}
