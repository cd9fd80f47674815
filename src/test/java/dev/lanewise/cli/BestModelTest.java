package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.run.RunFolder;
import dev.lanewise.run.TrainingRun;
import dev.lanewise.train.TrainingEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Validation data: early stopping, and the best model restored. */
class BestModelTest {
    @TempDir
    Path folder;

    @BeforeEach
    void writeData() throws IOException {
        SmallDigits.write(folder.resolve("data"));
    }

    /** A learning rate that does not fall, on little data: validation gets worse in the end. */
    private Cli.Outcome train(String out, String... more) {
        List<String> args = new ArrayList<>(List.of("train", "mlp", "--data", "data", "--batch", "32"));
        args.addAll(List.of("--set", "hidden=32", "--set", "validation=0.2", "--schedule", "constant"));
        args.addAll(List.of("--lr", "0.02", "--epochs", "30", "--out", out));
        args.addAll(List.of(more));
        return Cli.run(folder, args.toArray(String[]::new));
    }

    @Test
    void earlyStop_endsTheRun_andTheBestModelIsLeft() throws IOException {
        train("early", "--early-stop", "3").ok();
        Map<String, Object> result = Cli.result(folder.resolve("early"));
        assertEquals(true, result.get("stopped_early"), result::toString);
        long best = (long) result.get("best_step");
        long steps = (long) result.get("steps");
        assertEquals(best + 3 * 7, steps, "three evaluations after the best, of 7 updates each");
        // The same run, ended where the best model was.
        train("whole", "--set", "keep_best=false", "--steps", Long.toString(best))
                .ok();
        assertEquals(Cli.sha256(folder.resolve("whole")), Cli.sha256(folder.resolve("early")));
        train("last", "--set", "keep_best=false", "--steps", Long.toString(steps))
                .ok();
        assertNotEquals(Cli.sha256(folder.resolve("last")), Cli.sha256(folder.resolve("early")));
    }

    @Test
    void earlyStop_isTheSameAfterAnInterruption() throws IOException {
        train("whole", "--early-stop", "3", "--checkpoint-steps", "5").ok();
        long steps = (long) Cli.result(folder.resolve("whole")).get("steps");
        for (long at : new long[] {steps - 17, steps - 7, steps - 2}) {
            Path out = folder.resolve("stopped-" + at);
            train(out.getFileName().toString(), "--early-stop", "3", "--checkpoint-steps", "5")
                    .ok();
            rewind(out, at);
            Cli.run(folder, "train", "--resume", "--out", out.toString()).ok();
            assertEquals(Cli.sha256(folder.resolve("whole")), Cli.sha256(out), "stopped at " + at);
        }
    }

    /** Begins the run anew in its folder and stops it after a step, as Ctrl-C does. */
    private void rewind(Path out, long step) throws IOException {
        Path config = out.resolve("config.json");
        String text = Files.readString(config);
        for (String file : Cli.files(out)) {
            Files.delete(out.resolve(file));
        }
        Files.writeString(config, text);
        TrainingRun run = TrainingRun.resume(out, null);
        TrainingRun.Result result = run.execute(event -> {
            if (event instanceof TrainingEvent.Stepped stepped && stepped.step() == step) {
                run.stop();
            }
        });
        assertEquals(false, result.finished());
        assertTrue(Files.isRegularFile(RunFolder.open(out).modelFile()));
    }

    @Test
    void withoutValidationData_nothingIsChosenByTheTest() {
        String line = Cli.run(folder, "train", "mlp", "--data", "data", "--early-stop", "2", "--out", "run")
                .failure(1);
        assertTrue(line.contains("no validation part"), line);
        assertEquals(false, Files.exists(folder.resolve("run")));
    }

    @Test
    void monitor_mustBeMeasured() {
        String line = train("run", "--set", "monitor=auroc").failure(1);
        assertTrue(line.contains("monitor=auroc, expected loss or one of accuracy, f1_macro"), line);
    }
}
