package dev.lanewise.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/**
 * What a run has to show: a header with the key figures, and sections in the order given.
 *
 * {@snippet :
 * var facts = new LinkedHashMap<String, String>();
 * facts.put("data", "digits: 10,000 training, 2,000 test");
 * var report = new Report(
 *         "lenet5",
 *         "runs/lenet5-1",
 *         facts,
 *         List.of(new Headline("test accuracy", Format.percent(0.9913)), new Headline("epochs", "10")),
 *         List.of(new Curves(List.of(Chart.loss(train, test))), new ConfusionMatrix(counts, classes)));
 * String html = report.toHtml();
 * }
 *
 * @param title     the recipe's name
 * @param subtitle  the run folder's name, or empty
 * @param facts     ordered pairs for the line below the title: data set and sizes, date, version
 * @param headlines key figures, the most important first
 * @param sections  the content, top to bottom
 */
public record Report(
        String title,
        String subtitle,
        SequencedMap<String, String> facts,
        List<Headline> headlines,
        List<Section> sections) {

    // Nothing may be fetched, nothing may run: the browser itself enforces that the page is self-contained.
    private static final String POLICY =
            "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

    public Report {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(subtitle, "subtitle");
        facts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(facts));
        headlines = List.copyOf(headlines);
        sections = List.copyOf(sections);
    }

    /**
     * The whole page as text, to be stored as UTF-8. Equal reports give equal text.
     *
     * @throws IllegalStateException when a section leaves a tag open or closes one that is not its own
     */
    public String toHtml() {
        Html out = new Html();
        out.doctype();
        out.open("html", "lang", "en");
        writeHead(out);
        out.open("body");
        writeHeader(out);
        writeNavigation(out);
        out.open("main");
        for (int i = 0; i < sections.size(); i++) {
            writeSection(out, i);
        }
        out.close();
        out.element(
                "footer", "Written by Lanewise. This page is complete in itself: it loads nothing and runs no script.");
        out.close().close();
        return out.page();
    }

    private void writeHead(Html out) {
        out.open("head");
        out.empty("meta", "charset", "utf-8");
        out.empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY);
        out.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        out.empty("meta", "name", "color-scheme", "content", "light dark");
        out.element("title", subtitle.isEmpty() ? title : title + " · " + subtitle);
        out.style(Style.CSS);
        out.close();
    }

    private void writeHeader(Html out) {
        out.open("header");
        out.open("h1").text(title);
        if (!subtitle.isEmpty()) {
            out.text(" ").element("span", subtitle, "class", "run");
        }
        out.close();
        if (!facts.isEmpty()) {
            out.open("dl", "class", "facts");
            for (Map.Entry<String, String> fact : facts.entrySet()) {
                out.open("div")
                        .element("dt", fact.getKey())
                        .text(" ")
                        .element("dd", fact.getValue())
                        .close();
            }
            out.close();
        }
        if (!headlines.isEmpty()) {
            out.open("dl", "class", "headlines");
            for (Headline headline : headlines) {
                out.open("div").element("dt", headline.label()).element("dd", headline.value(), "class", "value");
                if (!headline.note().isEmpty()) {
                    out.element("dd", headline.note(), "class", "note");
                }
                out.close();
            }
            out.close();
        }
        out.close();
    }

    private void writeNavigation(Html out) {
        if (sections.size() < 3) {
            return;
        }
        out.open("nav", "aria-label", "Sections");
        for (int i = 0; i < sections.size(); i++) {
            out.element("a", sections.get(i).heading(), "href", "#" + anchor(i)).text(" ");
        }
        out.close();
    }

    private void writeSection(Html out, int index) {
        Section section = sections.get(index);
        String span = section.span() == Section.Span.HALF ? "half" : "full";
        out.open("section", "id", anchor(index), "class", span);
        int depth = out.depth();
        out.element("h2", section.heading());
        section.write(out);
        if (out.depth() != depth) {
            throw new IllegalStateException("report: section '" + section.heading() + "' leaves "
                    + (out.depth() - depth) + " more tags open than it found");
        }
        out.close();
    }

    private static String anchor(int index) {
        return "s" + (index + 1);
    }
}
