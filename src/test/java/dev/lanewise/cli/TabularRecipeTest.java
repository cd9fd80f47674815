package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.data.source.Specimen;
import dev.lanewise.format.json.Json;
import dev.lanewise.run.RunFolder;
import dev.lanewise.thread.Parallel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The recipe {@code tabular} from file to prediction. */
class TabularRecipeTest {
    @TempDir
    Path folder;

    private Cli.Outcome train(String data, String out, String... more) {
        List<String> args = new ArrayList<>(List.of("train", "tabular", "--data", data, "--out", out));
        args.addAll(List.of("--set", "epochs=3"));
        args.addAll(List.of(more));
        return Cli.run(folder, args.toArray(String[]::new));
    }

    private void write(String name, String text) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.writeString(folder.resolve(name), text);
    }

    /** Weight, colour, and the kind, which the two decide. */
    private static String fruit(int from, int rows) {
        StringBuilder text = new StringBuilder("weight,colour,kind\n");
        for (int i = from; i < from + rows; i++) {
            boolean red = i % 2 == 0;
            text.append(60 + i * 37 % 100).append(red ? ",red," : ",green,");
            text.append(red ? "cherry" : i % 3 == 0 ? "pear" : "lime").append('\n');
        }
        return text.toString();
    }

    /** A price by size and place. */
    private static String flats(int rows) {
        StringBuilder text = new StringBuilder("size;floor;price\n");
        for (int i = 0; i < rows; i++) {
            int size = 20 + i * 53 % 97;
            text.append(size)
                    .append(';')
                    .append(i % 7)
                    .append(';')
                    .append(size * 3.5 + i % 7 * 11)
                    .append('\n');
        }
        return text.toString();
    }

    @Test
    void builtIn_trainsEvaluatesAndPredicts() throws IOException {
        String said = Cli.run(folder, "train", "tabular", "--epochs", "1", "--out", "run")
                .ok()
                .err();
        assertTrue(said.contains("3 classes: fair, good, poor"), said);
        assertTrue(said.contains("column altitude_m: 71 of 1500 values are missing (empty)"), said);
        assertTrue(said.contains("3 of categories: variety, soil, irrigation"), said);
        Map<String, Object> eval =
                Json.parseObject(Cli.run(folder, "eval", "run", "--json").ok().out(), "stdout");
        assertEquals(
                Cli.result(folder.resolve("run")).get("test_accuracy"),
                Math.round((double) eval.get("accuracy") * 1e6) / 1e6);
        String out = Cli.run(folder, "predict", "run", "Cox,loam,drip,12,500,1800,40", "Quince,,drip,12,,1800,40,poor")
                .ok()
                .out();
        assertEquals(2, out.lines().count(), out);
        assertTrue(out.startsWith("Cox,loam,drip,12,500,1800,40  "), out);
    }

    @Test
    void firstLineOfCounts_isSaid_andNamesTheClasses() throws IOException {
        StringBuilder text = new StringBuilder("40,2,small,large\n");
        for (int i = 0; i < 40; i++) {
            text.append(i % 2 * 3 + 0.1 * (i % 5))
                    .append(',')
                    .append(i % 7)
                    .append(',')
                    .append(i % 2)
                    .append('\n');
        }
        write("counts.csv", text.toString());
        String said = train("counts.csv", "run").ok().err();
        assertTrue(said.contains("counts and class names: 40 rows, 2 features, classes small, large"), said);
        String out = Cli.run(folder, "predict", "run", "3.2,4", "--json").ok().out();
        assertTrue(out.contains("\"small\"") && out.contains("\"large\""), out);
    }

    @Test
    void predict_takesRowsAndFilesOfRows_withAndWithoutTarget() throws IOException {
        write("fruit.csv", fruit(0, 90));
        train("fruit.csv", "run").ok();
        write("new.csv", "weight,colour\n100,red\nheavy,red\n130,green\n");
        write("known.csv", fruit(90, 2));
        Cli.Outcome outcome =
                Cli.run(folder, "predict", "run", "100,red", "new.csv", "known.csv", "nofile.csv", "1,2,3,4");
        assertEquals(1, outcome.code());
        List<String> lines = outcome.out().lines().toList();
        assertEquals(5, lines.size(), outcome.out());
        assertTrue(lines.get(0).startsWith("100,red  "), lines.get(0));
        assertEquals(lines.get(0).replace("100,red", "new.csv:2"), lines.get(1), "a row alone and in a file");
        assertTrue(lines.get(2).startsWith("new.csv:4  "), lines.get(2));
        assertTrue(lines.get(3).startsWith("known.csv:2  "), lines.get(3));
        List<String> errors = outcome.err().lines().toList();
        assertEquals(3, errors.size(), outcome.err());
        assertTrue(errors.get(0).contains("new.csv, line 3: column weight is heavy, expected a number"), errors.get(0));
        assertTrue(errors.get(1).contains("nofile.csv: no such file"), errors.get(1));
        assertTrue(errors.get(2).contains("row: has 4 cells, expected 2 (weight, colour)"), errors.get(2));
    }

    @Test
    void regression_answersInTheFilesUnits_alsoToRowsTypedWithCommas() throws IOException {
        write("flats.csv", flats(200));
        String said = train("flats.csv", "run", "--epochs", "30").ok().err();
        assertTrue(said.contains("cells are separated by a semicolon"), said);
        assertTrue(said.contains("target price, the last column: regression"), said);
        assertTrue(((Number) Cli.result(folder.resolve("run")).get("test_r2")).doubleValue() > 0.5);
        String out = Cli.run(folder, "predict", "run", "60;3", "60,3").ok().out();
        List<String> lines = out.lines().toList();
        assertTrue(lines.get(0).startsWith("60;3  price "), out);
        assertEquals(lines.get(0).substring(4), lines.get(1).substring(4));
        double price = Double.parseDouble(lines.get(0).substring("60;3  price ".length()));
        assertTrue(price > 100 && price < 400, out);
        write("other.csv", flats(50));
        String eval = Cli.run(folder, "eval", "run", "--data", "other.csv").ok().out();
        assertTrue(eval.contains("(50 test samples)") && eval.contains("r2 "), eval);
    }

    @Test
    void settings_reachTheReader() throws IOException {
        write("flats.csv", flats(100));
        String said = train("flats.csv", "run", "--set", "target=floor", "--set", "task=classification")
                .ok()
                .err();
        assertTrue(said.contains("target floor: classification, as said"), said);
        assertTrue(
                train("flats.csv", "none", "--set", "target=rooms").failure(1).contains("no column rooms"));
        assertTrue(
                train("flats.csv", "none", "--set", "task=ranking").failure(2).contains("task"));
        String delimiter = train("flats.csv", "none", "--set", "delimiter=xx").failure(2);
        assertTrue(delimiter.contains("delimiter=xx"), delimiter);
        assertFalse(Files.exists(folder.resolve("none")));
    }

    @Test
    void specimen_isTheRowAsItStandsInTheFile() throws IOException {
        write("fruit.csv", fruit(0, 60));
        train("fruit.csv", "run").ok();
        var preparation = RunFolder.open(folder.resolve("run")).config().preparation();
        var data = dev.lanewise.data.tabular.TabularData.read(
                folder.resolve("fruit.csv"), ((dev.lanewise.data.source.PreparedTable) preparation).table());
        assertEquals(
                new Specimen.Row(List.of("weight", "colour", "kind"), List.of("97", "green", "lime")),
                preparation.specimen(data, 1));
    }

    @Test
    void interruptedOrWithOtherThreads_theModelHasTheSameBytes() throws IOException {
        write("fruit.csv", fruit(0, 90));
        String[] more = {"--set", "checkpoint_every=4", "--set", "dropout=0.2", "--batch", "8"};
        int before = Parallel.threads();
        try {
            Parallel.threads(1);
            train("fruit.csv", "whole", more).ok();
            Parallel.threads(2);
            train("fruit.csv", "stopped", more).ok();
        } finally {
            Parallel.threads(before);
        }
        Path stopped = folder.resolve("stopped");
        String expected = Cli.sha256(folder.resolve("whole"));
        assertEquals(expected, Cli.sha256(stopped));
        List<String> checkpoints = Cli.files(stopped.resolve("checkpoints"));
        assertEquals(2, checkpoints.size());
        Files.delete(stopped.resolve("checkpoints").resolve(checkpoints.getLast()));
        Files.delete(stopped.resolve("result.json"));
        Files.delete(stopped.resolve("model.safetensors"));
        Cli.run(folder, "train", "--resume", "--out", "stopped").ok();
        assertEquals(expected, Cli.sha256(stopped));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', quoteCharacter = '~', textBlock = """
            a,b\\n1,x\\n2,y,3\\n4,x\\n        # t.csv, line 3: has 3 columns, expected 2 as in line 1
            ~~                                # t.csv: is empty, expected lines of cells
            a,b,c\\n                          # t.csv
            a,b\\n,x\\n,y\\n,x\\n,y\\n        # t.csv: column a has no value in any of the 4 rows
            a,b\\n1,x\\n2,\\n3,y\\n           # t.csv, line 3: has no target: column b is empty
            a,b\\n1,x\\n2,x\\n3,x\\n          # t.csv: the target b is x in every row, expected at least two classes
            a,b\\n1,x\\n2,y\\n                # t.csv: has 2 rows, too few
            a,b\\n1,"x\\n2,y\\n               # t.csv, line 2: the quote that opens cell 2
            a\\nx\\ny\\nx\\n                  # t.csv: has no column to learn from
            """)
    void badTables_areOneLine_andLeaveNothing(String text, String expected) throws IOException {
        write("t.csv", text.replace("\\n", "\n"));
        String line = train("t.csv", "run").failure(1);
        assertTrue(line.contains(expected), line);
        assertEquals(List.of("t.csv"), Cli.files(folder));
    }

    @Test
    void wrongEncoding_isOneLine() throws IOException {
        Files.write(
                folder.resolve("latin.csv"), "a,b\n1,caf\u00e9\n2,th\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        String line = train("latin.csv", "run").failure(1);
        assertTrue(line.contains("latin.csv, line 2") && line.contains("UTF-8"), line);
        Files.write(folder.resolve("wide.csv"), "a,b\n1,x\n2,y\n".getBytes(StandardCharsets.UTF_16));
        line = train("wide.csv", "run").failure(1);
        assertTrue(line.contains("wide.csv: is UTF-16, expected UTF-8"), line);
        assertFalse(Files.exists(folder.resolve("run")));
    }

    @Test
    void classOnlyInTheTest_isNamed_inTrainingAndInEval() throws IOException {
        write("set/train.csv", fruit(0, 60));
        write("set/test.csv", "weight,colour,kind\n70,red,cherry\n80,blue,plum\n");
        String line = train("set", "run").failure(1);
        assertTrue(line.contains("test.csv, line 3: class plum of the target kind does not occur"), line);
        assertFalse(Files.exists(folder.resolve("run")));
        write("set/test.csv", fruit(60, 20));
        train("set", "run").ok();
        write("more.csv", "weight,colour,kind\n70,red,cherry\n80,blue,plum\n");
        assertTrue(
                Cli.run(folder, "eval", "run", "--data", "more.csv").failure(1).contains("class plum"));
        write("narrow.csv", "weight,kind\n70,cherry\n80,lime\n");
        String columns = Cli.run(folder, "eval", "run", "--data", "narrow.csv").failure(1);
        assertTrue(columns.contains("narrow.csv: has 2 columns, expected 3 as in training"), columns);
        assertTrue(Cli.run(folder, "eval", "run", "--data", "set").ok().out().contains("(20 test samples)"));
    }

    @Test
    void otherKindsOfData_areSaid() throws IOException {
        SmallDigits.write(folder.resolve("digits"));
        String line = train("digits", "run").failure(1);
        assertTrue(line.contains("looks like a folder of IDX files, expected a table"), line);
    }
}
