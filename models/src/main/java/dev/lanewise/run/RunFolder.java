package dev.lanewise.run;

import dev.lanewise.data.DataException;
import dev.lanewise.format.UnwritableException;
import dev.lanewise.infer.Predictor;
import dev.lanewise.init.Draws;
import dev.lanewise.nn.Network;
import dev.lanewise.recipe.ModelConfig;
import dev.lanewise.train.Checkpoint;
import dev.lanewise.train.CheckpointStore;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder that a training run leaves: {@code config.json}, {@code model.safetensors}, {@code checkpoints/}, {@code
 * metrics.csv}, {@code result.json}, {@code report.html}.
 *
 * @param path of the folder
 */
public record RunFolder(Path path) {
    private static final String LOCK = ".lock";

    /**
     * Makes a new folder for a run, with its parents.
     *
     * @throws DataException if it exists and is not empty, or can't be written
     */
    public static RunFolder create(Path path) {
        try {
            if (Files.exists(path) && !isEmptyFolder(path)) {
                throw notEmpty(path);
            }
            Files.createDirectories(path);
            // Finds out now, not after the first epoch.
            Path probe = Files.createTempFile(path, ".probe", ".tmp");
            Files.delete(probe);
            return new RunFolder(path);
        } catch (IOException e) {
            throw new DataException(path + ": cannot be written: " + reason(e), e);
        }
    }

    static DataException notEmpty(Path path) {
        return new DataException(path + ": exists and is not an empty folder; give another --out, or --resume to go"
                + " on with the run in it");
    }

    /**
     * Takes back what was written to begin a run that cannot begin.
     *
     * @param made whether the folder itself goes, too
     */
    void discard(boolean made) {
        List<Path> written =
                new ArrayList<>(List.of(configFile(), metricsFile(), jsonLog(), tensorBoard(), path.resolve(LOCK)));
        if (made) {
            written.add(path);
        }
        for (Path file : written) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException _) {
                // The reason why the run cannot begin is told already, and may well be the reason for this, too.
            }
        }
    }

    /** For what writing to this folder has thrown: in one line, the file or else the folder, and why. */
    DataException unwritable(IOException e) {
        return new DataException(
                e instanceof UnwritableException u ? u.getMessage() : path + ": cannot be written: " + reason(e), e);
    }

    // The messages of these exceptions are often no more than the path.
    private static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException _ -> "no permission";
            case FileSystemException f when f.getReason() != null -> f.getReason();
            case NoSuchFileException _, FileAlreadyExistsException _ -> "the folder cannot be made here";
            default -> e.getMessage() == null ? e.toString() : e.getMessage();
        };
    }

    private static boolean isEmptyFolder(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (Stream<Path> files = Files.list(path)) {
            // What a process left that was stopped before it wrote anything.
            return files.map(file -> file.getFileName().toString())
                    .allMatch(name -> name.equals(LOCK) || name.startsWith(".") && name.endsWith(".tmp"));
        }
    }

    /** The first of {@code parent/name-1, name-2 ...} that does not exist. */
    public static Path next(Path parent, String name) {
        int n = 1;
        while (Files.exists(parent.resolve(name + "-" + n))) {
            n++;
        }
        return parent.resolve(name + "-" + n);
    }

    /**
     * Opens the folder of a run.
     *
     * @throws DataException if it is not one
     */
    public static RunFolder open(Path path) {
        if (!Files.isDirectory(path)) {
            throw new DataException(path + ": no such run folder");
        }
        RunFolder run = new RunFolder(path);
        if (!Files.isRegularFile(run.configFile())) {
            throw new DataException(path + ": not a run folder, config.json is missing");
        }
        return run;
    }

    /** {@code config.json}. */
    public Path configFile() {
        return path.resolve("config.json");
    }

    /** {@code model.safetensors}. */
    public Path modelFile() {
        return path.resolve("model.safetensors");
    }

    /** {@code metrics.csv}. */
    public Path metricsFile() {
        return path.resolve("metrics.csv");
    }

    /** {@code result.json}: there once the run is finished. */
    public Path resultFile() {
        return path.resolve("result.json");
    }

    /** {@code report.html}. */
    public Path reportFile() {
        return path.resolve("report.html");
    }

    /** {@code model_ema.safetensors}: the averaged weights, if the run averages. */
    public Path averageFile() {
        return path.resolve("model_ema.safetensors");
    }

    /** {@code log.jsonl}: what happened, if the run writes it. */
    public Path jsonLog() {
        return path.resolve("log.jsonl");
    }

    /** {@code tensorboard}: event files, if the run writes them. */
    public Path tensorBoard() {
        return path.resolve("tensorboard");
    }

    /** The checkpoints. */
    public CheckpointStore checkpoints(int keep) {
        return new CheckpointStore(path.resolve("checkpoints"), keep);
    }

    /**
     * Claims the folder for this process until the lock is closed or the process ends.
     *
     * @throws DataException if another process trains in it
     */
    public Closeable lock() {
        try {
            FileChannel channel =
                    FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                if (channel.tryLock() != null) {
                    return channel;
                }
            } catch (OverlappingFileLockException _) {
                // Another thread of this process.
            }
            channel.close();
            throw new DataException(path + ": another process is training in this folder");
        } catch (IOException e) {
            throw new DataException(path + ": cannot be locked: " + reason(e), e);
        }
    }

    /** The run's configuration. */
    public RunConfig config() throws IOException {
        return RunConfig.read(configFile());
    }

    /** The trained model. */
    public Network model() throws IOException {
        RunConfig config = config();
        Network model = config.settings()
                .part(ModelConfig.class)
                .build(
                        config.preparation().signature(),
                        new Draws(config.settings().seed()));
        if (!Files.isRegularFile(modelFile())) {
            throw new DataException(path + ": model.safetensors is missing, the run has not finished an epoch");
        }
        Checkpoint.readModel(modelFile(), model);
        return model;
    }

    /** The trained model, ready to answer. */
    public Predictor predictor() throws IOException {
        return new Predictor(model(), config().preparation());
    }
}
