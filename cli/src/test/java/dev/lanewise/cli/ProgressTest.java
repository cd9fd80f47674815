package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.train.Evaluation;
import dev.lanewise.train.TrainingEvent;
import dev.lanewise.train.metric.Metrics;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final int STEPS_PER_EPOCH = 40;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private Shell shell(Charset charset, boolean terminal) {
        PrintStream err = new PrintStream(bytes, true, charset);
        return new Shell(err, err, Path.of(""), terminal, terminal, false);
    }

    private static void run(Progress progress, int epochs, long millisPerStep) throws InterruptedException {
        progress.accept(new TrainingEvent.Started(
                0, (long) epochs * STEPS_PER_EPOCH, STEPS_PER_EPOCH, Optional.of(Metrics.named("accuracy")), "test"));
        for (int epoch = 1; epoch <= epochs; epoch++) {
            for (int b = 1; b <= STEPS_PER_EPOCH; b++) {
                Thread.sleep(millisPerStep);
                long step = (epoch - 1L) * STEPS_PER_EPOCH + b;
                progress.accept(new TrainingEvent.Stepped(step, epoch, 0.5, 0.875, 1e-3, 64));
            }
            Evaluation test = new Evaluation(
                    0.25,
                    new LinkedHashMap<>(Map.of("accuracy", 0.9876)),
                    new Evaluation.ClassDetail(new long[0][0], new int[0], new float[0], new float[0]));
            progress.accept(new TrainingEvent.EpochEnded(
                    epoch, (long) epoch * STEPS_PER_EPOCH, 0.5, 0.875, 1.25, 2560, test, true));
        }
        progress.end();
    }

    @Test
    void lines_oneForTheFirstStepAndOneForEachEpoch() throws InterruptedException {
        run(Progress.on(shell(StandardCharsets.UTF_8, false)), 2, 0);
        assertEquals(
                """
                epoch 1/2  step 1/80  loss 0.5000  accuracy 87.5 %
                epoch 1/2  step 40/80  loss 0.5000  accuracy 87.5 %  test loss 0.2500  test accuracy 98.76 %  1.3 s
                epoch 2/2  step 80/80  loss 0.5000  accuracy 87.5 %  test loss 0.2500  test accuracy 98.76 %  1.3 s
                """.lines().toList(),
                bytes.toString(StandardCharsets.UTF_8).lines().toList());
    }

    @Test
    void bar_staysInOneLineOfTheTerminal() throws InterruptedException {
        run(Progress.on(shell(StandardCharsets.UTF_8, true)), 1, 40);
        String text = bytes.toString(StandardCharsets.UTF_8).replaceAll("\033\\[\\d+m", "");
        assertTrue(text.contains("━"), text);
        assertEquals(
                1,
                text.lines()
                        .filter(line -> line.contains("test accuracy 98.76 %"))
                        .count());
        String[] rewrites = text.split("[\r\n]+");
        assertTrue(rewrites.length > 5, text);
        for (String line : rewrites) {
            assertTrue(line.length() < 80 || line.contains("test accuracy"), line);
        }
        String lastOfTheBar = rewrites[rewrites.length - 2];
        assertTrue(lastOfTheBar.contains(" samples/s"), lastOfTheBar);
    }

    @Test
    void bar_withoutUnicode_isAscii() throws InterruptedException {
        run(Progress.on(shell(StandardCharsets.US_ASCII, true)), 1, 0);
        String text = bytes.toString(StandardCharsets.US_ASCII);
        assertTrue(text.contains("---"), text);
        assertFalse(text.contains("?"), text);
    }

    @Test
    void bar_stoppedInTheMiddle_endsItsLine() {
        Progress progress = Progress.on(shell(StandardCharsets.UTF_8, true));
        progress.accept(new TrainingEvent.Started(0, 10, 5, Optional.of(Metrics.named("accuracy")), "test"));
        progress.accept(new TrainingEvent.Stepped(1, 1, 0.5, 0.5, 1e-3, 64));
        progress.end();
        progress.end();
        String text = bytes.toString(StandardCharsets.UTF_8);
        assertTrue(text.endsWith(System.lineSeparator()), text);
        assertEquals(1, text.lines().filter(line -> line.contains("epoch")).count());
    }
}
