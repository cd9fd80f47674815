package dev.lanewise.run;

import dev.lanewise.format.FormatException;
import dev.lanewise.recipe.Settings;
import dev.lanewise.report.Picture;
import dev.lanewise.train.Evaluation;
import dev.lanewise.train.TrainingEvent;
import dev.lanewise.train.log.JsonLog;
import dev.lanewise.train.log.MetricsCsv;
import dev.lanewise.train.log.TensorBoardLog;
import dev.lanewise.train.metric.MetricKind;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes down what happens in a run: {@code metrics.csv} always, {@code log.jsonl} and {@code tensorboard/} if they are
 * wanted. Means over the steps since the last row go into a row.
 */
final class RunLog implements Closeable {
    private static final String NORM = "gradient_norm";
    // A model of more layers would make a table that nobody can read.
    private static final int MOST_LAYERS = 40;

    private final String heldOut;
    private final String score;
    private final List<String> layers;
    private final List<String> notes = new ArrayList<>();
    private final Settings settings;
    private final MetricsCsv csv;
    private final JsonLog json;
    private final TensorBoardLog board;
    private long boardStep = -1;
    private int stepsPerEpoch = 1;
    private int every = 1;
    private long last;
    private double loss;
    private double scored;
    private long samples;
    private int steps;
    private long since = System.nanoTime();

    /**
     * Begins the files, or goes on with those of an earlier process.
     *
     * @param heldOut the name of the part that is evaluated after each epoch
     * @param layers the layers whose gradients are measured
     * @param step the checkpoint's; 0 to begin
     */
    RunLog(
            RunFolder folder,
            Settings settings,
            List<MetricKind> metrics,
            String heldOut,
            List<String> layers,
            long step)
            throws IOException {
        this.heldOut = heldOut;
        this.settings = settings;
        this.score = metrics.isEmpty() ? null : metrics.getFirst().name();
        this.layers = layers.size() > MOST_LAYERS ? List.of() : layers;
        List<String> columns = columns(metrics);
        this.csv = table(folder, columns, step);
        this.json = settings.jsonLog() ? JsonLog.resume(folder.jsonLog(), step) : null;
        this.board = settings.tensorBoard() ? TensorBoardLog.resume(folder.tensorBoard(), step) : null;
    }

    private MetricsCsv table(RunFolder folder, List<String> columns, long step) throws IOException {
        Path file = folder.metricsFile();
        try {
            return MetricsCsv.resume(file, columns, step);
        } catch (FormatException e) {
            // The figures are for people; the run does not depend on them.
            Path aside = file.resolveSibling(file.getFileName() + ".damaged");
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            notes.add(e.getMessage() + "; kept as " + aside.getFileName() + ", and begun anew");
            return MetricsCsv.create(file, columns);
        }
    }

    /** A line for people for every file that was damaged. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    private List<String> columns(List<MetricKind> metrics) {
        List<String> columns = new ArrayList<>(List.of("epoch", "train_loss"));
        if (score != null) {
            columns.add("train_" + score);
        }
        columns.addAll(List.of("learning_rate", "samples_per_second", heldOut + "_loss"));
        metrics.forEach(metric -> columns.add(heldOut + "_" + metric.name()));
        columns.add(NORM);
        layers.forEach(layer -> columns.add(NORM + "." + layer));
        return columns;
    }

    void accept(TrainingEvent event) throws IOException {
        switch (event) {
            case TrainingEvent.Started started -> {
                stepsPerEpoch = started.stepsPerEpoch();
                last = started.steps();
                every = settings.logEvery(stepsPerEpoch);
                since = System.nanoTime();
            }
            case TrainingEvent.Stepped stepped -> step(stepped);
            case TrainingEvent.Probed probed -> {
                Map<String, Double> row = new LinkedHashMap<>();
                row.put("epoch", epoch(probed.step()));
                row.put(NORM, probed.norm());
                probed.layers().forEach((layer, norm) -> {
                    if (layers.contains(layer)) {
                        row.put(NORM + "." + layer, norm);
                    }
                });
                row(probed.step(), "gradients", row);
            }
            case TrainingEvent.EpochEnded ended -> {
                Map<String, Double> row = new LinkedHashMap<>();
                row.put("epoch", epoch(ended.step()));
                figures(ended.heldOut()).forEach((name, value) -> row.put(heldOut + "_" + name, value));
                row(ended.step(), "epoch_ended", row);
                csv.flush();
                // The evaluation's time is nobody's throughput.
                since = System.nanoTime();
            }
        }
    }

    private static Map<String, Double> figures(Evaluation evaluation) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("loss", evaluation.loss());
        figures.putAll(evaluation.figures());
        return figures;
    }

    private double epoch(long step) {
        return (double) step / stepsPerEpoch;
    }

    private void step(TrainingEvent.Stepped event) throws IOException {
        loss += event.loss();
        scored += event.score() * event.samples();
        samples += event.samples();
        steps++;
        // By the number of the step, so that a run that was interrupted has its rows where any other has them.
        if (event.step() % every != 0 && event.step() != last) {
            return;
        }
        double seconds = Math.max(1e-9, (System.nanoTime() - since) / 1e9);
        Map<String, Double> row = new LinkedHashMap<>();
        row.put("epoch", epoch(event.step()));
        row.put("train_loss", loss / steps);
        if (score != null) {
            row.put("train_" + score, scored / samples);
        }
        row.put("learning_rate", event.rate());
        row.put("samples_per_second", samples / seconds);
        row(event.step(), "stepped", row);
        loss = 0;
        scored = 0;
        samples = 0;
        steps = 0;
        since = System.nanoTime();
    }

    private void row(long step, String event, Map<String, Double> row) throws IOException {
        csv.row(step, row);
        if (json != null) {
            json.write(event, step, row);
        }
        if (board != null) {
            Map<String, Double> figures = new LinkedHashMap<>(row);
            if (step == boardStep) {
                // Said already, with what else there was of this step.
                figures.remove("epoch");
            }
            board.scalars(step, figures);
            boardStep = step;
        }
    }

    /** Shows pictures in TensorBoard, if that is wanted: {@code NAME/0} and so on. */
    void pictures(String name, long step, List<Picture> pictures) throws IOException {
        for (int i = 0; board != null && i < pictures.size(); i++) {
            board.image(name + "/" + i, step, pictures.get(i).png());
        }
    }

    /** Hands everything to the system. */
    void flush() throws IOException {
        csv.flush();
        if (json != null) {
            json.flush();
        }
        if (board != null) {
            board.flush();
        }
    }

    @Override
    public void close() throws IOException {
        try (csv;
                json;
                board) {
            flush();
        }
    }
}
