package dev.lanewise.run;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.data.ImageDataset;
import dev.lanewise.data.Signature;
import dev.lanewise.data.source.Loaded;
import dev.lanewise.format.AtomicFile;
import dev.lanewise.nn.Network;
import dev.lanewise.report.ClassScores;
import dev.lanewise.report.CommandLine;
import dev.lanewise.report.ConfusionMatrix;
import dev.lanewise.report.Filters;
import dev.lanewise.report.Format;
import dev.lanewise.report.Headline;
import dev.lanewise.report.KeyValues;
import dev.lanewise.report.Mistakes;
import dev.lanewise.report.Picture;
import dev.lanewise.report.Report;
import dev.lanewise.report.Section;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.train.Evaluation;
import dev.lanewise.train.log.MetricsTable;
import dev.lanewise.train.metric.MetricKind;
import java.io.IOException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/** Puts a run into the sections of its {@code report.html}. */
final class RunReport {
    private static final int PICTURES = 24;

    private final RunFolder folder;
    private final RunConfig config;
    private final Loaded data;
    private final Network model;
    private final List<MetricKind> metrics;
    private final RunCurves curves;
    private final Evaluation test;
    private final Map<String, Object> figures;

    RunReport(TrainingRun run, MetricsTable table, Evaluation test, Map<String, Object> figures) {
        this.folder = run.folder();
        this.config = run.config();
        this.data = run.data();
        this.model = run.model();
        this.metrics = run.metrics();
        this.curves = new RunCurves(table);
        this.test = test;
        this.figures = figures;
    }

    void write() throws IOException {
        List<Section> sections = new ArrayList<>();
        sections.add(curves.section());
        switch (test.detail()) {
            case Evaluation.ClassDetail detail -> {
                List<String> classes =
                        ((Signature.Classes) config.preparation().signature().output()).names();
                sections.add(new ConfusionMatrix(detail.confusion(), classes));
                sections.add(new ClassScores(detail.confusion(), classes));
                if (data.split().test() instanceof ImageDataset images) {
                    sections.add(new Mistakes(mistakes(images, detail)));
                }
            }
            case Evaluation.QuantityDetail _ -> {}
        }
        filters().ifPresent(sections::add);
        sections.add(new CommandLine("Repeat this run", "", command()));
        sections.add(new KeyValues("Configuration", "What config.json holds", texts(config.toMap())));
        sections.add(new KeyValues("Result", "What result.json holds", texts(figures)));
        Report report = new Report(config.recipe().name(), name(), facts(), headlines(), sections);
        AtomicFile.write(folder.reportFile(), report.toHtml());
    }

    private String name() {
        return String.valueOf(folder.path().toAbsolutePath().normalize().getFileName());
    }

    private SequencedMap<String, String> facts() {
        SequencedMap<String, String> facts = new LinkedHashMap<>();
        facts.put(
                "data",
                data.split().name() + ": " + Format.count(data.split().train().size()) + " training, "
                        + Format.count(data.split().test().size()) + " test samples");
        facts.put(
                "date",
                ZonedDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'")));
        facts.put("version", "Lanewise " + config.version());
        return facts;
    }

    private List<Headline> headlines() {
        List<Headline> headlines = new ArrayList<>();
        metrics.stream()
                .limit(2)
                .forEach(metric -> headlines.add(new Headline(
                        "test " + metric.name(),
                        metric.unit().equals("share")
                                ? Format.percent(test.figure(metric.name()))
                                : Format.number(test.figure(metric.name())))));
        headlines.add(new Headline("test loss", Format.number(test.loss())));
        headlines.add(new Headline("epochs", String.valueOf(figures.get("epochs"))));
        headlines.add(new Headline("time", Format.duration(((Number) figures.get("seconds")).doubleValue())));
        headlines.add(
                new Headline("samples/s", Format.count(((Number) figures.get("samples_per_second")).longValue())));
        headlines.add(new Headline("parameters", Format.count(((Number) figures.get("parameters")).longValue())));
        return headlines;
    }

    /** The test samples that the model got wrong with the largest loss. */
    private static List<Mistakes.Mistake> mistakes(ImageDataset set, Evaluation.ClassDetail detail) {
        Shape shape = set.sampleShape();
        return IntStream.range(0, set.size())
                .filter(i -> detail.predicted()[i] != set.label(i))
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -detail.losses()[i]))
                .limit(PICTURES)
                .map(i -> new Mistakes.Mistake(
                        new Picture(unit(set.pixels(i)), shape.dim(0), shape.dim(1), shape.dim(2)),
                        set.classes().get(set.label(i)),
                        set.classes().get(detail.predicted()[i]),
                        detail.confidence()[i],
                        i))
                .toList();
    }

    private static float[] unit(byte[] pixels) {
        float[] values = new float[pixels.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (pixels[i] & 255) / 255f;
        }
        return values;
    }

    /** The first layer's weights as pictures, if they can be seen as such. */
    private Optional<Section> filters() {
        Shape sample =
                config.preparation().signature().inputs().getFirst().field().shape();
        Parameter first = model.parameters().values().iterator().next();
        Tensor w = first.value();
        if (w.shape().rank() == 4) {
            return Optional.of(new Filters("First-layer filters", w.toArray(), w.dim(0), w.dim(1), w.dim(2), w.dim(3)));
        }
        if (w.shape().rank() == 2 && sample.rank() == 3 && w.dim(1) == sample.size()) {
            return Optional.of(new Filters(
                    "First-layer weights", w.toArray(), w.dim(0), sample.dim(0), sample.dim(1), sample.dim(2)));
        }
        return Optional.empty();
    }

    private String command() {
        StringBuilder command =
                new StringBuilder("lanewise train ").append(config.recipe().name());
        if (config.data() != null) {
            command.append(" --data ").append(config.data());
        }
        config.settings()
                .toMap()
                .forEach((key, value) ->
                        command.append(" --set ").append(key).append('=').append(value));
        return command.toString();
    }

    private static SequencedMap<String, String> texts(Map<String, Object> map) {
        SequencedMap<String, String> texts = new LinkedHashMap<>();
        map.forEach((key, value) -> texts.put(key, value == null ? "" : String.valueOf(value)));
        return texts;
    }
}
