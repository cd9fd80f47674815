package dev.lanewise.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** Galleries, texts, points and heat maps, read back from a page that holds nothing else. */
class PicturesAndTextsTest {
    private static final String STRANGE = "<b>&\"'\u0001";
    private static final String SHOWN = "<b>&\"'\uFFFD";

    private static Picture grey(int side) {
        return new Picture(new float[side * side], 1, side, side);
    }

    private static void nothingToShow(Section section) {
        assertTrue(Pages.parse(section).getTextContent().contains("Nothing to show."));
    }

    @Test
    void everySection_withNothing_saysSo() {
        nothingToShow(new Gallery("g", "explained", List.of()));
        nothingToShow(new Passages("p", "explained", List.of()));
        nothingToShow(new HeatMaps("h", "explained", List.of()));
        nothingToShow(new HeatMaps("h", "", List.of(new HeatMaps.HeatMap("t", new float[0], List.of(), List.of()))));
        nothingToShow(new Scatter("s", "explained", "x", "y", List.of("a"), List.of(), false));
        nothingToShow(new Scatter(
                "s",
                "",
                "x",
                "y",
                List.of("a"),
                List.of(
                        new Scatter.Point(Double.NaN, 1, 0, "1"),
                        new Scatter.Point(1, Double.POSITIVE_INFINITY, 0, "2")),
                true));
    }

    @Test
    void gallery_showsWordsAsTheyAre_andNoMoreThan48() {
        List<Gallery.Item> items = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            items.add(new Gallery.Item(grey(2), i == 0 ? STRANGE : "v" + i, i == 1 ? "" : STRANGE));
        }
        Element section = Pages.parse(new Gallery(STRANGE, STRANGE, items));
        List<Element> images = Pages.all(section, "img");
        assertEquals(48, images.size());
        assertEquals(SHOWN, images.getFirst().getAttribute("alt"));
        assertTrue(images.stream().allMatch(image -> image.getAttribute("src").startsWith("data:image/png;base64,")));
        assertEquals(47, Pages.all(section, "span", "detail").size());
        assertEquals(SHOWN, Pages.all(section, "h2").getFirst().getTextContent());
    }

    @Test
    void gallery_ofPicturesWithoutANumber_isDrawn() {
        Picture broken = new Picture(new float[] {Float.NaN, Float.NaN, Float.POSITIVE_INFINITY, 0}, 1, 2, 2);
        Picture none = new Picture(new float[] {Float.NaN}, 1, 1, 1);
        Element section = Pages.parse(
                new Gallery("g", "", List.of(new Gallery.Item(broken, "a", ""), new Gallery.Item(none, "b", ""))));
        assertEquals(2, Pages.all(section, "img").size());
    }

    @Test
    void passages_colourWhatSpeaksForAndAgainst_byItsShareOfTheStrongest() {
        Passages.Passage passage = new Passages.Passage(
                List.of("good", STRANGE, "so-so", "gone", "odd"),
                new float[] {2, -1, 0.01f, Float.NaN, Float.NEGATIVE_INFINITY},
                " ",
                "yes");
        Element section = Pages.parse(new Passages("p", "", List.of(passage)));
        List<Element> right = Pages.all(section, "span", "right");
        List<Element> wrong = Pages.all(section, "span", "wrong");
        assertEquals(
                List.of("good"), right.stream().map(Element::getTextContent).toList());
        assertEquals("--s: 70%", right.getFirst().getAttribute("style"));
        assertEquals(List.of(SHOWN), wrong.stream().map(Element::getTextContent).toList());
        assertEquals("--s: 35%", wrong.getFirst().getAttribute("style"));
        assertTrue(section.getTextContent().contains("good " + SHOWN + " so-so gone oddyes"), section::getTextContent);
    }

    @Test
    void passages_withoutScores_orOfZeros_orEmpty_areUncoloured() {
        Element section = Pages.parse(new Passages(
                "p",
                "",
                List.of(
                        new Passages.Passage(List.of("a", "b"), new float[0], "", "none"),
                        new Passages.Passage(List.of("a", "b"), new float[2], "", "zeros"),
                        new Passages.Passage(List.of(), new float[0], " ", "empty"))));
        assertEquals(0, Pages.all(section, "span", "piece").size());
        assertEquals(3, Pages.all(section, "p", "passage").size());
        assertThrows(
                IllegalArgumentException.class,
                () -> new Passages.Passage(List.of("a"), new float[] {1, 2}, "", "")); // a score too many
    }

    private static Scatter scatter(boolean diagonal, Scatter.Point... points) {
        return new Scatter("s", STRANGE, STRANGE, "y", List.of(STRANGE, "b"), List.of(points), diagonal);
    }

    @Test
    void scatter_drawsThePointsThatAreFinite_withTheirLabels() {
        Element section = Pages.parse(scatter(
                false,
                new Scatter.Point(0, 0, 0, STRANGE),
                new Scatter.Point(2, 4, 1, "far"),
                new Scatter.Point(Double.NaN, 0, 0, "nowhere")));
        List<Element> dots = Pages.all(section, "circle").stream()
                .filter(dot -> dot.getElementsByTagName("title").getLength() == 1)
                .toList();
        assertEquals(
                List.of(SHOWN, "far"),
                dots.stream().map(dot -> dot.getTextContent().strip()).toList());
        double x0 = Double.parseDouble(dots.get(0).getAttribute("cx"));
        double x1 = Double.parseDouble(dots.get(1).getAttribute("cx"));
        double y0 = Double.parseDouble(dots.get(0).getAttribute("cy"));
        double y1 = Double.parseDouble(dots.get(1).getAttribute("cy"));
        assertTrue(x1 > x0 && y1 < y0, "up and to the right is more");
        assertEquals(2, Pages.all(section, "li").size());
        assertFalse(section.getTextContent().contains("nowhere"));
    }

    @Test
    void scatter_ofOnePoint_andOnADiagonal_isDrawn() {
        assertEquals(
                1,
                Pages.all(Pages.parse(scatter(false, new Scatter.Point(3, 3, 0, "one"))), "title")
                        .size());
        // Equal scales: a point of x = y lies on the line from corner to corner.
        Element section = Pages.parse(scatter(
                true,
                new Scatter.Point(0, 0, 0, "a"),
                new Scatter.Point(5, 10, 0, "b"),
                new Scatter.Point(10, 0, 0, "c")));
        assertEquals(3, Pages.all(section, "title").size());
    }

    @Test
    void heatMap_isAsDarkAsTheWeight_andNamesBothAxes() throws IOException {
        HeatMaps.HeatMap map = new HeatMaps.HeatMap(
                STRANGE,
                new float[] {0, 0.25f, 0.5f, Float.NaN, -1, 0},
                List.of(STRANGE, "a token that is long"),
                List.of("x", "y", "z"));
        Element section = Pages.parse(new HeatMaps("h", "", List.of(map)));
        assertEquals(SHOWN, Pages.all(section, "figcaption").getFirst().getTextContent());
        List<String> names =
                Pages.all(section, "text").stream().map(Element::getTextContent).toList();
        assertEquals(List.of(SHOWN, "a token tha…", "x", "y", "z"), names);
        String uri = Pages.all(section, "image").getFirst().getAttribute("href");
        var image = ImageIO.read(
                new ByteArrayInputStream(Base64.getDecoder().decode(uri.substring("data:image/png;base64,".length()))));
        assertEquals(3, image.getWidth());
        assertEquals(2, image.getHeight());
        int[] alpha = new int[6];
        for (int i = 0; i < alpha.length; i++) {
            alpha[i] = image.getRGB(i % 3, i / 3) >>> 24;
        }
        assertEquals(
                List.of(0, 128, 255, 0, 0, 0),
                java.util.Arrays.stream(alpha).boxed().toList());
    }

    @Test
    void heatMap_withoutAValueForEveryPair_isRefused() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> new HeatMaps.HeatMap("t", new float[3], List.of("a", "b"), List.of("c", "d")))
                .getMessage();
        assertEquals("heat map 't': 3 values for 2 rows and 2 columns", message);
    }
}
