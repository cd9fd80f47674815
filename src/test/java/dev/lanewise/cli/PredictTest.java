package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.data.ImageDataset;
import dev.lanewise.data.digits.Digits;
import dev.lanewise.format.json.Json;
import dev.lanewise.infer.Prediction;
import dev.lanewise.infer.Predictor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lanewise predict} and {@code lanewise eval} on one small run. */
class PredictTest {
    @TempDir
    static Path folder;

    private static final ImageDataset DIGITS = Digits.samples(Digits.SEED, 0, 3);

    @BeforeAll
    static void trainOnce() throws IOException {
        SmallDigits.write(folder.resolve("data"));
        SmallDigits.write(folder.resolve("other"), 5);
        Cli.run(folder, "train", "mlp", "--data", "data", "--batch", "16", "--steps", "60", "--out", "run")
                .ok();
        for (int i = 0; i < DIGITS.size(); i++) {
            ImageIO.write(
                    picture(i, 28, false),
                    "png",
                    folder.resolve("digit" + i + ".png").toFile());
        }
        ImageIO.write(picture(0, 28, true), "png", folder.resolve("ink.png").toFile());
        ImageIO.write(picture(0, 28, false), "jpg", folder.resolve("digit.jpg").toFile());
        ImageIO.write(picture(0, 32, false), "png", folder.resolve("large.png").toFile());
        Files.writeString(folder.resolve("text.png"), "not a picture");
    }

    private static BufferedImage picture(int sample, int size, boolean darkOnLight) {
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_GRAY);
        byte[] pixels = DIGITS.pixels(sample);
        for (int i = 0; i < pixels.length; i++) {
            int value = pixels[i] & 0xff;
            image.getRaster().setSample(i % 28, i / 28, 0, darkOnLight ? 255 - value : value);
        }
        return image;
    }

    private static Prediction expected(int sample) throws IOException {
        byte[] pixels = DIGITS.pixels(sample);
        float[] values = new float[pixels.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (pixels[i] & 0xff) / 255f;
        }
        try (Predictor predictor = Predictor.load(folder.resolve("run"))) {
            return predictor.classify(values);
        }
    }

    private static String line(String file, Prediction prediction) {
        return file + "  " + prediction.label() + "  " + Figures.fixed(prediction.probability(), 4);
    }

    @Test
    void predict_aLinePerInput() throws IOException {
        String out = Cli.run(folder, "predict", "run", "digit0.png", "digit1.png", "digit2.png")
                .ok()
                .out();
        assertEquals(
                List.of(
                        line("digit0.png", expected(0)),
                        line("digit1.png", expected(1)),
                        line("digit2.png", expected(2))),
                out.lines().toList());
    }

    @Test
    void predict_inkOnPaper_isReadAsTheSameDigit() throws IOException {
        String out = Cli.run(folder, "predict", "run", "ink.png").ok().out();
        assertTrue(out.startsWith("ink.png  " + expected(0).label() + "  "), out);
        Cli.run(folder, "predict", "run", "digit.jpg").ok();
    }

    @Test
    @SuppressWarnings("unchecked")
    void predict_json_hasTheProbabilitiesOfAllClasses() throws IOException {
        String out = Cli.run(folder, "predict", "run", "digit0.png", "digit1.png", "--json")
                .ok()
                .out();
        List<Object> objects = (List<Object>) Json.parse(out, "stdout");
        assertEquals(2, objects.size());
        Map<String, Object> first = (Map<String, Object>) objects.getFirst();
        assertEquals("digit0.png", first.get("file"));
        assertEquals(expected(0).label(), first.get("label"));
        Map<String, Double> all = (Map<String, Double>) first.get("probabilities");
        assertEquals(List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"), List.copyOf(all.keySet()));
        assertEquals(first.get("probability"), all.get(expected(0).label()));
        assertEquals(Float.toString(expected(0).probability()), String.valueOf(first.get("probability")));
    }

    @Test
    void predict_badInputs_areNamedAndTheOthersDone() throws IOException {
        Cli.Outcome outcome = Cli.run(
                folder, "predict", "run", "large.png", "digit0.png", "text.png", "none.png", "data", "digit1.png");
        assertEquals(1, outcome.code());
        assertEquals(
                List.of(line("digit0.png", expected(0)), line("digit1.png", expected(1))),
                outcome.out().lines().toList());
        List<String> errors = outcome.err().lines().toList();
        assertEquals(4, errors.size(), outcome.err());
        assertTrue(errors.get(0).contains("large.png: is 32 x 32 pixels, expected 28 x 28"), errors.get(0));
        assertTrue(errors.get(1).contains("text.png: is not a picture"), errors.get(1));
        assertTrue(errors.get(2).contains("none.png: no such file"), errors.get(2));
        assertTrue(errors.get(3).contains("data: is a folder"), errors.get(3));
    }

    @Test
    void predict_withoutARun_fails() {
        assertTrue(Cli.run(folder, "predict", "none", "digit0.png").failure(1).contains("none"));
        assertTrue(Cli.run(folder, "predict", "data", "digit0.png").failure(1).contains("no model"));
    }

    @Test
    void eval_givesTheFiguresOfTheRun() throws IOException {
        Map<String, Object> eval =
                Json.parseObject(Cli.run(folder, "eval", "run", "--json").ok().out(), "stdout");
        Map<String, Object> result = Cli.result(folder.resolve("run"));
        assertEquals(result.get("test_accuracy"), eval.get("accuracy"));
        assertEquals((double) result.get("test_loss"), Math.round((double) eval.get("loss") * 1e6) / 1e6);
        assertEquals((long) SmallDigits.TEST, eval.get("samples"));
        assertEquals(10, ((List<?>) eval.get("classes")).size());
        String text = Cli.run(folder, "eval", "run").ok().out();
        assertTrue(text.contains("accuracy " + Figures.percent((double) result.get("test_accuracy"), 2)), text);
        assertTrue(text.contains("class  samples  precision"), text);
        assertEquals(13, text.lines().count(), text);
    }

    @Test
    void eval_onOtherData() {
        Map<String, Object> eval = Json.parseObject(
                Cli.run(folder, "eval", "run", "--data", "other", "--json").ok().out(), "stdout");
        assertEquals("other", eval.get("data"));
        assertTrue(Cli.run(folder, "eval", "run", "--data", "none").failure(1).contains("none"));
    }

    @Test
    void eval_damagedRuns_failInOneLine(@TempDir Path damaged) throws IOException {
        for (String file : List.of("config.json", "model.safetensors")) {
            Files.copy(folder.resolve("run").resolve(file), damaged.resolve(file));
        }
        byte[] model = Files.readAllBytes(damaged.resolve("model.safetensors"));
        Files.write(damaged.resolve("model.safetensors"), Arrays.copyOf(model, model.length / 2));
        String line = Cli.run(folder, "eval", damaged.toString()).failure(1);
        assertTrue(line.contains("model.safetensors"), line);
        Files.delete(damaged.resolve("model.safetensors"));
        assertTrue(Cli.run(folder, "eval", damaged.toString()).failure(1).contains("model.safetensors is missing"));
        Files.writeString(damaged.resolve("config.json"), "{\"recipe\": \"mlp\"}");
        assertTrue(Cli.run(folder, "eval", damaged.toString()).failure(1).contains("config.json"));
        Files.writeString(damaged.resolve("config.json"), "{\"recipe");
        String json = Cli.run(folder, "eval", damaged.toString()).failure(1);
        assertTrue(json.contains("config.json:1:") && !json.contains("Exception"), json);
    }

    @Test
    void eval_dataThatChanged_isNoted(@TempDir Path moved) throws IOException {
        SmallDigits.write(moved.resolve("data"));
        Cli.run(moved, "train", "mlp", "--data", "data", "--steps", "2", "--out", "run", "--quiet")
                .ok();
        assertEquals("", Cli.run(moved, "eval", "run").ok().err());
        SmallDigits.write(moved.resolve("data"), 9);
        String note = Cli.run(moved, "eval", "run").ok().err();
        assertTrue(note.contains("no longer the data"), note);
        assertFalse(note.contains("\n\n"), note);
    }
}
