package dev.lanewise.run;

import dev.lanewise.data.DataSplit;
import dev.lanewise.runtime.Backend;
import dev.lanewise.train.Evaluation;
import dev.lanewise.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** The final figures of a run: the contents of {@code result.json}. */
final class RunFigures {
    private RunFigures() {}

    /** All but the hash of the model, which is taken from its file. */
    static Map<String, Object> of(TrainingRun run, RunTimes times, Trainer.End end, Evaluation test)
            throws IOException {
        RunConfig config = run.config();
        DataSplit<?> data = run.data().split();
        long steps = run.steps();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("recipe", config.recipe().name());
        map.put("version", config.version());
        test.figures().forEach((name, value) -> map.put("test_" + name, rounded(value, 6)));
        map.put("test_loss", rounded(test.loss(), 6));
        config.preparation().baseline(data.test()).ifPresent(baseline -> {
            map.put("baseline", baseline.name());
            baseline.beside(test.figures()).forEach((name, value) -> map.put(name, rounded(value, 6)));
        });
        run.score().ifPresent(score -> map.put("train_" + score.name(), rounded(times.trainScore(), 6)));
        map.put("train_loss", rounded(times.trainLoss(), 6));
        if (data.validation().isPresent()) {
            map.put("best_step", run.watch().bestStep());
            map.put("validation_" + run.watch().monitor(), rounded(run.watch().bestFigure(), 6));
        }
        map.put("stopped_early", end == Trainer.End.NO_LONGER_IMPROVING);
        map.put(
                "epochs",
                Math.ceilDiv(
                        steps,
                        Math.ceilDiv(data.train().size(), config.settings().batch())));
        map.put("steps", steps);
        map.put("seconds", rounded(times.seconds(), 3));
        map.put("training_seconds", rounded(times.trainingSeconds(), 3));
        map.put("epoch_seconds", times.epochs().stream().map(s -> rounded(s, 3)).toList());
        map.put("samples_per_second", (double) Math.round(times.samplesPerSecond()));
        map.put("parameters", run.parameters());
        map.put("data", data.name());
        map.put("data_source", data.source());
        map.put("train_samples", (long) data.train().size());
        data.validation().ifPresent(part -> map.put("validation_samples", (long) part.size()));
        map.put("test_samples", (long) data.test().size());
        map.put("seed", config.settings().seed());
        putEnvironment(map);
        map.put("model_sha256", sha256(run.folder().modelFile()));
        return map;
    }

    /** What ran: the vector set counts as soon as one of its families took over. */
    private static void putEnvironment(Map<String, Object> map) {
        Backend.Info info = Backend.info();
        boolean vector = !info.vectorFamilies().isEmpty();
        map.put("kernels", vector ? "vector" : "scalar");
        map.put("bits", (long) (vector ? info.bits() : 0));
        map.put("vector_families", info.vectorFamilies());
        map.put("threads", (long) info.threads());
        map.put("jdk", info.jdk());
        map.put("cpu", info.cpu());
    }

    private static Object rounded(double value, int digits) {
        if (!Double.isFinite(value)) {
            return null;
        }
        double unit = Math.pow(10, digits);
        return Math.round(value * unit) / unit;
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
