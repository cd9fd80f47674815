package dev.lanewise.run;

import dev.lanewise.infer.ModelLoader;
import dev.lanewise.infer.Predictor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Loads run folders for {@link Predictor#load}. */
public final class RunLoader implements ModelLoader {
    /** For the service loader. */
    public RunLoader() {}

    @Override
    public boolean supports(Path path) {
        return Files.isRegularFile(path.resolve("config.json"));
    }

    @Override
    public Predictor load(Path path) throws IOException {
        return RunFolder.open(path).predictor();
    }
}
