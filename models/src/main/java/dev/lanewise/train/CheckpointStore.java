package dev.lanewise.train;

import dev.lanewise.format.FormatException;
import dev.lanewise.nn.Layer;
import dev.lanewise.optim.Optimizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The newest checkpoints of a run, in a folder: {@code step-000000001876.safetensors} and so on. Each is whole or not
 * there and carries a hash; older ones are deleted only when a newer one is on the disk.
 */
public final class CheckpointStore {
    private static final String PREFIX = "step-";
    private static final String SUFFIX = ".safetensors";
    private static final String ASIDE = ".damaged";

    private final Path folder;
    private final int keep;

    /**
     * A store; the folder is made when it is needed.
     *
     * @param keep how many checkpoints stay, at least 1
     */
    public CheckpointStore(Path folder, int keep) {
        if (keep < 1) {
            throw new IllegalArgumentException("checkpoints: keep " + keep + ", expected at least 1");
        }
        this.folder = folder;
        this.keep = keep;
    }

    /**
     * What was taken up.
     *
     * @param step the number of updates that were made; 0 if there was no checkpoint to go on from
     * @param notes a line for people for every checkpoint that was passed over
     */
    public record Restored(long step, List<String> notes) {}

    /** Writes a checkpoint of the optimiser's step, then deletes those that are too old. */
    public void write(Layer model, Optimizer optimizer, Watch watch) throws IOException {
        Files.createDirectories(folder);
        Checkpoint.write(
                folder.resolve(String.format(Locale.ROOT, "%s%012d%s", PREFIX, optimizer.steps(), SUFFIX)),
                model,
                optimizer,
                watch);
        List<Path> newestFirst = files();
        for (int i = keep; i < newestFirst.size(); i++) {
            Files.deleteIfExists(newestFirst.get(i));
        }
    }

    /**
     * Takes up the newest checkpoint that is whole. Newer ones, which are damaged, get the ending {@code .damaged}.
     *
     * @throws FormatException if there are checkpoints, but none is whole: the model and the optimiser are then undefined
     */
    public Restored restore(Layer model, Optimizer optimizer, Watch watch) throws IOException {
        List<String> notes = new ArrayList<>();
        List<Path> newestFirst = files();
        for (Path file : newestFirst) {
            try {
                long step = Checkpoint.read(file, model, optimizer, watch);
                if (!notes.isEmpty()) {
                    notes.add("going on from " + file.getFileName());
                }
                return new Restored(step, notes);
            } catch (FormatException e) {
                notes.add(e.getMessage());
                // Out of the way: it must not count as one of the newest that stay.
                Files.move(file, file.resolveSibling(file.getFileName() + ASIDE), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (!newestFirst.isEmpty()) {
            throw new FormatException(folder + ": no checkpoint is whole: " + String.join("; ", notes));
        }
        return new Restored(0, notes);
    }

    /** True if there is a checkpoint. */
    public boolean exists() throws IOException {
        return !files().isEmpty();
    }

    /** The checkpoints, newest first. */
    public List<Path> files() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> found = new ArrayList<>(
                    all.filter(CheckpointStore::isCheckpoint).sorted().toList());
            Collections.reverse(found);
            return found;
        }
    }

    private static boolean isCheckpoint(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith(PREFIX) && name.endsWith(SUFFIX);
    }
}
