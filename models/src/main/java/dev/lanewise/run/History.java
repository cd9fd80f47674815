package dev.lanewise.run;

import dev.lanewise.format.AtomicFile;
import dev.lanewise.format.FormatException;
import dev.lanewise.train.TrainingEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The curves of a run: what {@code metrics.csv} holds, a row per logged step. */
final class History {
    private static final String HEADER =
            "step,epoch,train_loss,train_accuracy,learning_rate,samples_per_second,test_loss,test_accuracy";

    /** A row; figures that were not measured at its step are NaN and empty in the file. */
    record Row(
            long step,
            double epoch,
            double trainLoss,
            double trainAccuracy,
            double rate,
            double samplesPerSecond,
            double testLoss,
            double testAccuracy) {}

    private static final int ROWS_PER_EPOCH = 50;

    private final List<Row> rows = new ArrayList<>();
    private int stepsPerEpoch = 1;
    private double loss;
    private double correct;
    private long samples;
    private int steps;
    private long since = System.nanoTime();

    List<Row> rows() {
        return rows;
    }

    void accept(TrainingEvent event) {
        switch (event) {
            case TrainingEvent.Started started -> {
                stepsPerEpoch = started.stepsPerEpoch();
                since = System.nanoTime();
            }
            case TrainingEvent.Stepped stepped -> step(stepped);
            case TrainingEvent.EpochEnded ended -> {
                rows.add(new Row(
                        ended.step(),
                        (double) ended.step() / stepsPerEpoch,
                        Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        ended.test().loss(),
                        ended.test().accuracy()));
                // The evaluation's time is nobody's throughput.
                since = System.nanoTime();
            }
        }
    }

    private void step(TrainingEvent.Stepped event) {
        loss += event.loss();
        correct += event.accuracy() * event.samples();
        samples += event.samples();
        steps++;
        int every = Math.max(1, stepsPerEpoch / ROWS_PER_EPOCH);
        // The few steps left at an epoch's end would make a row of noise: they go into the next one.
        boolean epochEnds = event.step() % stepsPerEpoch == 0 && 2 * steps >= every;
        if (steps < every && !epochEnds) {
            return;
        }
        double seconds = (System.nanoTime() - since) / 1e9;
        rows.add(new Row(
                event.step(),
                (double) event.step() / stepsPerEpoch,
                loss / steps,
                correct / samples,
                event.rate(),
                samples / seconds,
                Double.NaN,
                Double.NaN));
        loss = 0;
        correct = 0;
        samples = 0;
        steps = 0;
        since = System.nanoTime();
    }

    void write(Path file) throws IOException {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        for (Row row : rows) {
            text.append(row.step()).append(',').append(String.format(Locale.ROOT, "%.4f", row.epoch()));
            append(text, "%.6f", row.trainLoss());
            append(text, "%.5f", row.trainAccuracy());
            append(text, "%.6g", row.rate());
            append(text, "%.0f", row.samplesPerSecond());
            append(text, "%.6f", row.testLoss());
            append(text, "%.5f", row.testAccuracy());
            text.append('\n');
        }
        AtomicFile.write(file, text.toString());
    }

    private static void append(StringBuilder text, String format, double value) {
        text.append(',').append(Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value));
    }

    /** Takes up the rows of an earlier process, up to a step. */
    void read(Path file, long upTo) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        List<String> lines = Files.readAllLines(file);
        for (int i = 1; i < lines.size(); i++) {
            String[] f = lines.get(i).split(",", -1);
            try {
                Row row = new Row(
                        Long.parseLong(f[0]),
                        value(f[1]),
                        value(f[2]),
                        value(f[3]),
                        value(f[4]),
                        value(f[5]),
                        value(f[6]),
                        value(f[7]));
                if (row.step() <= upTo) {
                    rows.add(row);
                }
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                throw new FormatException(file + ": line " + (i + 1) + " is not a row of metrics: " + lines.get(i), e);
            }
        }
    }

    private static double value(String text) {
        return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
    }
}
