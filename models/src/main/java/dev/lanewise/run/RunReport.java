package dev.lanewise.run;

import dev.lanewise.autograd.Parameter;
import dev.lanewise.data.DataSplit;
import dev.lanewise.data.ImageDataset;
import dev.lanewise.format.AtomicFile;
import dev.lanewise.nn.Unary;
import dev.lanewise.report.Chart;
import dev.lanewise.report.ClassScores;
import dev.lanewise.report.CommandLine;
import dev.lanewise.report.ConfusionMatrix;
import dev.lanewise.report.Curves;
import dev.lanewise.report.Filters;
import dev.lanewise.report.Format;
import dev.lanewise.report.Headline;
import dev.lanewise.report.KeyValues;
import dev.lanewise.report.Mistakes;
import dev.lanewise.report.Picture;
import dev.lanewise.report.Report;
import dev.lanewise.report.Scale;
import dev.lanewise.report.Section;
import dev.lanewise.report.Series;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.train.Evaluation;
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
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Puts a run into the sections of its {@code report.html}. */
final class RunReport {
    private static final int PICTURES = 24;

    private final RunFolder folder;
    private final RunConfig config;
    private final DataSplit<ImageDataset> data;
    private final Unary model;
    private final History history;
    private final Evaluation test;
    private final Map<String, Object> figures;

    RunReport(
            RunFolder folder,
            RunConfig config,
            DataSplit<ImageDataset> data,
            Unary model,
            History history,
            Evaluation test,
            Map<String, Object> figures) {
        this.folder = folder;
        this.config = config;
        this.data = data;
        this.model = model;
        this.history = history;
        this.test = test;
        this.figures = figures;
    }

    void write() throws IOException {
        List<Section> sections = new ArrayList<>();
        sections.add(curves());
        sections.add(new ConfusionMatrix(test.confusion(), config.classes()));
        sections.add(new ClassScores(test.confusion(), config.classes()));
        sections.add(new Mistakes(mistakes()));
        filters().ifPresent(sections::add);
        sections.add(new CommandLine("Repeat this run", "", command()));
        sections.add(new KeyValues("Configuration", "What config.json holds", texts(config.toMap())));
        sections.add(new KeyValues("Result", "What result.json holds", texts(figures)));
        Report report = new Report(config.recipe(), name(), facts(), headlines(), sections);
        AtomicFile.write(folder.reportFile(), report.toHtml());
    }

    private String name() {
        return String.valueOf(folder.path().toAbsolutePath().normalize().getFileName());
    }

    private SequencedMap<String, String> facts() {
        SequencedMap<String, String> facts = new LinkedHashMap<>();
        facts.put(
                "data",
                data.name() + ": " + Format.count(data.train().size()) + " training, "
                        + Format.count(data.test().size()) + " test samples");
        facts.put(
                "date",
                ZonedDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'")));
        facts.put("version", "Lanewise " + config.version());
        return facts;
    }

    private List<Headline> headlines() {
        return List.of(
                new Headline("test accuracy", Format.percent(test.accuracy())),
                new Headline("test loss", Format.number(test.loss())),
                new Headline("epochs", String.valueOf(figures.get("epochs"))),
                new Headline("time", Format.duration(((Number) figures.get("seconds")).doubleValue())),
                new Headline("samples/s", Format.count(((Number) figures.get("samples_per_second")).longValue())),
                new Headline("parameters", Format.count(((Number) figures.get("parameters")).longValue())));
    }

    private Section curves() {
        return new Curves(List.of(
                Chart.loss(
                        Series.smoothed("train", x(History.Row::trainLoss), y(History.Row::trainLoss)),
                        Series.points("test", x(History.Row::testLoss), y(History.Row::testLoss))),
                Chart.accuracy(
                        Series.smoothed("train", x(History.Row::trainAccuracy), y(History.Row::trainAccuracy)),
                        Series.points("test", x(History.Row::testAccuracy), y(History.Row::testAccuracy))),
                Chart.learningRate(Series.line("learning rate", x(History.Row::rate), y(History.Row::rate))),
                new Chart(
                        "Throughput",
                        "samples per second",
                        "epoch",
                        Scale.LINEAR,
                        Chart.Unit.NUMBER,
                        Chart.Size.SMALL,
                        List.of(Series.line(
                                "samples/s", x(History.Row::samplesPerSecond), y(History.Row::samplesPerSecond))))));
    }

    private double[] x(ToDoubleFunction<History.Row> figure) {
        return history.rows().stream()
                .filter(row -> !Double.isNaN(figure.applyAsDouble(row)))
                .mapToDouble(History.Row::epoch)
                .toArray();
    }

    private double[] y(ToDoubleFunction<History.Row> figure) {
        return history.rows().stream()
                .mapToDouble(figure)
                .filter(value -> !Double.isNaN(value))
                .toArray();
    }

    /** The test samples that the model got wrong with the largest loss. */
    private List<Mistakes.Mistake> mistakes() {
        ImageDataset set = data.test();
        Shape shape = set.sampleShape();
        return IntStream.range(0, set.size())
                .filter(i -> test.predicted()[i] != set.label(i))
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -test.losses()[i]))
                .limit(PICTURES)
                .map(i -> new Mistakes.Mistake(
                        new Picture(unit(set.pixels(i)), shape.dim(0), shape.dim(1), shape.dim(2)),
                        set.classes().get(set.label(i)),
                        set.classes().get(test.predicted()[i]),
                        test.confidence()[i],
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
        Shape sample = config.input().shape();
        Parameter first = model.parameters().values().iterator().next();
        Tensor w = first.value();
        if (w.shape().rank() == 4) {
            return Optional.of(new Filters("First-layer filters", w.toArray(), w.dim(0), w.dim(1), w.dim(2), w.dim(3)));
        }
        if (w.shape().rank() == 2 && w.dim(1) == sample.size()) {
            return Optional.of(new Filters(
                    "First-layer weights", w.toArray(), w.dim(0), sample.dim(0), sample.dim(1), sample.dim(2)));
        }
        return Optional.empty();
    }

    private String command() {
        StringBuilder command = new StringBuilder("lanewise train ").append(config.recipe());
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
