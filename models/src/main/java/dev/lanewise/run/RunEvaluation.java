package dev.lanewise.run;

import dev.lanewise.data.Dataset;
import dev.lanewise.data.Signature;
import dev.lanewise.data.source.Loaded;
import dev.lanewise.train.Evaluation;
import dev.lanewise.train.Objective;
import dev.lanewise.train.Objectives;
import dev.lanewise.train.Trainer;
import dev.lanewise.train.metric.MetricKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A run's model measured once more: what {@code lanewise eval} does.
 *
 * @param config the run's
 * @param name of the data
 * @param source where it is
 * @param data what the model was measured on
 * @param metrics what was measured
 * @param evaluation how it did
 * @param notes lines for people
 */
public record RunEvaluation(
        RunConfig config,
        String name,
        String source,
        Dataset data,
        List<MetricKind> metrics,
        Evaluation evaluation,
        List<String> notes) {
    /**
     * Measures a run's model.
     *
     * @param path other data; null for the test part of the run's own
     * @throws dev.lanewise.data.DataException if the data can't be read or is not such as the model takes
     */
    public static RunEvaluation of(RunFolder folder, Path path) throws IOException {
        RunConfig config = folder.config();
        if (path != null) {
            return other(folder, config, path, List.of());
        }
        Path own = config.data() == null ? null : Path.of(config.data());
        Loaded loaded = RunData.read(config.recipe(), own, config.settings());
        if (own != null && !loaded.split().fingerprint().equals(config.dataFingerprint())) {
            return other(
                    folder,
                    config,
                    own,
                    List.of("note: " + own + " is no longer the data that the run was trained on"));
        }
        return measured(
                folder,
                config,
                loaded.split().name(),
                loaded.split().source(),
                loaded.split().test(),
                List.of());
    }

    private static RunEvaluation other(RunFolder folder, RunConfig config, Path path, List<String> notes)
            throws IOException {
        Dataset data = RunData.test(config.recipe(), path, config.preparation(), config.settings());
        Path name = path.toAbsolutePath().normalize().getFileName();
        return measured(folder, config, name == null ? path.toString() : name.toString(), path.toString(), data, notes);
    }

    private static RunEvaluation measured(
            RunFolder folder, RunConfig config, String name, String source, Dataset data, List<String> notes)
            throws IOException {
        Signature.Output output = config.preparation().signature().output();
        List<MetricKind> metrics = Objectives.metrics(config.settings().metrics(), output);
        Objective objective = Objectives.of(
                folder.model(),
                output,
                config.settings().loss(),
                config.settings().labelSmoothing());
        Evaluation evaluation = Evaluation.of(
                objective,
                data,
                metrics,
                Trainer.evaluationBatch(config.settings().batch()));
        return new RunEvaluation(config, name, source, data, metrics, evaluation, notes);
    }
}
