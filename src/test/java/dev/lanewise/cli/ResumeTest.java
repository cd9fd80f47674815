package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.format.json.Json;
import dev.lanewise.run.RunFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stopping and {@code --resume}. */
class ResumeTest {
    private static final int SIGTERM = 128 + 15;

    @TempDir
    Path folder;

    @BeforeEach
    void writeData() throws IOException {
        SmallDigits.write(folder.resolve("data"));
    }

    private Cli.Outcome train(String out, int steps, String... more) {
        List<String> args = new ArrayList<>(List.of("train", "lenet5", "--data", "data", "--batch", "8"));
        args.addAll(List.of("--steps", Integer.toString(steps), "--out", out));
        args.addAll(List.of(more));
        return Cli.run(folder, args.toArray(String[]::new));
    }

    /** Starts a run in another process and asks it to end once it shows progress; what it said. */
    private String interrupted(String out) throws IOException, InterruptedException {
        Process process = Cli.start(
                folder, List.of(), "train", "lenet5", "--data", "data", "--batch", "8", "--steps", "400", "--out", out);
        try (BufferedReader err = process.errorReader()) {
            StringBuilder said = new StringBuilder();
            String line = err.readLine();
            while (line != null && !line.startsWith("epoch ")) {
                said.append(line).append('\n');
                line = err.readLine();
            }
            // Process.destroy would also close the stream that tells how it ends.
            process.toHandle().destroy();
            said.append(err.lines().collect(Collectors.joining("\n")));
            assertEquals(SIGTERM, process.waitFor(), said::toString);
            return said.toString();
        }
    }

    @Test
    void resume_afterAStop_givesTheBytesOfAnUninterruptedRun() throws IOException, InterruptedException {
        String said = interrupted("stopped");
        assertTrue(said.contains("lanewise train lenet5 --resume --out stopped"), said);
        Path stopped = folder.resolve("stopped");
        assertFalse(Files.exists(stopped.resolve("result.json")), "finished before it could be stopped");
        assertFalse(Cli.files(stopped.resolve("checkpoints")).isEmpty());

        train("whole", 400).ok();
        Cli.run(folder, "train", "lenet5", "--resume", "--out", "stopped").ok();
        assertArrayEquals(
                Files.readAllBytes(folder.resolve("whole/model.safetensors")),
                Files.readAllBytes(stopped.resolve("model.safetensors")));
        assertEquals(
                Cli.result(folder.resolve("whole")).get("test_accuracy"),
                Cli.result(stopped).get("test_accuracy"));
        List<String> steps = Files.readAllLines(stopped.resolve("metrics.csv")).stream()
                .map(line -> line.substring(0, line.indexOf(',')))
                .toList();
        assertEquals("400", steps.getLast());
    }

    @Test
    void damagedCheckpoint_isPassedOver_andTheOneBeforeGivesTheSameBytes() throws IOException, InterruptedException {
        train("stopped", 60, "--set", "checkpoint_every=10").ok();
        train("whole", 60).ok();
        Path stopped = folder.resolve("stopped");
        byte[] model = Files.readAllBytes(folder.resolve("whole/model.safetensors"));
        assertArrayEquals(model, Files.readAllBytes(stopped.resolve("model.safetensors")));
        Files.delete(stopped.resolve("result.json"));
        Files.delete(stopped.resolve("model.safetensors"));
        Path newest = stopped.resolve("checkpoints/step-000000000060.safetensors");
        byte[] bytes = Files.readAllBytes(newest);
        bytes[bytes.length - 1000] ^= 4;
        Files.write(newest, bytes);
        String said = Cli.run(folder, "train", "lenet5", "--resume", "--out", "stopped")
                .ok()
                .err();
        assertTrue(said.contains("step-000000000060.safetensors: damaged"), said);
        assertTrue(said.contains("going on from step-0000000000"), said);
        assertArrayEquals(model, Files.readAllBytes(stopped.resolve("model.safetensors")));
    }

    @Test
    void folderInUse_isRefused() throws IOException {
        train("run", 5).ok();
        Files.delete(folder.resolve("run/result.json"));
        try (var _ = RunFolder.open(folder.resolve("run")).lock()) {
            String line = Cli.run(folder, "train", "lenet5", "--resume", "--out", "run")
                    .failure(1);
            assertTrue(line.contains("another process is training in this folder"), line);
        }
    }

    @Test
    void resume_ofAFinishedRun_saysSoAndChangesNothing() throws IOException {
        train("run", 5).ok();
        byte[] model = Files.readAllBytes(folder.resolve("run/model.safetensors"));
        var written = Files.getLastModifiedTime(folder.resolve("run/result.json"));
        Cli.Outcome outcome =
                Cli.run(folder, "train", "lenet5", "--resume", "--out", "run").ok();
        assertTrue(outcome.err().contains("finished"), outcome.err());
        assertArrayEquals(model, Files.readAllBytes(folder.resolve("run/model.safetensors")));
        assertEquals(written, Files.getLastModifiedTime(folder.resolve("run/result.json")));

        Cli.Outcome json =
                Cli.run(folder, "train", "--resume", "--out", "run", "--json").ok();
        assertEquals(Cli.result(folder.resolve("run")), Json.parseObject(json.out(), "stdout"));
    }

    @Test
    void resume_withOtherSettings_isWrongUsage() throws IOException {
        train("run", 5).ok();
        String lr = Cli.run(folder, "train", "lenet5", "--resume", "--out", "run", "--lr", "0.5")
                .failure(2);
        assertTrue(lr.contains("lr=0.5") && lr.contains("lr=0.001"), lr);
        String recipe =
                Cli.run(folder, "train", "mlp", "--resume", "--out", "run").failure(2);
        assertTrue(recipe.contains("lenet5"), recipe);
        Cli.run(folder, "train", "lenet5", "--resume", "--out", "run", "--steps", "5")
                .ok();
    }

    @Test
    void resume_onOtherData_fails() throws IOException {
        train("run", 5).ok();
        Files.delete(folder.resolve("run/result.json"));
        SmallDigits.write(folder.resolve("other"), 2);
        String line = Cli.run(folder, "train", "--resume", "--out", "run", "--data", "other")
                .failure(1);
        assertTrue(line.contains("other"), line);
    }

    @Test
    void resume_ofNothing_fails() throws IOException {
        assertTrue(Cli.run(folder, "train", "lenet5", "--resume", "--out", "nowhere")
                .failure(1)
                .contains("nowhere"));
        Files.createDirectory(folder.resolve("empty"));
        assertTrue(Cli.run(folder, "train", "lenet5", "--resume", "--out", "empty")
                .failure(1)
                .contains("config.json"));
        Cli.run(folder, "train", "lenet5", "--resume").failure(2);
    }
}
