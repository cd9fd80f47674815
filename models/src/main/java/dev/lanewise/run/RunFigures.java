package dev.lanewise.run;

import dev.lanewise.data.DataSplit;
import dev.lanewise.data.ImageDataset;
import dev.lanewise.runtime.Backend;
import dev.lanewise.train.Evaluation;
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

    static Map<String, Object> of(
            RunConfig config,
            DataSplit<ImageDataset> data,
            RunTimes times,
            long steps,
            long parameters,
            Evaluation test,
            Path model)
            throws IOException {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("recipe", config.recipe());
        map.put("version", config.version());
        map.put("test_accuracy", rounded(test.accuracy(), 6));
        map.put("test_loss", rounded(test.loss(), 6));
        map.put("train_accuracy", rounded(times.trainAccuracy(), 6));
        map.put("train_loss", rounded(times.trainLoss(), 6));
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
        map.put("parameters", parameters);
        map.put("data", data.name());
        map.put("data_source", data.source());
        map.put("train_samples", (long) data.train().size());
        map.put("test_samples", (long) data.test().size());
        map.put("seed", config.settings().seed());
        putEnvironment(map);
        map.put("model_sha256", sha256(model));
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
