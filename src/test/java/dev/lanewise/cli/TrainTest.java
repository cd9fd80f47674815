package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.format.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lanewise train} end to end. */
class TrainTest {
    @TempDir
    Path folder;

    @BeforeEach
    void writeData() throws IOException {
        SmallDigits.write(folder.resolve("data"));
    }

    private Cli.Outcome train(String... more) {
        List<String> args = new ArrayList<>(List.of("train", "lenet5", "--data", "data", "--batch", "16"));
        args.addAll(List.of(more));
        return Cli.run(folder, args.toArray(String[]::new));
    }

    @Test
    void train_leavesACompleteRunFolder() throws IOException {
        Cli.Outcome outcome = train("--steps", "30", "--out", "run").ok();
        Path run = folder.resolve("run");
        assertEquals(
                List.of(
                        ".lock",
                        "checkpoints/step-000000000016.safetensors",
                        "checkpoints/step-000000000030.safetensors",
                        "config.json",
                        "metrics.csv",
                        "model.safetensors",
                        "report.html",
                        "result.json"),
                Cli.files(run));
        assertTrue(outcome.out().contains("test accuracy "), outcome.out());
        assertTrue(outcome.out().contains("report.html"), outcome.out());
    }

    @Test
    void train_resultJson_hasTheFinalFigures() throws IOException {
        train("--steps", "30", "--out", "run", "--seed", "7").ok();
        Map<String, Object> result = Cli.result(folder.resolve("run"));
        assertTrue(
                result.keySet()
                        .containsAll(Set.of(
                                "recipe",
                                "version",
                                "test_accuracy",
                                "test_loss",
                                "seconds",
                                "samples_per_second",
                                "parameters",
                                "kernels",
                                "bits",
                                "threads",
                                "jdk",
                                "cpu")),
                result::toString);
        assertEquals("lenet5", result.get("recipe"));
        assertEquals(30L, result.get("steps"));
        assertEquals(7L, result.get("seed"));
        assertEquals(61_706L, result.get("parameters"));
        assertEquals((long) SmallDigits.TRAIN, result.get("train_samples"));
        assertEquals((long) SmallDigits.TEST, result.get("test_samples"));
        assertEquals(Cli.sha256(folder.resolve("run")), result.get("model_sha256"));
        double accuracy = (double) result.get("test_accuracy");
        assertTrue(accuracy >= 0 && accuracy <= 1, () -> "accuracy " + accuracy);
    }

    @Test
    void train_metrics_areReadableInAnyLocale() throws IOException {
        Locale before = Locale.getDefault();
        Cli.Outcome outcome;
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            outcome = train("--steps", "20", "--out", "run").ok();
        } finally {
            Locale.setDefault(before);
        }
        List<String> lines = Files.readAllLines(folder.resolve("run/metrics.csv"));
        assertEquals(
                "step,epoch,train_loss,train_accuracy,learning_rate,samples_per_second,test_loss,test_accuracy,"
                        + "test_f1_macro,gradient_norm,gradient_norm.conv1,gradient_norm.conv2,gradient_norm.fc1,"
                        + "gradient_norm.fc2,gradient_norm.fc3",
                lines.getFirst());
        assertTrue(lines.size() > 2, lines::toString);
        for (String line : lines.subList(1, lines.size())) {
            assertTrue(line.matches("[0-9.,eE+-]+"), line);
            assertEquals(lines.getFirst().split(",").length, line.split(",", -1).length, line);
        }
        assertTrue(outcome.err().matches("(?s)[\\p{ASCII}]*"), outcome.err());
    }

    @Test
    void train_report_needsNothingFromElsewhere() throws IOException {
        train("--steps", "20", "--out", "run").ok();
        String report = Files.readString(folder.resolve("run/report.html"));
        String own = report.replace("http://www.w3.org/2000/svg", "").replace("http://www.w3.org/1999/xhtml", "");
        for (String foreign : List.of("http:", "https:", "<link", "<script src", "@import", "file:", " src=\"/")) {
            assertFalse(own.contains(foreign), foreign);
        }
        assertTrue(report.contains("<svg"), "no curves");
        assertTrue(report.contains("data:image/png;base64,"), "no pictures");
    }

    @Test
    void train_config_isEnoughToRepeatTheRun() throws IOException {
        train("--steps", "25", "--lr", "0.003", "--optimizer", "sgd", "--set", "nesterov=true", "--out", "first")
                .ok();
        Map<String, Object> config = Json.readObject(folder.resolve("first/config.json"));
        List<String> args = new ArrayList<>(List.of("train", (String) config.get("recipe"), "--out", "second"));
        args.addAll(List.of("--data", (String) config.get("data")));
        for (String key : List.of(
                "epochs",
                "steps",
                "batch",
                "lr",
                "optimizer",
                "momentum",
                "nesterov",
                "weight_decay",
                "schedule",
                "seed")) {
            args.addAll(List.of("--set", key + "=" + config.get(key)));
        }
        Cli.run(folder, args.toArray(String[]::new)).ok();
        assertEquals(config, Json.readObject(folder.resolve("second/config.json")));
        assertEquals(Cli.sha256(folder.resolve("first")), Cli.sha256(folder.resolve("second")));
    }

    @Test
    void train_otherSeed_givesAnotherModel() throws IOException {
        train("--steps", "5", "--seed", "1", "--out", "one").ok();
        train("--steps", "5", "--seed", "2", "--out", "two").ok();
        assertFalse(Cli.sha256(folder.resolve("one")).equals(Cli.sha256(folder.resolve("two"))));
    }

    @Test
    void train_json_printsTheResultAlone() throws IOException {
        Cli.Outcome outcome = train("--steps", "5", "--out", "run", "--json").ok();
        assertEquals(Cli.result(folder.resolve("run")), Json.parseObject(outcome.out(), "stdout"));
    }

    @Test
    void train_quiet_saysNothingButTheResult() {
        Cli.Outcome outcome = train("--steps", "5", "--out", "run", "--quiet").ok();
        assertEquals("", outcome.err());
        assertEquals(1, outcome.out().lines().count());
    }

    @Test
    void train_progress_isPlainLinesAndBeginsWithTheFirstStep() {
        List<String> lines =
                train("--epochs", "2", "--out", "run").ok().err().lines().toList();
        assertTrue(lines.get(0).startsWith("lenet5 on data (256 training, 100 test samples), 61,706 parameters, "));
        assertTrue(lines.get(0).endsWith(folder.resolve("run").toString()), lines.get(0));
        assertTrue(
                lines.get(1).matches("epoch 1/2  step 1/32  loss \\d+\\.\\d{4}  accuracy \\d+\\.\\d %"), lines.get(1));
        assertTrue(
                lines.getLast()
                        .matches("epoch 2/2  step 32/32  loss \\d\\.\\d{4}  accuracy \\d+\\.\\d %"
                                + "  test loss \\d\\.\\d{4}  test accuracy \\d+\\.\\d\\d %  \\d+\\.\\d s"),
                lines.getLast());
        assertTrue(lines.stream().noneMatch(line -> line.contains("\033") || line.contains("\r")));
    }

    @Test
    void train_withoutOut_takesTheNextFreeFolder() {
        Cli.run(folder, "train", "mlp", "--data", "data", "--steps", "2").ok();
        Cli.run(folder, "train", "mlp", "--data", "data", "--steps", "2").ok();
        assertTrue(Files.isRegularFile(folder.resolve("runs/mlp-1/result.json")));
        assertTrue(Files.isRegularFile(folder.resolve("runs/mlp-2/result.json")));
    }

    @Test
    void train_withoutData_takesTheDigitsBuiltIn() throws IOException {
        Cli.run(folder, "train", "lenet5", "--steps", "2", "--out", "run").ok();
        assertEquals("digits", Cli.result(folder.resolve("run")).get("data"));
    }

    @Test
    void train_argumentsFromAFile() throws IOException {
        Files.writeString(folder.resolve("args"), "lenet5\n--data data\n--steps 2\n--out run\n");
        Cli.run(folder, "train", "@" + folder.resolve("args")).ok();
        assertEquals(2L, Cli.result(folder.resolve("run")).get("steps"));
    }

    @Test
    void train_nonEmptyOut_isRefusedAndLeftAlone() throws IOException {
        Files.createDirectory(folder.resolve("mine"));
        Files.writeString(folder.resolve("mine/thesis.tex"), "all my work");
        String line = train("--steps", "2", "--out", "mine").failure(1);
        assertTrue(line.contains("mine") && line.contains("--resume"), line);
        assertEquals(List.of("thesis.tex"), Cli.files(folder.resolve("mine")));
    }

    @Test
    void train_outBelowAFile_failsInOneLine() throws IOException {
        Files.writeString(folder.resolve("file"), "");
        String line = train("--steps", "2", "--out", "file/run").failure(1);
        assertTrue(line.contains("file/run: cannot be written"), line);
        assertFalse(line.contains("Exception"), line);
    }

    @Test
    void train_divergingLoss_keepsTheLastGoodModel() throws IOException {
        Cli.Outcome outcome = train("--lr", "1e6", "--optimizer", "sgd", "--steps", "50", "--out", "run", "--quiet");
        assertEquals(1, outcome.code(), outcome.err());
        List<String> lines = outcome.err().lines().toList();
        assertEquals(2, lines.size(), outcome.err());
        assertTrue(
                lines.get(0).matches("lanewise: step \\d+ .*the loss is .*non-finite.*(layer|loss).*"), lines.get(0));
        assertTrue(lines.get(1).contains("model.safetensors"), lines.get(1));
        assertFalse(Files.exists(folder.resolve("run/result.json")));
        Map<String, Object> eval =
                Json.parseObject(Cli.run(folder, "eval", "run", "--json").ok().out(), "eval");
        assertTrue(eval.get("loss") instanceof Double, eval::toString);
    }
}
