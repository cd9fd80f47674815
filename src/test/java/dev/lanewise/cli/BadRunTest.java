package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.format.json.Json;
import dev.lanewise.run.RunFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Run folders that are damaged, in use, or on a disk that takes no more: one line each, and nothing is made worse. */
class BadRunTest {
    /** What a line for people must not hold. */
    private static final List<String> CODE =
            List.of("Exception", "Cannot invoke", "class ", "java.", "should not happen", "Index ");

    @TempDir
    Path folder;

    @BeforeEach
    void writeData() throws IOException {
        SmallDigits.write(folder.resolve("data"));
    }

    private Path train(String out, String... more) {
        List<String> args = new ArrayList<>(List.of("train", "lenet5", "--data", "data", "--batch", "8", "--out", out));
        args.addAll(List.of(more.length == 0 ? new String[] {"--steps", "20"} : more));
        Cli.run(folder, args.toArray(String[]::new)).ok();
        return folder.resolve(out);
    }

    private String fails(String... args) {
        String line = Cli.run(folder, args).failure(1);
        CODE.forEach(word -> assertFalse(line.contains(word), line));
        return line;
    }

    private Path picture() throws IOException {
        Path file = folder.resolve("seven.pgm");
        return Files.exists(file) ? file : Files.write(file, new byte[10]);
    }

    private void nobodyReads(String run, String named) throws IOException {
        for (String[] args : new String[][] {
            {"eval", run}, {"predict", run, picture().toString()}, {"train", "--resume", "--out", run}, {"report", run}
        }) {
            String line = fails(args);
            assertTrue(line.contains(named), () -> String.join(" ", args) + ": " + line);
        }
    }

    @Test
    void configThatIsNone_isNamed() throws IOException {
        Path run = train("run");
        Files.delete(run.resolve("result.json"));
        Path config = run.resolve("config.json");
        byte[] bytes = Files.readAllBytes(config);
        byte[] torn = Arrays.copyOf(bytes, bytes.length / 2);
        byte[] wrongEncoding = bytes.clone();
        wrongEncoding[bytes.length / 2] = (byte) 0xff;
        for (byte[] damaged : List.of(new byte[0], torn, wrongEncoding, "[1, 2]".getBytes(StandardCharsets.UTF_8))) {
            Files.write(config, damaged);
            nobodyReads("run", "config.json");
        }
    }

    /** Each value in turn is taken out, and replaced by one of another kind. */
    @Test
    void configWithADamagedValue_isNamedWithTheValue() throws IOException {
        Path run = train("run");
        Files.delete(run.resolve("result.json"));
        Path config = run.resolve("config.json");
        Map<String, Object> whole = Json.readObject(config);
        for (String key : List.of("recipe", "version", "data_name", "data_fingerprint", "input", "epochs", "seed")) {
            for (Object other : new Object[] {null, -3.5, List.of("x"), Map.of("a", 1)}) {
                Map<String, Object> damaged = new LinkedHashMap<>(whole);
                damaged.put(key, other);
                Json.write(config, damaged);
                String line = fails("eval", "run");
                assertTrue(line.contains("config.json") && line.contains(key), line);
            }
        }
        @SuppressWarnings("unchecked")
        Map<String, Object> input = (Map<String, Object>) whole.get("input");
        for (String key : input.keySet()) {
            for (Object other : new Object[] {null, -3.5, "x", List.of("x"), List.of(), Map.of("a", 1)}) {
                Map<String, Object> damaged = new LinkedHashMap<>(input);
                damaged.put(key, other);
                Map<String, Object> map = new LinkedHashMap<>(whole);
                map.put("input", damaged);
                Json.write(config, map);
                Cli.Outcome outcome = Cli.run(folder, "eval", "run");
                if (outcome.code() != 0) {
                    String line = outcome.failure(1);
                    CODE.forEach(word -> assertFalse(line.contains(word), line));
                }
            }
        }
    }

    @Test
    void configOfARecipeThatIsNotThere_isNamed() throws IOException {
        Path config = train("run").resolve("config.json");
        Map<String, Object> map = Json.readObject(config);
        map.put("recipe", "lenet6");
        Json.write(config, map);
        Files.delete(folder.resolve("run/result.json"));
        nobodyReads("run", "lenet5");
        assertTrue(fails("eval", "run").contains("lenet6"));
    }

    @Test
    void damagedModel_isNamed_andAResumeMakesItAnew() throws IOException {
        Path run = train("run");
        String wanted = Cli.sha256(run);
        Path model = run.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(model);
        byte[] flipped = bytes.clone();
        flipped[bytes.length - 1000] ^= 4;
        for (byte[] damaged : List.of(new byte[0], Arrays.copyOf(bytes, 100), Arrays.copyOf(bytes, 9999), flipped)) {
            Files.write(model, damaged);
            assertTrue(fails("eval", "run").contains("model.safetensors"));
            assertTrue(fails("predict", "run", picture().toString()).contains("model.safetensors"));
            assertTrue(fails("report", "run").contains("model.safetensors"));
        }
        Files.delete(model);
        assertTrue(fails("eval", "run").contains("model.safetensors is missing"));
        Files.delete(run.resolve("result.json"));
        Cli.run(folder, "train", "--resume", "--out", "run").ok();
        assertEquals(wanted, Cli.sha256(run));
    }

    @Test
    void damagedMetrics_areSetAside_andTheModelIsTheSame() throws IOException {
        Path run = train("run", "--steps", "20", "--set", "checkpoint_every=5");
        String wanted = Cli.sha256(run);
        Path metrics = run.resolve("metrics.csv");
        List<String> lines = new ArrayList<>(Files.readAllLines(metrics));
        lines.set(4, "four,0.1,oops");
        Files.write(metrics, lines);
        assertTrue(fails("report", "run").contains("metrics.csv: line 5"));
        Files.delete(run.resolve("result.json"));
        String said = Cli.run(folder, "train", "--resume", "--out", "run").ok().err();
        assertTrue(said.contains("metrics.csv: line 5") && said.contains("metrics.csv.damaged"), said);
        assertEquals(wanted, Cli.sha256(run));
        assertEquals(lines, Files.readAllLines(run.resolve("metrics.csv.damaged")));
        Cli.run(folder, "report", "run").ok();
    }

    @Test
    void checkpointsAllDamaged_theRunBeginsAgain_andEndsWithTheSameModel() throws IOException {
        Path run = train("run", "--steps", "40", "--set", "checkpoint_every=10", "--set", "tensorboard=true");
        String wanted = Cli.sha256(run);
        Files.delete(run.resolve("result.json"));
        for (String name : Cli.files(run.resolve("checkpoints"))) {
            Path file = run.resolve("checkpoints").resolve(name);
            Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 5000));
        }
        String said = Cli.run(folder, "train", "--resume", "--out", "run").ok().err();
        assertTrue(said.contains("step-000000000040.safetensors") && said.contains("beginning again"), said);
        assertEquals(wanted, Cli.sha256(run));
        assertEquals(
                List.of(
                        "step-000000000032.safetensors",
                        "step-000000000032.safetensors.damaged",
                        "step-000000000040.safetensors",
                        "step-000000000040.safetensors.damaged"),
                Cli.files(run.resolve("checkpoints")));
    }

    @Test
    void twoProcessesInOneFolder_theSecondIsRefused_andTheFirstGoesOn() throws IOException, InterruptedException {
        Process first = Cli.start(
                folder, List.of(), "train", "lenet5", "--data", "data", "--batch", "8", "--steps", "4000", "--out",
                "run");
        try (BufferedReader err = first.errorReader()) {
            String line = err.readLine();
            while (line != null && !line.startsWith("epoch ")) {
                line = err.readLine();
            }
            byte[] config = Files.readAllBytes(folder.resolve("run/config.json"));
            assertTrue(fails("train", "--resume", "--out", "run").contains("run: another process is training"));
            assertTrue(fails("train", "mlp", "--data", "data", "--out", "run").contains("not an empty folder"));
            assertEquals(
                    new String(config, StandardCharsets.UTF_8), Files.readString(folder.resolve("run/config.json")));
            assertTrue(first.isAlive());
        } finally {
            first.destroyForcibly();
            first.waitFor();
        }
        // A killed process holds nothing.
        RunFolder.open(folder.resolve("run")).lock().close();
    }

    @Test
    void folderThatAnotherProcessIsJustBeginningIn_isLeftToIt() throws IOException {
        Path run = Files.createDirectory(folder.resolve("run"));
        try (var _ = new RunFolder(run).lock()) {
            String line = fails("train", "lenet5", "--data", "data", "--steps", "2", "--out", "run");
            assertTrue(line.contains("run: another process is training in this folder"), line);
            assertEquals(List.of(".lock"), Cli.files(run));
        }
        train("run");
    }

    @Test
    void folderThatAKilledProcessLeftBeforeItBegan_isTaken() throws IOException {
        Files.createDirectory(folder.resolve("run"));
        for (String name : List.of(".lock", ".config.json.77-1.tmp", ".probe123.tmp")) {
            Files.writeString(folder.resolve("run").resolve(name), "{");
        }
        train("run");
        Cli.run(folder, "eval", "run").ok();
    }

    @Test
    void outThatCannotBeWritten_isNamed() {
        Assumptions.assumeTrue(Files.isDirectory(Path.of("/proc/self")), "no /proc here, which nobody can write");
        for (String out : List.of("/proc/lanewise", "/proc")) {
            String line = fails("train", "lenet5", "--data", "data", "--steps", "2", "--out", out);
            assertTrue(line.startsWith("lanewise: " + out + ": "), line);
        }
    }

    /** A process that may not write files beyond a size meets the same failures as one on a full disk. */
    private Cli.Outcome limited(int kilobytes, String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bash", "-c", "ulimit -f " + kilobytes + "; exec \"$@\"", "sh"));
        command.addAll(Cli.command(List.of("-XX:-UsePerfData"), args));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        // The JVM's own word about the vector module.
        return new Cli.Outcome(process.waitFor(), "", err.replaceFirst("WARNING: Using incubator.*\\R", ""));
    }

    @Test
    void noRoom_oneLine_andTheRunGoesOnOnceThereIs() throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "no bash here, which limits a process");
        String wanted = Cli.sha256(train("whole", "--epochs", "2"));
        // Not even a configuration; a table but no model; models but no checkpoint.
        for (int kilobytes : new int[] {0, 100, 400}) {
            String out = "run" + kilobytes;
            String line = limited(
                            kilobytes,
                            "train",
                            "lenet5",
                            "--data",
                            "data",
                            "--batch",
                            "8",
                            "--epochs",
                            "2",
                            "--out",
                            out,
                            "--quiet")
                    .failure(1);
            assertTrue(line.contains(out) && line.contains("cannot be written: "), line);
            CODE.forEach(word -> assertFalse(line.contains(word), line));
            Path run = folder.resolve(out);
            if (kilobytes == 0) {
                assertFalse(Files.exists(run), "a folder was left");
                continue;
            }
            assertFalse(Cli.files(run).stream().anyMatch(name -> name.endsWith(".tmp")), () -> "half a file in " + run);
            Cli.run(folder, "train", "--resume", "--out", out).ok();
            assertEquals(wanted, Cli.sha256(run));
        }
    }
}
