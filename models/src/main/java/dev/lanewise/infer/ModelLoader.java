package dev.lanewise.infer;

import java.io.IOException;
import java.nio.file.Path;

/** Loads one kind of stored model; found by {@link java.util.ServiceLoader}, so that this package knows none of them. */
public interface ModelLoader {
    /** True if the path looks like this kind. */
    boolean supports(Path path);

    /**
     * Loads the model.
     *
     * @throws IOException or a RuntimeException whose message is one line that names the file and what is wrong with it
     */
    Predictor load(Path path) throws IOException;
}
