package dev.lanewise.run;

import dev.lanewise.data.DataException;
import dev.lanewise.data.Dataset;
import dev.lanewise.data.source.Loaded;
import dev.lanewise.format.FormatException;
import dev.lanewise.format.json.Json;
import dev.lanewise.nn.Network;
import dev.lanewise.optim.Averaged;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.recipe.Recipe;
import dev.lanewise.recipe.Settings;
import dev.lanewise.train.Checkpoint;
import dev.lanewise.train.CheckpointStore;
import dev.lanewise.train.DivergedException;
import dev.lanewise.train.Evaluation;
import dev.lanewise.train.GradientNorms;
import dev.lanewise.train.Objective;
import dev.lanewise.train.Trainer;
import dev.lanewise.train.TrainingEvent;
import dev.lanewise.train.Watch;
import dev.lanewise.train.log.MetricsTable;
import dev.lanewise.train.metric.MetricKind;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** One run of a recipe, from data to report: what {@code lanewise train} does. */
public final class TrainingRun {
    /**
     * What is asked for.
     *
     * @param recipe what to train
     * @param data a path, or null for the data built in
     * @param out the run folder
     * @param settings how
     * @param version of the program, for {@code config.json}
     */
    public record Request(Recipe recipe, Path data, Path out, Settings settings, String version) {}

    /**
     * How it ended.
     *
     * @param folder what was left
     * @param finished false if it was stopped before its last step
     * @param figures the contents of {@code result.json}; empty if not finished
     */
    public record Result(RunFolder folder, boolean finished, Map<String, Object> figures) {}

    private static final int WORST_PICTURES = 8;

    private final RunFolder folder;
    private final Closeable lock;
    private final RunConfig config;
    private final Loaded data;
    private final Network model;
    private final Objective objective;
    private final List<MetricKind> metrics;
    private final Optimizer optimizer;
    private final Watch watch;
    private final CheckpointStore checkpoints;
    private final List<String> notes = new ArrayList<>();
    private final RunTimes times = new RunTimes();
    private volatile Trainer trainer;
    private volatile boolean stopAsked;
    private RunLog log;

    private TrainingRun(RunFolder folder, Closeable lock, RunConfig config, Loaded data, RunParts parts) {
        this.folder = folder;
        this.lock = lock;
        this.config = config;
        this.data = data;
        this.model = parts.model();
        this.objective = parts.objective();
        this.metrics = parts.metrics();
        this.watch = parts.watch();
        this.optimizer = parts.optimizer();
        this.checkpoints = folder.checkpoints(config.settings().keep());
        this.notes.addAll(data.notes());
    }

    /**
     * Reads the data, builds the model and makes the run folder, in this order: nothing is left behind if one fails.
     *
     * @throws DataException if the data can't be read or the folder not be made
     * @throws IllegalArgumentException if the model can't take the data
     */
    public static TrainingRun begin(Request request) throws IOException {
        Loaded data = RunData.read(request.recipe(), request.data(), request.settings());
        RunConfig config = new RunConfig(
                request.recipe(),
                request.version(),
                request.data() == null
                        ? null
                        : request.data().toAbsolutePath().normalize().toString(),
                data.split().name(),
                data.split().fingerprint(),
                request.settings(),
                data.preparation());
        RunParts parts = RunParts.of(config, data);
        boolean made = !Files.exists(request.out());
        RunFolder folder = RunFolder.create(request.out());
        Closeable lock = folder.lock();
        try {
            // Another process may have begun a run here, and even finished it, since the folder was found empty.
            if (Files.exists(folder.configFile())) {
                throw RunFolder.notEmpty(folder.path());
            }
            return begun(folder, lock, config, data, parts, made);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static TrainingRun begun(
            RunFolder folder, Closeable lock, RunConfig config, Loaded data, RunParts parts, boolean made)
            throws IOException {
        try {
            Json.write(folder.configFile(), config.toMap());
            TrainingRun run = new TrainingRun(folder, lock, config, data, parts);
            run.openLog(0);
            return run;
        } catch (IOException | RuntimeException e) {
            folder.discard(made);
            throw e;
        }
    }

    /**
     * Takes up a run that was interrupted, from its last checkpoint or else from its beginning.
     *
     * @param dataPath where the data is now; null for where it was
     * @throws DataException if the folder is not that of a run, or the data is not what it was
     */
    public static TrainingRun resume(Path out, Path dataPath) throws IOException {
        RunFolder folder = RunFolder.open(out);
        RunConfig config = folder.config();
        Path path = dataPath != null || config.data() == null ? dataPath : Path.of(config.data());
        Loaded data = RunData.read(config.recipe(), path, config.settings());
        if (!data.split().fingerprint().equals(config.dataFingerprint())) {
            throw new DataException(
                    data.split().source() + ": is not the data that the run in " + out + " was begun with");
        }
        Closeable lock = folder.lock();
        try {
            return resumed(folder, lock, config, data);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static TrainingRun resumed(RunFolder folder, Closeable lock, RunConfig config, Loaded data)
            throws IOException {
        RunParts parts = RunParts.of(config, data);
        CheckpointStore checkpoints = folder.checkpoints(config.settings().keep());
        List<String> notes = new ArrayList<>();
        long step = 0;
        try {
            CheckpointStore.Restored restored = checkpoints.restore(parts.model(), parts.optimizer(), parts.watch());
            notes.addAll(restored.notes());
            step = restored.step();
        } catch (FormatException e) {
            notes.add(e.getMessage());
            notes.add("beginning again from the first step, which gives the same model");
            // What was read may be half of a checkpoint.
            parts = RunParts.of(config, data);
        }
        TrainingRun run = new TrainingRun(folder, lock, config, data, parts);
        run.notes.addAll(notes);
        run.openLog(step);
        return run;
    }

    private void openLog(long step) throws IOException {
        List<String> layers = model.parameters().keySet().stream()
                .map(GradientNorms::layer)
                .distinct()
                .toList();
        log = new RunLog(folder, config.settings(), metrics, heldOutName(), layers, step);
        notes.addAll(log.notes());
    }

    private String heldOutName() {
        return data.split().validation().isPresent() ? "validation" : "test";
    }

    private Dataset heldOut() {
        Optional<? extends Dataset> validation = data.split().validation();
        return validation.isPresent() ? validation.get() : data.split().test();
    }

    /** The run's configuration. */
    public RunConfig config() {
        return config;
    }

    /** Lines for people about what was found: in the data, and when the run was taken up. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** Where the run is written. */
    public RunFolder folder() {
        return folder;
    }

    /** The data, prepared. */
    public Loaded data() {
        return data;
    }

    /** How many updates have been made. */
    public long steps() {
        return optimizer.steps();
    }

    Watch watch() {
        return watch;
    }

    /** The metric that is measured in training, too. */
    Optional<MetricKind> score() {
        return metrics.stream().findFirst();
    }

    /** The number of trained parameters. */
    public long parameters() {
        return model.parameters().values().stream()
                .mapToLong(p -> p.value().size())
                .sum();
    }

    /** Asks {@link #execute} to write a checkpoint and return after its current step; from any thread. */
    public void stop() {
        stopAsked = true;
        Trainer running = trainer;
        if (running != null) {
            running.stop();
        }
    }

    /**
     * Trains and writes the run folder: model, checkpoint and metrics after every epoch, report and result at the end.
     *
     * @param listener told of everything, on this thread
     * @throws DivergedException if the loss is not finite; the folder then holds the last good model
     */
    public Result execute(Consumer<TrainingEvent> listener) throws IOException {
        try (lock;
                RunLog _ = log) {
            return train(listener);
        }
    }

    private Result train(Consumer<TrainingEvent> listener) throws IOException {
        Settings settings = config.settings();
        int perEpoch = Math.ceilDiv(data.training().size(), settings.batch());
        long steps = settings.stepsOver(data.training().size());
        trainer = new Trainer(
                new Trainer.Options(
                        steps,
                        settings.batch(),
                        settings.seed(),
                        settings.accumulate(),
                        settings.prefetch(),
                        settings.logEvery(perEpoch)),
                new Trainer.Plan(model, objective, optimizer, settings.scheduleOver(steps), metrics),
                new Trainer.Data(data.training(), heldOutName(), heldOut()),
                watch,
                event -> {
                    times.accept(event);
                    write(event, perEpoch, steps);
                    listener.accept(event);
                });
        if (stopAsked) {
            trainer.stop();
        }
        Trainer.End end;
        try {
            end = trainer.run();
        } catch (DivergedException e) {
            Checkpoint.writeModel(folder.modelFile(), model);
            throw e;
        }
        if (end == Trainer.End.STOPPED) {
            save();
            return new Result(folder, false, Map.of());
        }
        return finish(end);
    }

    private void write(TrainingEvent event, int perEpoch, long steps) {
        try {
            log.accept(event);
        } catch (IOException e) {
            throw folder.unwritable(e);
        }
        switch (event) {
            case TrainingEvent.EpochEnded _ -> save();
            case TrainingEvent.Stepped stepped -> {
                long every = config.settings().checkpointEvery();
                // An epoch's last step gets its checkpoint after the evaluation, which belongs in it.
                boolean epochEnds = stepped.step() % perEpoch == 0 || stepped.step() == steps;
                if (every > 0 && stepped.step() % every == 0 && !epochEnds) {
                    checkpoint();
                }
            }
            case TrainingEvent.Started _, TrainingEvent.Probed _ -> {}
        }
    }

    private void save() {
        checkpoint();
        try {
            writeModels();
        } catch (IOException e) {
            throw folder.unwritable(e);
        }
    }

    private void writeModels() throws IOException {
        Checkpoint.writeModel(folder.modelFile(), model);
        if (optimizer instanceof Averaged averaged) {
            averaged.average().swap();
            try {
                Checkpoint.writeModel(folder.averageFile(), model);
            } finally {
                averaged.average().swap();
            }
        }
    }

    private void checkpoint() {
        try {
            log.flush();
            checkpoints.write(model, optimizer, watch);
        } catch (IOException e) {
            throw folder.unwritable(e);
        }
    }

    private Result finish(Trainer.End end) throws IOException {
        watch.restoreBest();
        writeModels();
        Evaluation test = Evaluation.of(
                objective,
                data.split().test(),
                metrics,
                Trainer.evaluationBatch(config.settings().batch()));
        if (config.settings().tensorBoard()) {
            Examples examples =
                    new Examples(model, config.preparation(), data.split().test(), test);
            log.pictures("test_worst", optimizer.steps(), examples.worstPictures(WORST_PICTURES));
        }
        log.flush();
        Map<String, Object> figures = RunFigures.of(this, times, end, test);
        new RunReport(folder, config, data, model, MetricsTable.read(folder.metricsFile()), test, figures).write();
        Json.write(folder.resultFile(), figures);
        return new Result(folder, true, figures);
    }
}
