package dev.lanewise.run;

import dev.lanewise.data.DataException;
import dev.lanewise.data.DataSplit;
import dev.lanewise.data.ImageDataset;
import dev.lanewise.format.json.Json;
import dev.lanewise.infer.Predictor;
import dev.lanewise.init.Draws;
import dev.lanewise.nn.Unary;
import dev.lanewise.optim.Averaged;
import dev.lanewise.optim.Optimizer;
import dev.lanewise.recipe.Recipe;
import dev.lanewise.recipe.Settings;
import dev.lanewise.train.Checkpoint;
import dev.lanewise.train.CheckpointStore;
import dev.lanewise.train.Classifier;
import dev.lanewise.train.DivergedException;
import dev.lanewise.train.Evaluation;
import dev.lanewise.train.Trainer;
import dev.lanewise.train.TrainingEvent;
import dev.lanewise.zoo.Recipes;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    private final RunFolder folder;
    private final Closeable lock;
    private final RunConfig config;
    private final DataSplit<ImageDataset> data;
    private final Unary model;
    private final Optimizer optimizer;
    private final CheckpointStore checkpoints;
    private final List<String> notes = new ArrayList<>();
    private final History history = new History();
    private final RunTimes times = new RunTimes();
    private volatile Trainer trainer;
    private volatile boolean stopAsked;
    private Evaluation last;

    private TrainingRun(RunFolder folder, RunConfig config, DataSplit<ImageDataset> data, Unary model) {
        this.folder = folder;
        this.lock = folder.lock();
        this.config = config;
        this.data = data;
        this.model = model;
        this.optimizer = config.settings().optimizerFor(model.parameters().values());
        this.checkpoints = folder.checkpoints(config.settings().keep());
    }

    /**
     * Reads the data, builds the model and makes the run folder, in this order: nothing is left behind if one fails.
     *
     * @throws DataException if the data can't be read or the folder not be made
     * @throws IllegalArgumentException if the model can't take the data
     */
    public static TrainingRun begin(Request request) throws IOException {
        DataSplit<ImageDataset> data = DataSource.normalised(DataSource.read(request.data()));
        ImageDataset train = data.train();
        RunConfig config = new RunConfig(
                request.recipe().name(),
                request.version(),
                request.data() == null
                        ? null
                        : request.data().toAbsolutePath().normalize().toString(),
                data.name(),
                data.fingerprint(),
                request.settings(),
                new Predictor.Input(train.sampleShape(), train.mean(), train.deviation()),
                train.classes());
        Unary model = build(request.recipe(), config);
        RunFolder folder = RunFolder.create(request.out());
        Json.write(folder.configFile(), config.toMap());
        return new TrainingRun(folder, config, data, model);
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
        Predictor.Input input = config.input();
        DataSplit<ImageDataset> data = DataSource.normalised(DataSource.read(path), input.mean(), input.deviation());
        if (!data.fingerprint().equals(config.dataFingerprint())) {
            throw new DataException(data.source() + ": is not the data that the run in " + out + " was begun with");
        }
        TrainingRun run = new TrainingRun(folder, config, data, build(Recipes.named(config.recipe()), config));
        CheckpointStore.Restored restored = run.checkpoints.restore(run.model, run.optimizer);
        run.notes.addAll(restored.notes());
        if (restored.step() > 0) {
            run.history.read(folder.metricsFile(), restored.step());
        }
        return run;
    }

    private static Unary build(Recipe recipe, RunConfig config) {
        Draws draws = new Draws(config.settings().seed());
        return recipe.model().build(config.input().shape(), config.classes().size(), draws);
    }

    /** The run's configuration. */
    public RunConfig config() {
        return config;
    }

    /** Lines for people about what was found when the run was taken up: damaged checkpoints. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** Where the run is written. */
    public RunFolder folder() {
        return folder;
    }

    /** The data, normalised. */
    public DataSplit<ImageDataset> data() {
        return data;
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
        try (lock) {
            return train(listener);
        }
    }

    private Result train(Consumer<TrainingEvent> listener) throws IOException {
        Settings settings = config.settings();
        long steps = settings.stepsOver(data.train().size());
        trainer = new Trainer(
                new Trainer.Options(steps, settings.batch(), settings.seed(), settings.accumulate()),
                model,
                new Classifier(model),
                optimizer,
                settings.scheduleOver(steps),
                data.train(),
                data.test(),
                event -> {
                    history.accept(event);
                    times.accept(event);
                    switch (event) {
                        case TrainingEvent.EpochEnded ended -> {
                            last = ended.test();
                            save();
                        }
                        case TrainingEvent.Stepped stepped -> {
                            long every = settings.checkpointEvery();
                            if (every > 0 && stepped.step() % every == 0) {
                                checkpoint();
                            }
                        }
                        case TrainingEvent.Started _ -> {}
                    }
                    listener.accept(event);
                });
        if (stopAsked) {
            trainer.stop();
        }
        long made;
        try {
            made = trainer.run();
        } catch (DivergedException e) {
            Checkpoint.writeModel(folder.modelFile(), model);
            history.write(folder.metricsFile());
            throw e;
        }
        if (made < steps) {
            save();
            return new Result(folder, false, Map.of());
        }
        return finish();
    }

    private void save() {
        checkpoint();
        try {
            Checkpoint.writeModel(folder.modelFile(), model);
            if (optimizer instanceof Averaged averaged) {
                averaged.average().swap();
                try {
                    Checkpoint.writeModel(folder.averageFile(), model);
                } finally {
                    averaged.average().swap();
                }
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private void checkpoint() {
        try {
            checkpoints.write(model, optimizer);
            history.write(folder.metricsFile());
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private DataException unwritable(IOException e) {
        return new DataException(folder.path() + ": cannot be written: " + e.getMessage(), e);
    }

    private Result finish() throws IOException {
        if (last == null) {
            // Interrupted between the last step and its evaluation.
            last = Evaluation.of(model, data.test());
            save();
        }
        Map<String, Object> figures =
                RunFigures.of(config, data, times, optimizer.steps(), parameters(), last, folder.modelFile());
        new RunReport(folder, config, data, model, history, last, figures).write();
        Json.write(folder.resultFile(), figures);
        return new Result(folder, true, figures);
    }
}
