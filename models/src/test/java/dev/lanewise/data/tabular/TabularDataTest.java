package dev.lanewise.data.tabular;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.data.DataException;
import dev.lanewise.data.Field;
import dev.lanewise.format.SharedData;
import dev.lanewise.format.json.Json;
import dev.lanewise.tensor.IntTensor;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import dev.lanewise.tensor.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TabularDataTest {
    private static final float ROUNDING = 1e-5f;

    @TempDir
    Path folder;

    private Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Size, colour, weight with gaps, and a class that follows from the size. */
    private Path mixed() {
        StringBuilder text = new StringBuilder("size,colour,weight,kind\n");
        for (int i = 0; i < 40; i++) {
            text.append(i * 0.5)
                    .append(',')
                    .append(i % 8 == 3 ? "" : i % 2 == 0 ? "red" : "blue")
                    .append(',')
                    .append(i % 5 == 2 ? "?" : Integer.toString(100 + i))
                    .append(',')
                    .append(i < 20 ? "small" : "large")
                    .append('\n');
        }
        return write("mixed.csv", text.toString());
    }

    private String refusal(String text, TabularOptions options) {
        Path file = write("t.csv", text);
        String message = assertThrows(DataException.class, () -> TabularData.read(file, options))
                .getMessage();
        assertEquals(1, message.lines().count(), message);
        return message.replace(file.toString(), "FILE");
    }

    private static Value[] whole(TabularDataset data) {
        Value[] batch = data.fields().stream().map(f -> f.allocate(data.size())).toArray(Value[]::new);
        data.read(IntStream.range(0, data.size()).toArray(), 0, data.size(), batch);
        return batch;
    }

    @Test
    void read_findsKindsAndTask() {
        TabularData data = TabularData.read(mixed());
        TabularPreparation preparation = data.preparation();
        assertEquals(
                List.of(
                        new Field("numeric", Field.Kind.FLOAT, Shape.of(3)),
                        new Field("categorical", Field.Kind.INT, Shape.of(1)),
                        new Field("target", Field.Kind.INT, Shape.of())),
                data.split().train().fields());
        assertEquals(List.of("size", "weight", "weight missing"), preparation.numericNames());
        assertEquals(List.of(4), preparation.cardinalities());
        assertEquals(List.of("large", "small"), preparation.target().classes());
        assertTrue(
                data.notes().contains("column weight: 8 of 40 values are missing (?)"),
                data.notes().toString());
        assertTrue(
                data.notes().contains("column colour: 5 of 40 values are missing (empty)"),
                data.notes().toString());
        assertEquals(28, data.split().train().size());
        assertEquals(4, data.split().validation().orElseThrow().size());
        assertEquals(8, data.split().test().size());
    }

    @Test
    void read_scalesByTheTrainingPartAlone() {
        TabularData data = TabularData.read(mixed());
        TabularDataset train = data.split().train();
        Value[] batch = whole(train);
        Tensor x = (Tensor) batch[0];
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < train.size(); i++) {
            sum += x.get(i, 0);
            squares += x.get(i, 0) * x.get(i, 0);
            String[] cells = train.cells(i);
            assertEquals(cells[2].equals("?") ? 1 : 0, x.get(i, 2));
            if (cells[2].equals("?")) {
                assertEquals(0, x.get(i, 1));
            }
            int expected = cells[1].isEmpty() ? TabularPreparation.MISSING : cells[1].equals("blue") ? 2 : 3;
            assertEquals(expected, ((IntTensor) batch[1]).get(i));
            assertEquals(cells[3].equals("small") ? 1 : 0, ((IntTensor) batch[2]).get(i));
        }
        assertEquals(0, sum / train.size(), ROUNDING);
        assertEquals(1, squares / train.size(), ROUNDING);
    }

    @Test
    void prepare_givesWhatTheDatasetGives() {
        TabularData data = TabularData.read(mixed());
        TabularPreparation saved = TabularPreparation.fromMap(
                Json.parseObject(Json.write(data.preparation().toMap()), "saved"));
        assertEquals(data.preparation(), saved);
        TabularDataset test = data.split().test();
        Value[] batch = whole(test);
        Value[] prepared = saved.prepare(
                IntStream.range(0, test.size()).mapToObj(test::cells).toArray(String[][]::new));
        assertArrayEquals(((Tensor) batch[0]).toArray(), ((Tensor) prepared[0]).toArray());
        assertArrayEquals(((IntTensor) batch[1]).toArray(), ((IntTensor) prepared[1]).toArray());
        assertEquals(2, prepared.length);
        Value[] typed = saved.prepare(saved.row("3.5,green,101"));
        Value[] named = saved.prepare(saved.row(Map.of("size", "3.5", "colour", "green", "weight", "101")));
        assertEquals(TabularPreparation.UNKNOWN, ((IntTensor) typed[1]).get(0));
        assertArrayEquals(((Tensor) typed[0]).toArray(), ((Tensor) named[0]).toArray());
    }

    @Test
    void prepare_refusesRowsThatDoNotFit() {
        TabularPreparation preparation = TabularData.read(mixed()).preparation();
        assertEquals(
                "row: has 2 cells, expected 3 (size, colour, weight), or 4 with the target kind",
                assertThrows(DataException.class, () -> preparation.prepare(preparation.row("1,red")))
                        .getMessage());
        assertEquals(
                "row: column size is big, expected a number or nothing",
                assertThrows(DataException.class, () -> preparation.prepare(preparation.row("big,red,1")))
                        .getMessage());
        assertEquals(
                "row: lacks column weight; a missing value is an empty text",
                assertThrows(DataException.class, () -> preparation.row(Map.of("size", "1", "colour", "red")))
                        .getMessage());
        assertEquals(
                "row: has a column shape, expected size, colour, weight, kind",
                assertThrows(DataException.class, () -> preparation.row(Map.of("shape", "round")))
                        .getMessage());
        assertEquals(
                "preparation: delimiter is not there, expected a String",
                assertThrows(DataException.class, () -> TabularPreparation.fromMap(Map.of()))
                        .getMessage());
    }

    @Test
    void read_takesCodesAsCategoriesWhereSaid() {
        Path file = mixed();
        TabularData data = TabularData.read(
                file,
                TabularOptions.GUESS
                        .withTarget("size")
                        .withCategorical("weight")
                        .withIgnored("1", "kind"));
        assertEquals(Task.REGRESSION, data.preparation().target().task());
        assertEquals(0, data.preparation().numericSize());
        assertEquals(
                List.of("colour", "weight"),
                data.preparation().categorical().stream()
                        .map(TabularPreparation.Categorical::name)
                        .toList());
    }

    @Test
    void read_keepsTheInverseOfTheTarget() {
        TabularData data = TabularData.read(mixed(), TabularOptions.GUESS.withTarget("size"));
        TabularDataset test = data.split().test();
        Value[] batch = whole(test);
        Tensor y = (Tensor) batch[batch.length - 1];
        assertEquals(Shape.of(test.size(), 1), y.shape());
        for (int i = 0; i < test.size(); i++) {
            assertEquals(test.target(i), data.preparation().target().unscale(y.get(i, 0)), ROUNDING * 20);
        }
    }

    @ParameterizedTest
    @CsvSource({"20, CLASSIFICATION", "21, REGRESSION"})
    void read_guessesTheTaskByTheNumberOfIntegers(int distinct, Task expected) {
        StringBuilder text = new StringBuilder("x,y\n");
        for (int i = 0; i < 100; i++) {
            text.append(i * i).append(',').append(i % distinct).append('\n');
        }
        Path file = write("t.csv", text.toString());
        assertEquals(expected, TabularData.read(file).preparation().target().task());
        Task other = expected == Task.REGRESSION ? Task.CLASSIFICATION : Task.REGRESSION;
        assertEquals(
                other,
                TabularData.read(file, TabularOptions.GUESS.withTask(other))
                        .preparation()
                        .target()
                        .task());
    }

    @Test
    void read_leavesOutRowNumbersAndNames() {
        StringBuilder text = new StringBuilder("id,name,x,y\n");
        for (int i = 1; i <= 60; i++) {
            text.append(i + ",name" + i + "," + i * 7 % 13 + "," + (i % 2 == 0 ? "a" : "b") + "\n");
        }
        TabularData data = TabularData.read(write("t.csv", text.toString()));
        assertEquals(List.of("x"), data.preparation().numericNames());
        assertTrue(
                data.notes().contains("column id numbers the rows: left out"),
                data.notes().toString());
    }

    @Test
    void read_takesOddTextInNumbersAsMissing() {
        StringBuilder text = new StringBuilder("x,y\n");
        for (int i = 0; i < 60; i++) {
            text.append((i == 30 ? "?0.2" : Integer.toString(i)) + "," + i % 2 + "\n");
        }
        TabularData data = TabularData.read(write("t.csv", text.toString()));
        assertEquals(1, data.preparation().numeric().size());
        assertTrue(
                data.notes()
                        .contains(
                                "column x: 1 of 60 values are no numbers, taken as missing: \"?0.2\", first in line 32"),
                data.notes().toString());
    }

    @Test
    void read_splitsBySeed() {
        Path file = mixed();
        String first = TabularData.read(file).split().fingerprint();
        assertEquals(first, TabularData.read(file).split().fingerprint());
        assertNotEquals(
                first,
                TabularData.read(file, TabularOptions.GUESS.withSeed(2)).split().fingerprint());
    }

    @Test
    void read_takesSeparateFiles() {
        write("train.csv", "a,k,y\n1,u,p\n2,v,q\n3,u,p\n");
        write("test.csv", "a,k,y\n2,w,q\n");
        TabularData data = TabularData.read(folder);
        assertEquals(3, data.split().train().size());
        assertEquals(Optional.empty(), data.split().validation());
        assertEquals(TabularPreparation.UNKNOWN, ((IntTensor) whole(data.split().test())[1]).get(0));
        assertEquals(
                3,
                TabularData.read(folder.resolve("train.csv"), data.preparation())
                        .size());
        write("test.csv", "a,k,y\n2,w,q\n3,u,r\n");
        assertEquals(
                folder.resolve("test.csv")
                        + ", line 3: class r of the target y does not occur in the training part, expected one of p, q",
                assertThrows(DataException.class, () -> TabularData.read(folder))
                        .getMessage());
        write("test.csv", "a,y\n2,q\n");
        assertEquals(
                folder.resolve("test.csv") + ": has 2 columns, expected 3 as in training",
                assertThrows(DataException.class, () -> TabularData.read(folder))
                        .getMessage());
        write("test.csv", "k,a,y\nu,2,q\n");
        assertEquals(
                folder.resolve("test.csv") + ": column 1 is called k, expected a as in training",
                assertThrows(DataException.class, () -> TabularData.read(folder))
                        .getMessage());
    }

    @Test
    void read_refusesARowWithoutTarget() {
        assertEquals(
                "FILE, line 3: has no target: column y is empty", refusal("x,y\n1,a\n2,\n3,b\n", TabularOptions.GUESS));
        assertEquals(
                "FILE, line 4: has no target: column y is NA", refusal("x,y\n1,a\n2,b\n3,NA\n", TabularOptions.GUESS));
    }

    @Test
    void read_refusesAColumnWithoutValues() {
        assertEquals(
                "FILE: column b has no value in any of the 3 rows, expected some; it can be left out by name",
                refusal("a,b,y\n1,,p\n2,NA,q\n3,?,p\n", TabularOptions.GUESS));
    }

    @Test
    void read_refusesTargetsThatCannotBeLearnt() {
        assertEquals(
                "FILE: the target y is p in every row, expected at least two classes",
                refusal("x,y\n1,p\n2,p\n", TabularOptions.GUESS));
        assertEquals(
                "FILE, line 3: the target y is q, expected a number for regression",
                refusal("x,y\n1,1\n2,q\n", TabularOptions.GUESS.withTask(Task.REGRESSION)));
        assertEquals(
                "FILE: has no column z, expected one of x, y, or a number from 1 to 2",
                refusal("x,y\n1,1\n2,q\n", TabularOptions.GUESS.withTarget("z")));
        assertEquals(
                "FILE: has no column to learn from besides the target y",
                refusal("x,y\n1,1\n2,0\n", TabularOptions.GUESS.withIgnored("x")));
        assertEquals(
                "FILE: has 2 rows, too few to keep some for the test",
                refusal("x,y\n1,a\n2,b\n", TabularOptions.GUESS));
    }

    @Test
    void read_checksTheBatch() {
        TabularDataset data = TabularData.read(mixed()).split().train();
        Value[] batch = data.fields().stream().map(f -> f.allocate(8)).toArray(Value[]::new);
        int[] order = IntStream.range(0, data.size()).toArray();
        assertThrows(IllegalArgumentException.class, () -> data.read(order, 0, 7, batch));
        assertThrows(IllegalArgumentException.class, () -> data.read(order, 0, 8, batch[0]));
        data.read(order, 20, 28, batch);
        assertEquals(data.label(20), ((IntTensor) batch[2]).get(0));
    }

    @Property(tries = 100)
    void split_dealsEveryRowOnceInTheSharesOfItsClass(
            @ForAll @Size(min = 1, max = 200) List<@IntRange(min = 0, max = 4) Integer> classes,
            @ForAll @DoubleRange(min = 0, max = 0.4) double validation,
            @ForAll @DoubleRange(min = 0.05, max = 0.4) double test,
            @ForAll long seed) {
        int[] dealt = classes.stream().mapToInt(Integer::intValue).toArray();
        RowSplit split = RowSplit.of(dealt, 5, validation, test, seed);
        int[] all = IntStream.concat(
                        Arrays.stream(split.train()),
                        IntStream.concat(Arrays.stream(split.validation()), Arrays.stream(split.test())))
                .sorted()
                .toArray();
        assertArrayEquals(IntStream.range(0, dealt.length).toArray(), all);
        for (int c = 0; c < 5; c++) {
            int wanted = c;
            long size = Arrays.stream(dealt).filter(k -> k == wanted).count();
            long tests = Arrays.stream(split.test())
                    .filter(row -> dealt[row] == wanted)
                    .count();
            long trains = Arrays.stream(split.train())
                    .filter(row -> dealt[row] == wanted)
                    .count();
            assertTrue(Math.abs(tests - size * test) <= 2, tests + " of " + size);
            assertTrue(size == 0 || trains >= 1);
        }
    }

    @Test
    void read_takesTheRealFiles() {
        TabularData iris = TabularData.read(SharedData.path("tabular/iris.csv"));
        assertEquals(
                List.of("setosa", "versicolor", "virginica"),
                iris.preparation().target().classes());
        assertEquals(List.of(10, 10, 10), counts(iris.split().test(), 3));
        assertEquals(
                List.of("malignant", "benign"),
                TabularData.read(SharedData.path("tabular/breast_cancer.csv"))
                        .preparation()
                        .target()
                        .classes());
        assertEquals(
                13,
                TabularData.read(SharedData.path("tabular/wine_data.csv"))
                        .preparation()
                        .numericSize());
        TabularData boston = TabularData.read(SharedData.path("tabular/boston_housing.csv"));
        assertEquals(Task.REGRESSION, boston.preparation().target().task());
        assertEquals(
                List.of("0", "1"),
                TabularData.read(SharedData.path("tabular/pima-indians-diabetes.csv"))
                        .preparation()
                        .target()
                        .classes());
        assertEquals(
                10,
                TabularData.read(SharedData.path("tabular/digits.csv.gz"))
                        .preparation()
                        .target()
                        .classes()
                        .size());
    }

    private static List<Integer> counts(TabularDataset data, int classes) {
        Integer[] counts = new Integer[classes];
        Arrays.fill(counts, 0);
        for (int i = 0; i < data.size(); i++) {
            counts[data.label(i)]++;
        }
        return List.of(counts);
    }
}
