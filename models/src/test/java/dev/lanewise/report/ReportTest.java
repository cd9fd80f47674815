package dev.lanewise.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

class ReportTest {
    private static final String HOSTILE = "</td><script>alert(\"x\")</script>&'\u0000\u001b\ud800 é漢𝄞";

    @Test
    void toHtml_ofAFullRun_isWellFormedWithEverySection() {
        Element page = Pages.parse(SampleReport.lenet().toHtml()).getDocumentElement();
        List<String> headings =
                Pages.all(page, "h2").stream().map(Element::getTextContent).toList();
        assertEquals(
                SampleReport.lenet().sections().stream().map(Section::heading).toList(), headings);
        assertEquals(4, Pages.all(page, "figure", "chart").size());
        assertEquals(6, Pages.all(page, "dd", "value").size());
    }

    @Test
    void toHtml_twice_givesTheSameText() {
        assertEquals(SampleReport.lenet().toHtml(), SampleReport.lenet().toHtml());
    }

    @Test
    void toHtml_loadsNothingAndRunsNothing() {
        String html = SampleReport.lenet().toHtml();
        assertFalse(
                html.contains("http:") || html.contains("https:") || html.contains("@import"), "refers to the network");
        assertTrue(html.contains("default-src &#39;none&#39;"), "the browser is told to load nothing");
        for (Element element : Pages.all(Pages.parse(html).getDocumentElement(), "*")) {
            assertFalse(
                    Set.of("script", "link", "iframe", "object", "embed").contains(element.getTagName()),
                    element.getTagName());
            NamedNodeMap attributes = element.getAttributes();
            for (int i = 0; i < attributes.getLength(); i++) {
                Node attribute = attributes.item(i);
                assertFalse(attribute.getNodeName().startsWith("on"), "an event handler: " + attribute);
                if (Set.of("src", "href").contains(attribute.getNodeName())) {
                    String target = attribute.getNodeValue();
                    assertTrue(target.startsWith("data:image/png;base64,") || target.startsWith("#"), target);
                }
            }
        }
    }

    @Test
    void toHtml_idsAreUniqueAndReferencesMeetThem() {
        Element page = Pages.parse(SampleReport.lenet().toHtml()).getDocumentElement();
        Set<String> ids = new HashSet<>();
        for (Element element : Pages.all(page, "*")) {
            if (element.hasAttribute("id")) {
                assertTrue(ids.add(element.getAttribute("id")), "twice: " + element.getAttribute("id"));
            }
        }
        for (Element svg : Pages.all(page, "svg")) {
            for (String id : svg.getAttribute("aria-labelledby").split(" ")) {
                assertTrue(id.isEmpty() || ids.contains(id), id);
            }
        }
        for (Element link : Pages.all(page, "a")) {
            assertTrue(ids.contains(link.getAttribute("href").substring(1)), link.getAttribute("href"));
        }
    }

    @Test
    void toHtml_everyText_isEscaped() {
        var map = new LinkedHashMap<String, String>();
        map.put(HOSTILE, HOSTILE);
        double[] one = {1};
        long[][] counts = {{1, 1}, {0, 1}};
        List<String> classes = List.of(HOSTILE, "b");
        Picture picture = new Picture(new float[1], 1, 1, 1);
        Chart chart = new Chart(
                HOSTILE,
                HOSTILE,
                HOSTILE,
                Scale.LINEAR,
                Chart.Unit.NUMBER,
                Chart.Size.SMALL,
                List.of(Series.points(HOSTILE, one, one), Series.line(HOSTILE, one, one)));
        Report report = new Report(
                HOSTILE,
                HOSTILE,
                map,
                List.of(new Headline(HOSTILE, HOSTILE, HOSTILE)),
                List.of(
                        new Curves(HOSTILE, List.of(chart)),
                        new ConfusionMatrix(HOSTILE, counts, classes),
                        new ClassScores(HOSTILE, counts, classes),
                        new Mistakes(HOSTILE, List.of(new Mistakes.Mistake(picture, HOSTILE, HOSTILE, Double.NaN, -1))),
                        new Filters(HOSTILE, new float[1], 1, 1, 1, 1),
                        new CommandLine(HOSTILE, HOSTILE, HOSTILE),
                        new KeyValues(HOSTILE, HOSTILE, map),
                        new Table(HOSTILE, HOSTILE, List.of(HOSTILE), List.of(List.of(HOSTILE)))));
        String html = report.toHtml();
        assertFalse(html.contains("<script"), "text became a tag");
        Element page = Pages.parse(html).getDocumentElement();
        String readable =
                HOSTILE.replace('\u0000', '\ufffd').replace('\u001b', '\ufffd').replace('\ud800', '\ufffd');
        assertTrue(
                Pages.all(page, "h2").stream().allMatch(h -> h.getTextContent().equals(readable)));
    }

    @Test
    void toHtml_withoutSections_isAPage() {
        Pages.parse(new Report("empty", "", new LinkedHashMap<>(), List.of(), List.of()).toHtml());
    }

    @Test
    void toHtml_sectionLeavesATagOpen_namesTheSection() {
        Section careless = new Section() {
            @Override
            public String heading() {
                return "careless";
            }

            @Override
            public void write(Html out) {
                out.open("div");
            }
        };
        Report report = new Report("t", "", new LinkedHashMap<>(), List.of(), List.of(careless));
        String message =
                assertThrows(IllegalStateException.class, report::toHtml).getMessage();
        assertEquals("report: section 'careless' leaves 1 more tags open than it found", message);
    }
}
