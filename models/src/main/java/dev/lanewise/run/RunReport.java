package dev.lanewise.run;

import dev.lanewise.data.DataException;
import dev.lanewise.data.Signature;
import dev.lanewise.data.source.Loaded;
import dev.lanewise.format.AtomicFile;
import dev.lanewise.format.json.Json;
import dev.lanewise.nn.Network;
import dev.lanewise.recipe.Settings;
import dev.lanewise.report.ClassScores;
import dev.lanewise.report.CommandLine;
import dev.lanewise.report.ConfusionMatrix;
import dev.lanewise.report.Format;
import dev.lanewise.report.Headline;
import dev.lanewise.report.KeyValues;
import dev.lanewise.report.Report;
import dev.lanewise.report.Section;
import dev.lanewise.train.Evaluation;
import dev.lanewise.train.Objectives;
import dev.lanewise.train.Trainer;
import dev.lanewise.train.log.MetricsTable;
import dev.lanewise.train.metric.MetricKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** A run's {@code report.html}. */
public final class RunReport {

    private final RunFolder folder;
    private final RunConfig config;
    private final Loaded data;
    private final Network model;
    private final List<MetricKind> metrics;
    private final MetricsTable table;
    private final Evaluation test;
    private final Map<String, Object> figures;

    /** Of a run whose model was measured on the test part of its data. */
    RunReport(
            RunFolder folder,
            RunConfig config,
            Loaded data,
            Network model,
            MetricsTable table,
            Evaluation test,
            Map<String, Object> figures) {
        this.folder = folder;
        this.config = config;
        this.data = data;
        this.model = model;
        this.metrics = Objectives.metrics(
                config.settings().metrics(), config.preparation().signature().output());
        this.table = table;
        this.test = test;
        this.figures = figures;
    }

    /**
     * Writes the report of a run anew, from its files and its data; of a run that is not finished, as far as it is.
     *
     * @return the file
     * @throws dev.lanewise.data.DataException if the data is not there any more, or the run has no model yet
     */
    public static Path rewrite(RunFolder folder) throws IOException {
        RunConfig config = folder.config();
        Network model = folder.model();
        Path path = config.data() == null ? null : Path.of(config.data());
        Loaded data = RunData.read(config.recipe(), path, config.settings());
        if (!data.split().fingerprint().equals(config.dataFingerprint())) {
            throw new DataException(data.split().source() + ": is not the data that the run in " + folder.path()
                    + " was begun with, which its report is about");
        }
        Signature.Output output = config.preparation().signature().output();
        Settings settings = config.settings();
        Evaluation test = Evaluation.of(
                Objectives.of(model, output, settings.loss(), settings.labelSmoothing()),
                data.split().test(),
                Objectives.metrics(settings.metrics(), output),
                Trainer.evaluationBatch(settings.batch()));
        Map<String, Object> figures =
                Files.exists(folder.resultFile()) ? Json.readObject(folder.resultFile()) : Map.of();
        new RunReport(folder, config, data, model, MetricsTable.read(folder.metricsFile()), test, figures).write();
        return folder.reportFile();
    }

    void write() throws IOException {
        List<Section> sections = new ArrayList<>();
        sections.add(new RunCurves(table).section());
        switch (test.detail()) {
            case Evaluation.ClassDetail detail -> {
                List<String> classes =
                        ((Signature.Classes) config.preparation().signature().output()).names();
                sections.add(new ConfusionMatrix(detail.confusion(), classes));
                sections.add(new ClassScores(detail.confusion(), classes));
            }
            case Evaluation.QuantityDetail _ -> {}
        }
        sections.addAll(new Examples(model, config.preparation(), data.split().test(), test).sections());
        sections.addAll(new Insights(model, config.preparation(), data.split().test(), test).sections());
        sections.add(new CommandLine("Repeat this run", "", command()));
        Map<String, Object> shown = config.toMap();
        // A vocabulary is not for reading.
        shown.remove("input");
        sections.add(new KeyValues("Configuration", "What config.json holds", texts(shown)));
        if (!figures.isEmpty()) {
            sections.add(new KeyValues("Result", "What result.json holds", texts(figures)));
        }
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
                        + data.split()
                                .validation()
                                .map(part -> Format.count(part.size()) + " validation, ")
                                .orElse("")
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
                        metric.share()
                                ? Format.percent(test.figure(metric.name()))
                                : Format.number(test.figure(metric.name())))));
        headlines.add(new Headline("test loss", Format.number(test.loss())));
        if (figures.isEmpty()) {
            headlines.add(new Headline("state", "not finished"));
        } else {
            headlines.add(new Headline("epochs", String.valueOf(figures.get("epochs"))));
            headlines.add(new Headline("time", Format.duration(number("seconds").doubleValue())));
            headlines.add(new Headline(
                    "samples/s", Format.count(number("samples_per_second").longValue())));
        }
        headlines.add(new Headline(
                "parameters",
                Format.count(model.parameters().values().stream()
                        .mapToLong(p -> p.value().size())
                        .sum())));
        return headlines;
    }

    private Number number(String key) {
        return figures.get(key) instanceof Number number ? number : 0;
    }

    /** The test samples that the model got wrong with the largest loss. */
    private String command() {
        StringBuilder command =
                new StringBuilder("lanewise train ").append(config.recipe().name());
        if (config.data() != null) {
            command.append(" --data ").append(config.data());
        }
        Map<String, Object> byDefault = config.recipe().settings().toMap();
        config.settings().toMap().forEach((key, value) -> {
            if (!value.equals(byDefault.get(key))) {
                command.append(" --set ").append(key).append('=').append(value);
            }
        });
        return command.toString();
    }

    private static SequencedMap<String, String> texts(Map<String, Object> map) {
        SequencedMap<String, String> texts = new LinkedHashMap<>();
        map.forEach((key, value) -> texts.put(key, value == null ? "" : String.valueOf(value)));
        return texts;
    }
}
