package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.format.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The recipe {@code text-class}. */
class TextClassTest {
    @TempDir
    Path folder;

    private Cli.Outcome train(String out, String... more) {
        List<String> args = new ArrayList<>(List.of("train", "text-class", "--out", out));
        args.addAll(List.of("--set", "width=16", "--set", "hidden=16", "--set", "heads=2"));
        args.addAll(List.of(more));
        return Cli.run(folder, args.toArray(String[]::new));
    }

    /** Sentences whose class is told by two words only together. */
    private void write(String file, int from, int count) throws IOException {
        StringBuilder text = new StringBuilder("sentence\tlabel\n");
        for (int i = from; i < from + count; i++) {
            boolean not = i / 2 % 2 == 0;
            boolean good = i % 2 == 0;
            text.append("number ")
                    .append(i % 7)
                    .append(not ? " is not " : " is ")
                    .append(good ? "good" : "bad")
                    .append(" today\t")
                    .append(good == not ? "no" : "yes")
                    .append('\n');
        }
        Files.createDirectories(folder.resolve(file).getParent());
        Files.writeString(folder.resolve(file), text.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"lstm", "gru", "transformer"})
    void sequences_learnWhatWordsDoNotTellAlone(String model) throws IOException {
        write("data/train.tsv", 0, 400);
        write("data/dev.tsv", 400, 60);
        write("data/test.tsv", 460, 60);
        train(
                        "run",
                        "--data",
                        "data",
                        "--set",
                        "model=" + model,
                        "--set",
                        "dropout=0",
                        "--batch",
                        "16",
                        "--epochs",
                        "14",
                        "--lr",
                        "0.01")
                .ok();
        double accuracy = (double) Cli.result(folder.resolve("run")).get("test_accuracy");
        assertTrue(accuracy > 0.95, () -> model + ": " + accuracy);
    }

    @Test
    void ngrams_learnIt_too_andWordsAloneDoNot() throws IOException {
        write("data/train.tsv", 0, 400);
        write("data/test.tsv", 460, 60);
        String[] shared = {"--data", "data", "--set", "encoder=ngrams", "--epochs", "8", "--lr", "0.05"};
        train("pairs", shared).ok();
        assertEquals(1.0, Cli.result(folder.resolve("pairs")).get("test_accuracy"));
        List<String> single = new ArrayList<>(List.of(shared));
        single.addAll(List.of("--set", "ngrams=1"));
        train("single", single.toArray(String[]::new)).ok();
        double accuracy = (double) Cli.result(folder.resolve("single")).get("test_accuracy");
        assertTrue(accuracy < 0.8, () -> "words alone: " + accuracy);
    }

    @Test
    void builtIn_sameBytesAfterAResume_andOnAnyNumberOfThreads() throws IOException {
        train("one", "--steps", "12", "--threads", "1").ok();
        train("two", "--steps", "12", "--threads", "2", "--set", "prefetch=0").ok();
        assertEquals(Cli.sha256(folder.resolve("one")), Cli.sha256(folder.resolve("two")));
    }

    @Test
    void eval_ofOtherText_usesTheVocabularyOfTraining() throws IOException {
        write("data/train.tsv", 0, 400);
        write("data/test.tsv", 460, 60);
        write("other.tsv", 0, 33);
        train("run", "--data", "data", "--steps", "4").ok();
        Cli.Outcome eval =
                Cli.run(folder, "eval", "run", "--data", "other.tsv", "--json").ok();
        Map<String, Object> object = Json.parseObject(eval.out(), "eval");
        assertEquals(33L, object.get("samples"));
        Files.writeString(folder.resolve("strange.tsv"), "sentence\tlabel\nit is fine\tmaybe\n");
        String line = Cli.run(folder, "eval", "run", "--data", "strange.tsv").failure(1);
        assertTrue(line.contains("strange.tsv") && line.contains("label 'maybe'"), line);
    }

    @Test
    void modelThatDoesNotSuitTheEncoder_isRefused_andNothingIsLeft() throws IOException {
        String line =
                train("run", "--set", "encoder=ngrams", "--set", "model=lstm").failure(1);
        assertTrue(line.contains("model=lstm") && line.contains("expected linear"), line);
        String other = train("run", "--set", "model=linear").failure(1);
        assertTrue(other.contains("encoder=ngrams"), other);
        assertEquals(List.of(), Cli.files(folder));
    }
}
