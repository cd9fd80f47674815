package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** {@code report.html} of runs of every kind of data, and {@code lanewise report}. */
class ReportTest {
    @TempDir
    Path folder;

    /** A page, which must be well-formed and refer to nothing outside itself. */
    private static Document page(Path file) throws IOException {
        String html = Files.readString(file);
        String own = html.replace("http://www.w3.org/2000/svg", "").replace("http://www.w3.org/1999/xhtml", "");
        for (String foreign : List.of("http:", "https:", "<link", "<script", "@import", "file:", " src=\"/")) {
            assertFalse(own.contains(foreign), foreign);
        }
        assertFalse(own.replace("url(#", "").contains("url("), "url(...) of something that is not in the page");
        try {
            DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
            builder.setErrorHandler(null);
            builder.setEntityResolver((_, systemId) -> {
                throw new SAXException("the page refers to " + systemId);
            });
            return builder.parse(new InputSource(new StringReader(html)));
        } catch (ParserConfigurationException | SAXException e) {
            throw new AssertionError(file + ": not well-formed: " + e.getMessage(), e);
        }
    }

    private static List<String> texts(Document page, String tag) {
        NodeList nodes = page.getElementsByTagName(tag);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent());
        }
        return texts;
    }

    private static void has(Document page, String... headings) {
        List<String> found = texts(page, "h2");
        for (String heading : headings) {
            assertTrue(found.contains(heading), () -> heading + " is not one of " + found);
        }
    }

    /** The section under a heading. */
    private static Element section(Document page, String heading) {
        NodeList sections = page.getElementsByTagName("section");
        for (int i = 0; i < sections.getLength(); i++) {
            Element section = (Element) sections.item(i);
            if (section.getElementsByTagName("h2").item(0).getTextContent().equals(heading)) {
                return section;
            }
        }
        throw new AssertionError("no section " + heading + ", there are " + texts(page, "h2"));
    }

    private Path train(String recipe, String out, String... more) {
        List<String> args = new ArrayList<>(List.of("train", recipe, "--out", out));
        args.addAll(List.of(more));
        Cli.run(folder, args.toArray(String[]::new)).ok();
        return folder.resolve(out);
    }

    private Path digits(String out, String... more) throws IOException {
        SmallDigits.write(folder.resolve("data"));
        List<String> args = new ArrayList<>(List.of("--data", "data", "--batch", "16"));
        args.addAll(List.of(more.length == 0 ? new String[] {"--epochs", "2"} : more));
        return train("lenet5", out, args.toArray(String[]::new));
    }

    private static String withoutDate(Path report) throws IOException {
        return Files.readString(report).replaceAll("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC", "DATE");
    }

    @Test
    void pictures_haveExamplesSaliencyVisualisationsAndTheModel() throws IOException {
        Path run = digits("run");
        Document page = page(run.resolve("report.html"));
        has(page, "Most certain", "What answers depend on", "Where test samples lie", "First-layer filters");
        has(page, "What units look for", "Model", "Repeat this run", "Configuration", "Result");
        assertEquals(
                SmallDigits.TEST,
                section(page, "Where test samples lie")
                        .getElementsByTagName("title")
                        .getLength());
        assertTrue(section(page, "Model").getTextContent().contains("conv2d"));
    }

    @Test
    void rewritten_theReportIsTheSame() throws IOException {
        Path run = digits("run");
        String before = withoutDate(run.resolve("report.html"));
        Files.delete(run.resolve("report.html"));
        Cli.Outcome outcome = Cli.run(folder, "report", "run").ok();
        assertEquals(run.resolve("report.html").toString(), outcome.out().strip());
        assertEquals(before, withoutDate(run.resolve("report.html")));
    }

    @Test
    void runThatIsNotFinished_isShownAsFarAsItIs() throws IOException {
        Path run = digits("run");
        Files.delete(run.resolve("result.json"));
        Files.delete(run.resolve("report.html"));
        List<String> lines = Files.readAllLines(run.resolve("metrics.csv"));
        Files.write(run.resolve("metrics.csv"), lines.subList(0, lines.size() / 2));
        Cli.run(folder, "report", "run").ok();
        Document page = page(run.resolve("report.html"));
        assertTrue(
                texts(page, "dd").contains("not finished"),
                () -> texts(page, "dd").toString());
        assertFalse(texts(page, "h2").contains("Result"));
        assertFalse(Files.exists(run.resolve("result.json")));
        // Nothing but the names of columns, as after a kill in the first steps.
        Files.write(run.resolve("metrics.csv"), lines.subList(0, 1));
        Cli.run(folder, "report", "run").ok();
        page(run.resolve("report.html"));
        Files.delete(run.resolve("model.safetensors"));
        assertTrue(Cli.run(folder, "report", "run").failure(1).contains("has not finished an epoch"));
    }

    @Test
    void dataThatIsGoneOrOther_isSaid_andTheOldReportStays() throws IOException {
        Path run = digits("run");
        String before = Files.readString(run.resolve("report.html"));
        SmallDigits.write(folder.resolve("data"), 2);
        assertTrue(Cli.run(folder, "report", "run").failure(1).contains("is not the data"));
        Files.move(folder.resolve("data"), folder.resolve("elsewhere"));
        assertTrue(Cli.run(folder, "report", "run").failure(1).contains("data: no such file or folder"));
        assertEquals(before, Files.readString(run.resolve("report.html")));
    }

    /** Words and classes that would be markup; the worst texts show them. */
    @Test
    void texts_areEscaped_andATransformerShowsWhatItAttendsTo() throws IOException {
        StringBuilder text = new StringBuilder("text\tlabel\n");
        for (int i = 0; i < 60; i++) {
            text.append(i % 2 == 0 ? "a <script>alert(1)</script> & more\t<b>&\n" : "\"quoted\" 'text' here\tno\n");
        }
        Files.writeString(folder.resolve("texts.tsv"), text);
        String[] small = {"--data", "texts.tsv", "--epochs", "1", "--set", "width=8", "--set", "heads=2"};
        List<String> args = new ArrayList<>(List.of(small));
        args.addAll(List.of("--set", "model=transformer", "--set", "layers=2", "--batch", "8"));
        Path run = train("text-class", "run", args.toArray(String[]::new));
        Document page = page(run.resolve("report.html"));
        has(page, "Worst texts", "Best texts", "Attention", "Confusion matrix", "Where test samples lie", "Model");
        Element attention = section(page, "Attention");
        // Two texts, two layers, two heads.
        assertEquals(8, attention.getElementsByTagName("figure").getLength());
        assertTrue(attention.getTextContent().contains("layer 2, head 2"), attention::getTextContent);
        assertTrue(page.getDocumentElement().getTextContent().contains("<b>&"));

        Path other = train("text-class", "lstm", small);
        assertFalse(texts(page(other.resolve("report.html")), "h2").contains("Attention"));
        List<String> bags = new ArrayList<>(List.of(small));
        bags.addAll(List.of("--set", "encoder=ngrams"));
        has(page(train("text-class", "bags", bags.toArray(String[]::new)).resolve("report.html")), "Worst texts");
    }

    @Test
    void tablesAndSeries_haveRowsAndForecasts() throws IOException {
        Document table = page(train("tabular", "table", "--epochs", "1").resolve("report.html"));
        has(table, "Worst rows", "Best rows", "Model");
        StringBuilder csv = new StringBuilder("a,b,y\n");
        for (int i = 0; i < 80; i++) {
            csv.append(i % 7)
                    .append(',')
                    .append(i % 3 == 0 ? "<i>" : "&amp;")
                    .append(',')
                    .append(0.37 * i)
                    .append('\n');
        }
        Files.writeString(folder.resolve("numbers.csv"), csv);
        Path numbers = train("tabular", "numbers", "--data", "numbers.csv", "--epochs", "2");
        Document regression = page(numbers.resolve("report.html"));
        has(regression, "Worst rows", "Best rows", "Predicted and true");
        Document series = page(train("forecast", "series", "--steps", "4").resolve("report.html"));
        has(series, "Forecasts", "Predicted and true");
    }

    /** The model's answers are no numbers: sections that can say nothing are left out, and the page is still whole. */
    @Test
    void modelThatIsLost_hasAReport() throws IOException {
        Path run = digits("run");
        var model = dev.lanewise.run.RunFolder.open(run).model();
        model.parameters().values().iterator().next().value().array()[0] = Float.NaN;
        dev.lanewise.train.Checkpoint.writeModel(run.resolve("model.safetensors"), model);
        Files.delete(run.resolve("result.json"));
        Cli.run(folder, "report", "run").ok();
        has(page(run.resolve("report.html")), "Confusion matrix", "Model");
    }

    @Test
    void severalRuns_areCompared_byResultsCurvesAndSettings() throws IOException {
        digits("one");
        digits("two", "--steps", "7", "--lr", "0.01", "--set", "validation=0.2");
        train("tabular", "three", "--epochs", "1");
        Files.delete(folder.resolve("two/result.json"));
        Cli.Outcome outcome = Cli.run(folder, "report", "one", "two", "three").ok();
        assertEquals(folder.resolve("comparison.html").toString(), outcome.out().strip());
        Document page = page(folder.resolve("comparison.html"));
        has(page, "Results", "Curves", "Settings that differ");
        Element results = section(page, "Results");
        assertEquals(1 + 3, results.getElementsByTagName("tr").getLength());
        assertTrue(results.getElementsByTagName("tr").item(2).getTextContent().contains("\u2013"), "not finished");
        List<String> settings = new ArrayList<>();
        NodeList rows = section(page, "Settings that differ").getElementsByTagName("tr");
        for (int i = 1; i < rows.getLength(); i++) {
            settings.add(rows.item(i).getFirstChild().getTextContent());
        }
        assertTrue(settings.containsAll(List.of("lr", "steps", "validation")), settings::toString);
        assertFalse(settings.contains("seed"), settings::toString);
    }

    @Test
    void wrongUsage_andPlacesThatCannotBeWritten_areOneLine() throws IOException {
        digits("one", "--steps", "2");
        Cli.run(folder, "report").failure(2);
        Cli.run(folder, "report", "one", "--out", "x.html").failure(2);
        assertTrue(Cli.run(folder, "report", "one", "nowhere").failure(1).contains("nowhere: no such run folder"));
        assertTrue(Cli.run(folder, "report", "one", "one", "--out", "none/x.html")
                .failure(1)
                .contains("none/x.html: cannot be written"));
        Cli.run(folder, "report", "one", "one", "--out", "x.html").ok();
        page(folder.resolve("x.html"));
        Files.writeString(folder.resolve("one/metrics.csv"), "step,epoch\n1,2,3\n");
        assertTrue(Cli.run(folder, "report", "one", "one").failure(1).contains("metrics.csv: line 2"));
    }
}
