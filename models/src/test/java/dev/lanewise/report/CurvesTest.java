package dev.lanewise.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class CurvesTest {
    private static final double NAN = Double.NaN;

    private static Element draw(Chart chart) {
        return Pages.parse(new Curves(List.of(chart)));
    }

    @Test
    void write_nothingLogged_saysSo() {
        for (Chart chart : List.of(
                Chart.loss(),
                Chart.loss(Series.smoothed("train", new double[0], new double[0])),
                Chart.loss(Series.points("test", new double[] {1, 2}, new double[] {NAN, -1})))) {
            assertTrue(draw(chart).getTextContent().contains("Nothing logged yet."));
        }
    }

    @Test
    void write_oneSeriesStillEmpty_drawsTheOther() {
        Element section = draw(Chart.loss(
                Series.line("train", new double[] {1, 2}, new double[] {2, 1}),
                Series.points("test", new double[0], new double[0])));
        assertEquals(List.of("train 1", "test nothing yet"), legend(section));
    }

    @Test
    void write_valuesThatAreNotFinite_makeGaps() {
        double[] x = {0, 1, 2, 3, NAN, 5};
        double[] y = {1, 2, NAN, Double.POSITIVE_INFINITY, 2, 1};
        Chart chart = new Chart(
                "t",
                "",
                "step",
                Scale.LINEAR,
                Chart.Unit.NUMBER,
                Chart.Size.NORMAL,
                List.of(Series.line("a", x, y), Series.line("b", x, new double[6])));
        Element line = Pages.all(draw(chart), "path", "line").stream()
                .filter(p -> !p.getAttribute("d").startsWith("M1 5H"))
                .findFirst()
                .orElseThrow();
        assertTrue(line.getAttribute("d").matches("M[\\d. ]+L[\\d. ]+M[\\d. ]+h0"), line.getAttribute("d"));
    }

    @Test
    void write_everyValueFinite_orderOfMagnitudeNoMatter() {
        for (double size : new double[] {Double.MIN_VALUE, 1e-300, 1e-9, 1, 1e9, 1e300, Double.MAX_VALUE / 4}) {
            for (Scale scale : List.of(Scale.LINEAR, Scale.LOG)) {
                Series series = Series.points("s", new double[] {1, 2, 3}, new double[] {size, 2 * size, 3 * size});
                draw(new Chart("t", "", "step", scale, Chart.Unit.NUMBER, Chart.Size.NORMAL, List.of(series)));
            }
        }
    }

    @Test
    void write_accuracyOfOne_hasATickOfItsOwn() {
        double[] x = {1, 2, 3};
        Element section = draw(Chart.accuracy(Series.points("test", x, new double[] {0.9, 1, 1})));
        assertTrue(Pages.all(section, "text").stream()
                .anyMatch(t -> t.getTextContent().equals("100\u00a0%")));
        assertTrue(legendless(section).contains("last 100.00\u00a0%"));
    }

    @Test
    void write_readouts_holdTheValuesOfAllSeriesAtAnEpoch() {
        double[] x = {1, 2, 3};
        Element section = draw(Chart.loss(
                Series.points("train", x, new double[] {0.5, 0.25, 0.125}),
                Series.points("test", x, new double[] {1, 0.5, 0.375})));
        List<String> titles = Pages.all(section, "title").stream()
                .map(Element::getTextContent)
                .toList();
        assertTrue(titles.contains("epoch 2\ntrain 0.25\ntest 0.5"), titles.toString());
        String description = Pages.all(section, "desc").getFirst().getTextContent();
        assertEquals(
                "train: from 0.5 to 0.125, lowest 0.125, highest 0.5; test: from 1 to 0.375, lowest 0.375, highest 1,"
                        + " by epoch.",
                description);
    }

    @Test
    void write_noisySeries_hasARawLineBelowTheSmoothedOne() {
        int n = 200;
        double[] x = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = i;
            y[i] = 1 + i % 2;
        }
        Element section = draw(Chart.loss(Series.smoothed("train", x, y)));
        assertEquals(1, Pages.all(section, "path", "raw").size());
        assertFalse(Pages.all(section, "path", "line").isEmpty());
    }

    @Test
    void series_lengthsDiffer_isRefused() {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> Series.line("a", new double[2], new double[3]))
                .getMessage();
        assertEquals("series 'a': 2 positions for 3 values", message);
    }

    private static List<String> legend(Element section) {
        return Pages.all(section, "li").stream()
                .map(li -> li.getTextContent().strip())
                .toList();
    }

    private static String legendless(Element section) {
        return Pages.all(section, "ul", "legend").getFirst().getTextContent();
    }
}
