package dev.lanewise.run;

import dev.lanewise.data.Dataset;
import dev.lanewise.data.ImageDataset;
import dev.lanewise.data.source.Loaded;
import dev.lanewise.recipe.Recipe;
import dev.lanewise.recipe.Settings;
import dev.lanewise.thread.Parallel;
import dev.lanewise.train.GradientNorms;
import dev.lanewise.train.Trainer;
import dev.lanewise.train.TrainingEvent;
import dev.lanewise.train.metric.MetricKind;
import dev.lanewise.zoo.Recipes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * What logging, metrics and prefetch cost of an epoch of LeNet-5: epochs with none, with each and with all of them take
 * turns in one process. A round's ratio is formed within the round; the median of the rounds counts. The evaluation at an
 * epoch's end, of one sample here, is the same in all.
 */
final class LoggingCost {
    private static final int WARM_ROUNDS = 8;

    /** What is on. */
    private enum Part {
        OFF,
        METRIC,
        PREFETCH,
        NORMS,
        LOGS,
        ALL;

        private boolean has(Part other) {
            return this == other || this == ALL;
        }
    }

    private final Settings settings;
    private final Loaded data;
    private final RunConfig config;
    private final Path folder;

    private LoggingCost(Path folder) throws IOException {
        Recipe recipe = Recipes.named("lenet5");
        this.folder = folder;
        this.settings = recipe.settings().with("json_log", "true").with("tensorboard", "true");
        this.data = RunData.read(recipe, null, settings);
        this.config = new RunConfig(
                recipe, "", null, data.split().name(), data.split().fingerprint(), settings, data.preparation());
    }

    /** Arguments: an empty folder for the logs, the number of rounds, threads. */
    public static void main(String[] arguments) throws IOException {
        int rounds = Integer.parseInt(arguments[1]);
        Parallel.threads(Integer.parseInt(arguments[2]));
        LoggingCost cost = new LoggingCost(Path.of(arguments[0]));
        Part[] parts = Part.values();
        double[][] seconds = new double[parts.length][rounds];
        for (int r = -WARM_ROUNDS; r < rounds; r++) {
            for (int i = 0; i < parts.length; i++) {
                // Each begins as often as any other.
                int k = Math.floorMod(i + r, parts.length);
                double taken = cost.epoch(parts[k]);
                if (r >= 0) {
                    seconds[k][r] = taken;
                }
            }
        }
        System.out.println("part      ms an epoch  of an epoch without");
        for (Part part : parts) {
            double[] ratios = new double[rounds];
            Arrays.setAll(ratios, r -> seconds[part.ordinal()][r] / seconds[0][r]);
            System.out.printf(
                    "%-9s %8.1f     %.3f%n",
                    part.name().toLowerCase(java.util.Locale.ROOT),
                    1e3 * median(seconds[part.ordinal()]),
                    median(ratios));
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private double epoch(Part part) throws IOException {
        int steps = Math.ceilDiv(data.training().size(), settings.batch());
        Dataset one = ((ImageDataset) data.split().test()).subset(new int[] {0});
        RunParts parts = RunParts.of(config, data);
        List<MetricKind> metrics = part.has(Part.METRIC) ? parts.metrics() : List.of();
        Trainer.Options options = new Trainer.Options(
                steps,
                settings.batch(),
                settings.seed(),
                1,
                part.has(Part.PREFETCH) ? settings.prefetch() : 0,
                part.has(Part.NORMS) ? settings.logEvery(steps) : 0);
        Trainer.Plan plan = new Trainer.Plan(
                parts.model(), parts.objective(), parts.optimizer(), settings.scheduleOver(steps), metrics);
        RunLog log = part.has(Part.LOGS) ? log(parts) : null;
        Trainer trainer = new Trainer(
                options, plan, new Trainer.Data(data.training(), "test", one), parts.watch(), listener(log));
        long start = System.nanoTime();
        trainer.run();
        if (log != null) {
            log.close();
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private RunLog log(RunParts parts) throws IOException {
        List<String> layers = parts.model().parameters().keySet().stream()
                .map(GradientNorms::layer)
                .distinct()
                .toList();
        return new RunLog(new RunFolder(folder), settings, parts.metrics(), "test", layers, 0);
    }

    private static Consumer<TrainingEvent> listener(RunLog log) {
        return event -> {
            try {
                if (log != null) {
                    log.accept(event);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }
}
