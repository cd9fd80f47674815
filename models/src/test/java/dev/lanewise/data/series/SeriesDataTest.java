package dev.lanewise.data.series;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.data.DataException;
import dev.lanewise.data.Field;
import dev.lanewise.data.csv.CsvTable;
import dev.lanewise.format.SharedData;
import dev.lanewise.format.json.Json;
import dev.lanewise.tensor.Shape;
import dev.lanewise.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesDataTest {
    private static final float ROUNDING = 1e-4f;

    @TempDir
    Path folder;

    private Path write(String text) {
        try {
            return Files.writeString(folder.resolve("s.csv"), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A day a row: its number, and a wave of seven days. */
    private Path days(int count) {
        StringBuilder text = new StringBuilder("date,n,wave\n");
        for (int i = 0; i < count; i++) {
            text.append(LocalDate.of(2024, 1, 1).plusDays(i))
                    .append(',')
                    .append(i)
                    .append(',');
            text.append(new int[] {3, 5, 9, 4, 1, 0, 2}[i % 7]).append('\n');
        }
        return write(text.toString());
    }

    private String refusal(String text, SeriesOptions options) {
        Path file = write(text);
        String message = assertThrows(DataException.class, () -> SeriesData.read(file, options))
                .getMessage();
        assertEquals(1, message.lines().count(), message);
        return message.replace(file.toString(), "FILE");
    }

    @Test
    void read_cutsWindowsWithinTheirPart() {
        SeriesData data = SeriesData.read(days(100), SeriesOptions.of(5, 3).withTargets("n"));
        SeriesDataset train = data.split().train();
        SeriesDataset validation = data.split().validation().orElseThrow();
        SeriesDataset test = data.split().test();
        assertEquals(
                List.of(
                        new Field("window", Field.Kind.FLOAT, Shape.of(5, 2)),
                        new Field("target", Field.Kind.FLOAT, Shape.of(3))),
                train.fields());
        assertEquals(
                List.of(0, 70, 70, 80, 80, 100),
                List.of(train.from(), train.to(), validation.from(), validation.to(), test.from(), test.to()));
        assertEquals(70 - 8 + 1, train.size());
        assertEquals(10 - 8 + 1, validation.size());
        for (SeriesDataset part : List.of(train, validation, test)) {
            Tensor x = (Tensor) part.fields().get(0).allocate(part.size());
            Tensor y = (Tensor) part.fields().get(1).allocate(part.size());
            part.read(IntStream.range(0, part.size()).toArray(), 0, part.size(), x, y);
            for (int i = 0; i < part.size(); i++) {
                assertEquals(
                        part.from() + i, data.preparation().channels().get(0).unscale(x.get(i, 0, 0)), ROUNDING);
                for (int h = 0; h < 3; h++) {
                    float forecast = data.preparation().unscale(0, y.get(i, h));
                    assertEquals(part.from() + i + 5 + h, forecast, ROUNDING);
                    assertTrue(Math.round(forecast) < part.to());
                }
            }
        }
        assertEquals("2024-03-21", test.date(test.from()));
        assertEquals(82, test.line(test.from()));
    }

    @Test
    void read_scalesByTheTrainingPartAlone() {
        SeriesData data = SeriesData.read(days(100), SeriesOptions.of(5, 3));
        assertEquals("wave", data.preparation().channels().get(0).name(), "the target comes first");
        assertEquals("wave", data.preparation().target(0).name());
        assertEquals(34.5, data.preparation().channels().get(1).mean());
    }

    @Test
    void read_takesStrideAndSeveralTargets() {
        SeriesData data = SeriesData.read(
                days(100),
                SeriesOptions.of(4, 2).withTargets("wave", "n").withColumns("n").withStride(3));
        SeriesDataset train = data.split().train();
        assertEquals(Shape.of(4, 2), train.fields().get(0).shape());
        assertEquals(Shape.of(2, 2), train.fields().get(1).shape());
        assertEquals((70 - 6) / 3 + 1, train.size());
        Tensor x = Tensor.zeros(1, 4, 2);
        Tensor y = Tensor.zeros(1, 2, 2);
        train.read(new int[] {2}, 0, 1, x, y);
        assertEquals(6, train.start(2));
        assertEquals(new int[] {3, 5, 9, 4, 1, 0, 2}[10 % 7], data.preparation().unscale(0, y.get(0, 0, 0)), ROUNDING);
        assertEquals(11, data.preparation().unscale(1, y.get(0, 1, 1)), ROUNDING);
    }

    @Test
    void prepare_givesWhatTheDatasetGives() {
        SeriesData data = SeriesData.read(days(100), SeriesOptions.of(5, 3));
        SeriesPreparation saved = SeriesPreparation.fromMap(
                Json.parseObject(Json.write(data.preparation().toMap()), "saved"));
        assertEquals(data.preparation(), saved);
        Tensor x = Tensor.zeros(1, 5, 2);
        data.split().train().read(new int[] {4}, 0, 1, x, Tensor.zeros(1, 3));
        int[] waves = {3, 5, 9, 4, 1, 0, 2};
        String[][] rows = IntStream.range(2, 9)
                .mapToObj(i -> new String[] {"", Integer.toString(i), Integer.toString(waves[i % 7])})
                .toArray(String[][]::new);
        assertArrayEquals(x.toArray(), saved.prepare(rows).toArray());
        rows[6][2] = "much";
        assertEquals(
                "row 7: column wave is much, expected a number",
                assertThrows(DataException.class, () -> saved.prepare(rows)).getMessage());
        assertEquals(
                "series: has 1 rows, expected at least the window of 5",
                assertThrows(DataException.class, () -> saved.prepare(rows[0])).getMessage());
        assertEquals(
                "preparation: channels is not there, expected a List",
                assertThrows(DataException.class, () -> SeriesPreparation.fromMap(Map.of()))
                        .getMessage());
        assertEquals(13, SeriesData.read(days(20), saved, 1).size());
    }

    @Test
    void read_fillsGapsFromThePast() {
        SeriesData data = SeriesData.read(
                write("t,v\n2024-01,\n2024-02,5\n2024-03,NA\n2024-04,?0.2\n2024-05,6\n2024-06,7\n" + months(40)),
                SeriesOptions.of(2, 1));
        SeriesDataset train = data.split().train();
        assertEquals(5, train.value(0, 0));
        assertEquals(5, train.value(2, 0));
        assertEquals(5, train.value(3, 0));
        assertEquals(6, train.value(4, 0));
        assertTrue(
                data.notes()
                        .contains(
                                "column v: 3 of 46 values are missing or no numbers (first in line 2), taken from the step before"),
                data.notes().toString());
    }

    private static String months(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(LocalDate.of(2024, 7, 1).plusMonths(i).toString(), 0, 7)
                    .append(',')
                    .append(i)
                    .append('\n');
        }
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "2024-01-01 00:00:00, 2024-01-01 01:00:00, 2024-01-01 02:00:00, 1 hour",
        "2024-01-01T00:00Z, 2024-01-01T00:15Z, 2024-01-01T00:30Z, 15 minutes",
        "31.12.2023, 1.1.2024, 2.1.2024, 1 day",
        "1/31/2024, 2/1/2024, 2/2/2024, 1 day",
        "30/1/2024, 31/1/2024, 1/2/2024, 1 day",
        "2023/12/01, 2024/01/01, 2024/02/01, 1 month",
        "Dec 2023, Jan 2024, Feb 2024, 1 month",
        "2022, 2023, 2024, 1 year",
        "20240101, 20240108, 20240115, 7 days"
    })
    void read_knowsDates(String a, String b, String c, String step) {
        Dates dates = Dates.read(CsvTable.read(write("date,v\n" + a + ",1\n" + b + ",2\n" + c + ",3\n")), 0);
        assertTrue(dates.note().endsWith("a step is " + step), dates.note());
    }

    @Test
    void read_saysWhereStepsAreIrregular() {
        SeriesData data =
                SeriesData.read(SharedData.path("timeseries/daily-min-temperatures.csv"), SeriesOptions.of(30, 7));
        assertTrue(
                data.notes()
                        .contains(
                                "dates in column Date, from 1981-01-01 to 1990-12-31, a step is 1 day; 2 of 3649 steps"
                                        + " are of another length, first from 1984-12-30 to 1985-01-01 (line 1462)"),
                data.notes().toString());
        assertEquals(365, data.preparation().period());
    }

    @Test
    void read_turnsAFileThatHoldsTheLatestFirst() {
        StringBuilder text = new StringBuilder("date,v\n");
        for (int i = 29; i >= 0; i--) {
            text.append(LocalDate.of(2024, 1, 1).plusDays(i))
                    .append(',')
                    .append(i)
                    .append('\n');
        }
        SeriesData data = SeriesData.read(write(text.toString()), SeriesOptions.of(2, 1));
        assertEquals(0, data.split().train().value(0, 0));
        assertEquals("2024-01-01", data.split().train().date(0));
        assertEquals(31, data.split().train().line(0));
    }

    @Test
    void read_refusesWhatIsTooShort() {
        assertEquals(
                "FILE: has 20 rows, expected at least 36: a window of 10 and a horizon of 2 in each of training,"
                        + " validation and test",
                refusal(readBack(days(20)), SeriesOptions.of(10, 2)));
        assertEquals(
                "FILE: has 20 rows, expected at least 24: a window of 10 and a horizon of 2 in each of training and"
                        + " test",
                refusal(readBack(days(20)), SeriesOptions.of(10, 2).withShares(0, 0.2)));
        SeriesData least = SeriesData.read(days(36), SeriesOptions.of(10, 2));
        assertEquals(1, least.split().train().size());
        assertEquals(1, least.split().test().size());
    }

    private static String readBack(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void read_refusesDatesOutOfOrder() {
        assertEquals(
                "FILE, line 4: 2024-01-02 follows 2024-01-03, expected rows in the order of time",
                refusal("date,v\n2024-01-01,1\n2024-01-03,2\n2024-01-02,3\n2024-01-04,4\n", SeriesOptions.of(1, 1)));
        assertEquals(
                "FILE, line 3: column date is soon, expected a date as in the rows before",
                refusal(
                        "date,v\n2024-01-01,1\nsoon,2\n2024-01-02,3\n",
                        SeriesOptions.of(1, 1).withDate("date")));
    }

    @Test
    void read_refusesColumnsThatAreNoNumbers() {
        String text = "date,v,k\n2024-01-01,1,a\n2024-01-02,2,b\n2024-01-03,2,a\n";
        assertEquals(
                "FILE, line 2: column k is a, expected numbers to forecast",
                refusal(text, SeriesOptions.of(1, 1).withTargets("k")));
        assertEquals(
                "FILE: has no column z, expected one of date, v, k, or a number from 1 to 3",
                refusal(text, SeriesOptions.of(1, 1).withTargets("z")));
        assertEquals(
                "FILE: has no column of numbers to forecast",
                refusal("date,k\n2024-01-01,a\n2024-01-02,b\n", SeriesOptions.of(1, 1)));
        assertEquals(
                "FILE: column v has no value in any of the 2 rows, expected numbers",
                refusal(
                        "date,v\n2024-01-01,\n2024-01-02,?\n",
                        SeriesOptions.of(1, 1).withTargets("v")));
    }

    @Test
    void naive_isExactForAPureSeason() {
        SeriesData data = SeriesData.read(days(140), SeriesOptions.of(5, 10));
        assertEquals(7, data.preparation().period());
        assertEquals(0, SeasonalNaive.of(data.split().test()).errors().mae());
        SeriesDataset test = data.split().test();
        SeasonalNaive last = new SeasonalNaive(test, 1);
        assertEquals(test.value(test.forecastStart(0) - 1, 0), last.forecast(0, 9, 0));
        assertTrue(last.errors().rmse() > last.errors().mae());
        assertEquals(
                last.errors().mae() / data.preparation().target(0).deviation(),
                last.errors().scaledMae(),
                ROUNDING);
        assertEquals(0.25, SeasonalNaive.skill(3, 4));
    }

    @Test
    void naive_neverLooksAhead() {
        SeriesData data = SeriesData.read(days(100), SeriesOptions.of(5, 20).withTargets("n"));
        SeriesDataset test = data.split().test();
        for (int period : new int[] {1, 7, 13, 1000}) {
            SeasonalNaive naive = new SeasonalNaive(test, period);
            for (int h = 0; h < 20; h++) {
                // The value is the number of the step.
                assertTrue(naive.forecast(0, h, 0) < test.forecastStart(0), period + ", " + h);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"airline-passengers.csv, 12, 12, 12", "ETTh1.csv.gz, 96, 24, 24"})
    void read_findsTheSeasonOfRealSeries(String file, int window, int horizon, int period) {
        SeriesData data = SeriesData.read(SharedData.path("timeseries/" + file), SeriesOptions.of(window, horizon));
        assertEquals(period, data.preparation().period());
        SeriesDataset test = data.split().test();
        assertTrue(test.size() > 0);
        assertEquals(
                test.value(test.forecastStart(0) - period, 0),
                SeasonalNaive.of(test).forecast(0, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 500})
    void read_findsNoSeasonInNoise(int count) {
        StringBuilder text = new StringBuilder("v\n");
        java.util.Random random = new java.util.Random(count);
        for (int i = 0; i < count; i++) {
            text.append(random.nextGaussian()).append('\n');
        }
        assertEquals(
                1,
                SeriesData.read(write(text.toString()), SeriesOptions.of(2, 1))
                        .preparation()
                        .period());
    }
}
