package dev.lanewise.run;

import dev.lanewise.data.Dataset;
import dev.lanewise.data.source.DataKind;
import dev.lanewise.data.source.DataKinds;
import dev.lanewise.data.source.Loaded;
import dev.lanewise.data.source.Preparation;
import dev.lanewise.recipe.Recipe;
import dev.lanewise.recipe.Settings;
import java.nio.file.Path;

/** Reads the data of a run, with the options that its settings hold. */
final class RunData {
    private RunData() {}

    /**
     * Data to train on.
     *
     * @param path null for the set built in
     */
    static Loaded read(Recipe recipe, Path path, Settings settings) {
        return read(recipe.data(), recipe.builtIn(), path, settings);
    }

    private static <O extends Record> Loaded read(DataKind<O> kind, String builtIn, Path path, Settings settings) {
        O options = options(kind, settings);
        if (path == null) {
            return kind.builtIn(builtIn, options, settings.seed());
        }
        DataKinds.require(kind, path);
        return kind.read(path, options, settings.seed());
    }

    /** Data to measure a trained model on. */
    static Dataset test(Recipe recipe, Path path, Preparation preparation, Settings settings) {
        return test(recipe.data(), path, preparation, settings);
    }

    private static <O extends Record> Dataset test(
            DataKind<O> kind, Path path, Preparation preparation, Settings settings) {
        DataKinds.require(kind, path);
        return kind.test(path, preparation, options(kind, settings));
    }

    @SuppressWarnings("unchecked")
    private static <O extends Record> O options(DataKind<O> kind, Settings settings) {
        return (O) settings.part(kind.options().getClass());
    }
}
