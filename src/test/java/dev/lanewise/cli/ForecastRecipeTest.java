package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.data.series.SeriesData;
import dev.lanewise.data.source.PreparedSeries;
import dev.lanewise.data.source.Specimen;
import dev.lanewise.format.json.Json;
import dev.lanewise.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The recipe {@code forecast} from file to forecast. */
class ForecastRecipeTest {
    private static final int DAYS = 150;

    @TempDir
    Path folder;

    /** Sales in the rhythm of a week, and rising. */
    @BeforeEach
    void writeData() throws IOException {
        Files.writeString(folder.resolve("sales.csv"), sales(DAYS));
    }

    private static int sold(int day) {
        return 100 + day + (day % 7 > 4 ? 60 : 10 * (day % 7));
    }

    private static String sales(int days) {
        StringBuilder text = new StringBuilder("day,staff,sold\n");
        for (int day = 0; day < days; day++) {
            text.append("2024-").append(pad(1 + day / 28)).append('-').append(pad(1 + day % 28));
            text.append(',')
                    .append(3 + day % 7 / 3)
                    .append(',')
                    .append(sold(day))
                    .append('\n');
        }
        return text.toString();
    }

    private static String pad(int number) {
        return (number < 10 ? "0" : "") + number;
    }

    private Cli.Outcome train(String out, String... more) {
        List<String> args = new ArrayList<>(List.of("train", "forecast", "--data", "sales.csv", "--out", out));
        args.addAll(List.of("--set", "epochs=2", "--batch", "16", "--set", "width=8"));
        args.addAll(List.of("--set", "window=14", "--set", "horizon=3", "--set", "period=7"));
        args.addAll(List.of(more));
        return Cli.run(folder, args.toArray(String[]::new));
    }

    private static double number(Map<String, Object> map, String key) {
        return ((Number) map.get(key)).doubleValue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lstm", "gru", "conv", "transformer"})
    void everyModel_trains_andItsSkillIsGiven(String model) throws IOException {
        String said =
                train("run", "--set", "model=" + model, "--set", "depth=2").ok().out();
        Map<String, Object> result = Cli.result(folder.resolve("run"));
        assertEquals("seasonal_naive", result.get("baseline"));
        // A week later seven more are sold, on every day.
        assertEquals(7.0, number(result, "seasonal_naive_rmse"));
        assertEquals(7.0, number(result, "seasonal_naive_mae"));
        double skill = 1 - number(result, "test_rmse") / 7;
        assertEquals(Math.round(skill * 1e4), Math.round(number(result, "skill_rmse") * 1e4));
        assertTrue(said.contains("against seasonal_naive  rmse 7.0000, skill "), said);
        String eval = Cli.run(folder, "eval", "run").ok().out();
        assertTrue(eval.contains(said.lines().toList().getLast()), eval);
        Map<String, Object> json =
                Json.parseObject(Cli.run(folder, "eval", "run", "--json").ok().out(), "stdout");
        assertEquals(7.0, number(json, "seasonal_naive_rmse"));
        assertTrue(json.containsKey("skill_mae"));
    }

    @Test
    void builtIn_trains_andSeesItsSeason() throws IOException {
        String said = Cli.run(folder, "train", "forecast", "--steps", "3", "--set", "width=4", "--out", "run")
                .ok()
                .err();
        assertTrue(said.contains("a season of 24 steps"), said);
        assertTrue(said.contains("forecast: power_mw, the last column"), said);
    }

    @Test
    void predict_givesTheStepsThatFollow() throws IOException {
        train("run", "--epochs", "20", "--set", "targets=sold", "--lr", "0.01").ok();
        Files.writeString(folder.resolve("latest.csv"), sales(40));
        List<String> lines = Cli.run(folder, "predict", "run", "latest.csv")
                .ok()
                .out()
                .lines()
                .toList();
        assertEquals(3, lines.size());
        for (int step = 0; step < 3; step++) {
            String line = lines.get(step);
            String begin = "latest.csv  +" + (step + 1) + "  sold ";
            assertTrue(line.startsWith(begin), line);
            double forecast = Double.parseDouble(line.substring(begin.length()));
            assertTrue(Math.abs(forecast - sold(40 + step)) < 60, line + ", expected about " + sold(40 + step));
        }
        String json =
                Cli.run(folder, "predict", "run", "latest.csv", "--json").ok().out();
        Map<?, ?> first = (Map<?, ?>) ((List<?>) Json.parse(json, "stdout")).getFirst();
        assertEquals(3, ((List<?>) ((Map<?, ?>) first.get("values")).get("sold")).size());
    }

    @Test
    void severalTargets_areForecastTogether() throws IOException {
        train("run", "--set", "targets=staff,sold").ok();
        List<String> lines = Cli.run(folder, "predict", "run", "sales.csv")
                .ok()
                .out()
                .lines()
                .toList();
        assertEquals(3, lines.size());
        assertTrue(lines.getFirst().matches("sales.csv {2}\\+1 {2}staff [\\d.]+ {2}sold [\\d.]+"), lines.getFirst());
    }

    @Test
    void specimen_isInTheFilesUnits() throws IOException {
        train("run").ok();
        PreparedSeries preparation =
                (PreparedSeries) RunFolder.open(folder.resolve("run")).config().preparation();
        var data = SeriesData.read(folder.resolve("sales.csv"), preparation.series(), 1);
        Specimen.Stretch stretch = (Specimen.Stretch) preparation.specimen(data, 2);
        assertEquals("2024-01-17", stretch.label());
        assertEquals(14, stretch.before().length);
        assertEquals(sold(15), stretch.before()[13]);
        assertArrayEquals(new float[] {sold(16), sold(17), sold(18)}, stretch.after());
    }

    @Test
    void interrupted_theModelHasTheSameBytes() throws IOException {
        String[] more = {"--set", "checkpoint_every=2", "--set", "dropout=0.2", "--set", "early_stop=0"};
        train("whole", more).ok();
        train("stopped", more).ok();
        Path stopped = folder.resolve("stopped");
        String expected = Cli.sha256(folder.resolve("whole"));
        List<String> checkpoints = Cli.files(stopped.resolve("checkpoints"));
        Files.delete(stopped.resolve("checkpoints").resolve(checkpoints.getLast()));
        Files.delete(stopped.resolve("result.json"));
        Files.delete(stopped.resolve("model.safetensors"));
        Cli.run(folder, "train", "--resume", "--out", "stopped").ok();
        assertEquals(expected, Cli.sha256(stopped));
    }

    @Test
    void tooShortSeries_areOneLine() throws IOException {
        Files.writeString(folder.resolve("sales.csv"), sales(30));
        String line = train("run").failure(1);
        assertTrue(line.contains("sales.csv: has 30 rows, expected at least 51: a window of 14"), line);
        assertFalse(Files.exists(folder.resolve("run")));
        writeData();
        assertTrue(train("run", "--set", "window=2147483647").failure(1).contains("has 150 rows"));
        train("run").ok();
        Files.writeString(folder.resolve("short.csv"), sales(13));
        assertTrue(Cli.run(folder, "predict", "run", "short.csv")
                .failure(1)
                .contains("short.csv: has 13 rows, expected at least the window of 14"));
        assertTrue(Cli.run(folder, "eval", "run", "--data", "short.csv")
                .failure(1)
                .contains("short.csv: has 13 rows, expected at least 17"));
        assertTrue(Cli.run(folder, "predict", "run", "none.csv").failure(1).contains("none.csv: no such file"));
    }

    @Test
    void wrongSettings_areOneLine() {
        assertTrue(train("run", "--set", "model=arima").failure(2).contains("model"));
        assertTrue(train("run", "--set", "window=0").failure(2).contains("window=0, expected at least 1"));
        assertTrue(train("run", "--set", "targets=price").failure(1).contains("no column price"));
        assertTrue(train("run", "--set", "model=transformer", "--set", "width=6")
                .failure(2)
                .contains("width=6, expected a multiple of heads=4"));
        assertFalse(Files.exists(folder.resolve("run")));
    }
}
